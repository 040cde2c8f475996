"""The program that carries calls, where its wire alone is concerned: SIP has no such cases. All else is in `test_voice.py`."""

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from contacts.test_voice import over
from harness.desk import tls
from harness.telephone import Exchange


def test_the_telephone_of_somebody_who_is_offered_nothing_takes_nothing(centre, exchange):
    offered, other = centre.desk(), centre.desk(centre.queue_of_its_own().profile)
    call = exchange.dial(centre.flow)
    exchange.calls_to(offered.user)
    call.happened("agentAnswered", agentId=other.user)
    call.happened("agentAnswered", agentId=offered.user)
    call.waits("join", agentId=offered.user)
    offered.finish(offered.contact("CONNECTED"))
    other.none()


def test_calls_end_when_nobody_carries_them(centre):
    exchange = Exchange(centre.world.server, centre.instance)
    call = exchange.dial(centre.flow)
    call.waits("play", isRepeated=True)
    with pytest.raises(ConnectionClosed) as second:
        Exchange(centre.world.server, centre.instance)
    assert second.value.rcvd.code == 4409
    exchange.close()
    assert over(centre, call.contact)["DisconnectReason"] == "TELECOM_PROBLEM"


def test_a_program_without_the_token_carries_no_calls(centre):
    server = centre.world.server
    with connect(server.urls["https"].replace("https", "wss") + "/telephony", ssl=tls(server)) as socket:
        socket.send('{"type": "authenticate", "token": "0000"}')
        with pytest.raises(ConnectionClosed) as refused:
            socket.recv()
    assert refused.value.rcvd.code == 4401
