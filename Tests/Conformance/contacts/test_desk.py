"""The desk: who may sit at it, and what becomes of it when the line breaks."""

import json
import urllib.error
import urllib.request

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contacts.conftest import PASSWORD
from harness import patience
from harness.desk import Desk, DeskError, sign_in, tls


def test_a_wrong_password_is_refused_and_slows_the_next(centre):
    name, _ = centre.user()
    for _ in range(4):
        with pytest.raises(urllib.error.HTTPError) as refused:
            sign_in(centre.world.server, centre.instance, name, "wrong")
        assert refused.value.code == 401
    with pytest.raises(urllib.error.HTTPError) as delayed:
        sign_in(centre.world.server, centre.instance, name, PASSWORD)
    assert delayed.value.code == 429 and int(delayed.value.headers["retry-after"]) >= 1


def test_an_unknown_name_looks_like_a_wrong_password(centre):
    name, _ = centre.user()
    told = []
    for username in (name, "nobody-of-that-name"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            sign_in(centre.world.server, centre.instance, username, "wrong")
        told.append((refused.value.code, refused.value.read()))
    assert told[0] == told[1]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://127.0.0.1"])
def test_a_page_from_elsewhere_is_refused(centre, origin):
    name, _ = centre.user()
    with pytest.raises(urllib.error.HTTPError) as refused:
        sign_in(centre.world.server, centre.instance, name, PASSWORD, Origin=origin)
    assert refused.value.code == 403
    url = centre.world.server.urls["https"].replace("https", "wss") + "/desk/ws"
    with pytest.raises(InvalidStatus) as status:
        connect(url, ssl=tls(centre.world.server), origin=origin)
    assert status.value.response.status_code == 403


@pytest.mark.parametrize("hello", [
    "x", "{}", json.dumps({"type": "authenticate"}), json.dumps({"type": "authenticate", "token": "A" * 43}),
    json.dumps({"type": "command", "id": 1, "verb": "getAgentStates"})])
def test_nobody_gets_in_without_a_session(centre, hello):
    url = centre.world.server.urls["https"].replace("https", "wss") + "/desk/ws"
    socket = connect(url, ssl=tls(centre.world.server))
    socket.send(hello)
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=patience.SECONDS)
    assert closed.value.rcvd.code == 4401


def test_a_token_in_the_url_opens_nothing(centre):
    name, _ = centre.user()
    token = sign_in(centre.world.server, centre.instance, name, PASSWORD)["token"]
    url = centre.world.server.urls["https"].replace("https", "wss") + f"/desk/ws?token={token}"
    with pytest.raises(InvalidStatus) as status:
        connect(url, ssl=tls(centre.world.server))
    assert status.value.response.status_code == 404


def test_a_second_session_ends_the_first(centre):
    first = centre.desk()
    second = Desk.open(centre.world.server, centre.instance, first.username, PASSWORD)
    first.wait(lambda: first.closed, "the end of the first desk")
    assert first.closed == "takeover"
    second.go("Available")
    again = Desk(centre.world.server, first.token)
    again.wait(lambda: again.closed, "the refusal of the old token")
    second.close()


def test_signing_out_ends_the_session(centre):
    desk = centre.desk()
    request = urllib.request.Request(
        f"{centre.world.server.urls['https']}/desk/session", method="DELETE", headers={"Authorization": f"Bearer {desk.token}"})
    with urllib.request.urlopen(request, context=tls(centre.world.server)) as answer:
        assert answer.status == 200
    desk.wait(lambda: desk.closed, "the end of the desk")
    again = Desk(centre.world.server, desk.token)
    again.wait(lambda: again.closed, "the refusal of the token")


def test_a_desk_that_comes_back_gets_what_it_missed(centre):
    desk = centre.desk()
    before = desk.sequence
    desk.close()
    contact = centre.start_task()
    back = Desk(centre.world.server, desk.token, resume_after=before)
    centre.desks.append(back)
    back.wait(lambda: back.first, "a greeting")
    assert back.first == "resumed"
    assert back.accept("TASK")["contactId"] == contact
    numbers = [event["sequence"] for event in back.events]
    assert numbers == list(range(before + 1, before + 1 + len(numbers)))


def test_a_desk_that_missed_too_much_gets_a_snapshot(centre):
    desk = centre.desk()
    desk.close()
    back = Desk(centre.world.server, desk.token, resume_after=10 ** 6)
    centre.desks.append(back)
    back.wait(lambda: back.agent, "a snapshot")
    assert back.first == "snapshot"


def test_a_desk_cannot_touch_what_is_not_its_own(centre):
    first, second = centre.desk(), centre.desk(centre.routing_profile(centre.world.new("Queue")))
    contact = centre.start_task()
    first.accept("TASK")
    for verb in ("acceptContact", "completeContact", "clearContact", "hold", "pauseContact", "getTranscript"):
        with pytest.raises(DeskError):
            second.do(verb, contactId=contact)
    assert centre.describe(contact)["AgentInfo"]["Id"] == first.user


def test_bad_commands_are_told_so(centre):
    desk = centre.desk()
    for verb, members in [("fly", {}), ("acceptContact", {}), ("acceptContact", {"contactId": 7}), ("putAgentState", {"agentStatusId": "x"})]:
        with pytest.raises(DeskError):
            desk.do(verb, **members)
    desk.go("Offline")
