"""baresip as an agent's telephone, in a network of its own: it registers, is rung, answers, and gives back what it hears."""

import os
import subprocess

import pytest

from contacts.conftest import Centre
from harness.server import Server
from harness.world import World
from voice import sipp
from voice.baresip import Baresip, known
from voice.conftest import CALLER_TONE, Line, a_number, free_port, menu_to_queue, over, record_of, wait_for

HERE, THERE = "10.78.0.1", "10.78.0.2"
# None of the music's.
TONE = 1621


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def network():
    """Two ends of a wire; the far one is alone in its namespace. baresip uses no loopback."""
    name = f"voice-{os.getpid()}"
    ip("netns", "add", name)
    try:
        ip("link", "add", "voice-here", "type", "veth", "peer", "name", "voice-there", "netns", name)
        ip("addr", "add", f"{HERE}/24", "dev", "voice-here")
        ip("link", "set", "voice-here", "up")
        ip("-n", name, "addr", "add", f"{THERE}/24", "dev", "voice-there")
        ip("-n", name, "link", "set", "voice-there", "up")
        yield name
    finally:
        # Its end of the wire goes with it.
        subprocess.run(["ip", "netns", "del", name], capture_output=True)


@pytest.fixture(scope="module")
def wired_server(network):
    server = Server()
    server.sip_port, server.tls_port = free_port(), free_port()
    server.start(
        "--sip", f"0.0.0.0:{server.sip_port}", "--sip-tls", f"0.0.0.0:{server.tls_port}", "--advertise", HERE, "--rtp-ports", "8",
        "--rtp-silence-seconds", "3")
    yield server
    assert server.is_running, (server.data / "serve.log").read_text()[-4000:]
    server.close()


@pytest.fixture(scope="module")
def wire(wired_server):
    return Line(wired_server, wired_server.sip_port, host=HERE, trunk=HERE)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_baresip_answers_and_both_directions_carry_sound(wired_server, wire, network, tmp_path, transport):
    centre = Centre(World(wired_server))
    desk = centre.desk()
    # This baresip knows MD5 alone.
    credentials = wire.device(desk, "--md5")
    known(wire, *credentials, host=HERE)
    server = (HERE, wired_server.tls_port if transport == "tls" else wired_server.sip_port)
    phone = Baresip(
        tmp_path, network, THERE, server, credentials, transport=transport, authorities=wired_server.data / "ca.pem" if transport == "tls" else None)
    try:
        wire.leads(centre, centre.flow)
        caller = wire.caller(hertz=TONE)
        number = a_number()
        caller.dial("01632960000", caller=number)
        contact = desk.contact("CONNECTED", seconds=20)
        # Its own tone, which has been in the telephone's ear.
        caller.hears(TONE, seconds=15)
        desk.do("hold", contactId=contact["contactId"])
        caller.hears_sound(without=TONE)
        desk.do("resume", contactId=contact["contactId"])
        caller.hears(TONE)
        desk.finish(contact)
        caller.over()
        assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nbaresip:\n{phone.said[-3000:]}") from problem
    finally:
        phone.close()
        wire.close()
        centre.close()


@pytest.fixture
def place(wired_server, wire):
    centre = Centre(World(wired_server))
    yield centre
    wire.close()
    centre.close()


def telephone(wire, network, desk, folder, **members):
    credentials = wire.device(desk, "--md5")
    known(wire, *credentials, host=HERE)
    return Baresip(folder, network, THERE, wire.address, credentials, **members)


def test_sipp_is_served_by_an_agent_with_baresip(place, wire, network, tmp_path):
    """Menu, music, busy, answer, hold, resume, the telephone hangs up: and the agent takes the next call, in which it is unplugged."""
    desk = place.desk(state=None)
    wire.leads(place, menu_to_queue(place))
    phone = telephone(wire, network, desk, tmp_path, answers=False)
    try:
        for ending in ("hangs up", "is unplugged"):
            audio, number = wire.caller(hertz=CALLER_TONE), a_number()
            desk.go("Offline")
            with sipp.Sipp(
                    tmp_path, "caller", sipp.invite(number), sipp.ANSWERED, sipp.HUNG_UP, host=HERE, to=wire.address, number="01632960000",
                    audio=audio, seconds=60):
                audio.joins()
                audio.hears_sound()
                audio.press("1")
                audio.hears_sound(seconds=15)
                desk.go("Available")
                contact = desk.contact("CONNECTING")["contactId"]
                if ending == "hangs up":
                    phone.rings(1)
                    phone.do("hangup")
                    desk.contact("REJECTED")
                    desk.do("clearContact", contactId=contact)
                    desk.go("Available")
                    desk.contact("CONNECTING")
                phone.rings(2 if ending == "hangs up" else 3)
                phone.do("accept")
                desk.contact("CONNECTED")
                # The caller's own tone, which has been in the telephone's ear.
                audio.hears(CALLER_TONE)
                desk.do("hold", contactId=contact)
                audio.hears_sound(without=CALLER_TONE)
                desk.do("resume", contactId=contact)
                audio.hears(CALLER_TONE)
                phone.do("hangup") if ending == "hangs up" else phone.unplug()
                desk.contact("ENDED", seconds=20)
            described = over(place, contact)
            assert (described["InitiationMethod"], described["DisconnectReason"]) == ("INBOUND", "AGENT_DISCONNECT")
            assert described["AgentInfo"]["Id"] == desk.user
            desk.do("clearContact", contactId=contact)
            desk.none()
            record = record_of(place, number)
            assert (record["ContactId"], record["DisconnectReason"]) == (contact, "AGENT_DISCONNECT")
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nbaresip:\n{phone.said[-3000:]}") from problem
    finally:
        phone.close()


@pytest.mark.parametrize("answers", [True, False])
def test_sipp_hangs_up(place, wire, network, tmp_path, answers):
    """In the call, and while the telephone rings: it rings no more, and the agent is free."""
    desk = place.desk()
    wire.leads(place, place.flow)
    phone = telephone(wire, network, desk, tmp_path, answers=answers)
    audio, number = wire.caller(hertz=CALLER_TONE), a_number()
    try:
        with sipp.Sipp(
                tmp_path, "caller", sipp.invite(number), sipp.ANSWERED, sipp.TOLD, sipp.HANGS_UP, host=HERE, port=free_port(), to=wire.address,
                number="01632960000", audio=audio, seconds=60) as line:
            # Who says nothing for three seconds is taken for gone.
            audio.joins()
            contact = desk.contact("CONNECTED" if answers else "CONNECTING")["contactId"]
            audio.hears(CALLER_TONE, seconds=20) if answers else phone.rings(1)
            line.goes_on()
            if answers:
                desk.contact("ENDED", seconds=15)
        if answers:
            desk.do("clearContact", contactId=contact)
        desk.none()
        wait_for(lambda: "session closed" in phone.said or "terminated" in phone.said, "the end at the telephone")
        record = record_of(place, number)
        assert (record["ContactId"], record["InitiationMethod"], record["DisconnectReason"]) == (contact, "INBOUND", "CUSTOMER_DISCONNECT")
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nbaresip:\n{phone.said[-3000:]}") from problem
    finally:
        phone.close()


@pytest.mark.parametrize("answers", [True, False])
def test_baresip_gives_the_caller_away(place, wire, network, tmp_path, answers):
    """By its own `transfer`, to a number that answers or is busy: then it says so, and hangs up of itself."""
    number = "+441632960078"
    place.world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": number}})
    desk = place.desk()
    wire.leads(place, place.flow)
    phone = telephone(wire, network, desk, tmp_path)
    carrier, caller = wire.carrier(hertz=TONE, answers=False), wire.caller(hertz=CALLER_TONE)
    try:
        caller.dial("01632960000", caller=a_number())
        contact = desk.contact("CONNECTED", seconds=20)
        caller.hears(CALLER_TONE, seconds=15)
        phone.do("transfer", f"sip:{number}@{HERE}")
        assert carrier.ring().first.startswith(f"INVITE sip:{number}@")
        caller.hears_sound(without=CALLER_TONE)
        if answers:
            carrier.answer()
            caller.hears(TONE)
            carrier.hears(CALLER_TONE)
            wait_for(lambda: "terminated" in phone.said, "the end at the telephone")
            assert "transfer failed" not in phone.said
            caller.hang_up()
            carrier.over()
        else:
            carrier.refuse(486)
            wait_for(lambda: "transfer failed: 480" in phone.said, "what the telephone says of a busy number")
            caller.over()
        desk.contact("ENDED")
        desk.do("clearContact", contactId=contact["contactId"])
        assert over(place, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
        assert (place.record(contact["contactId"])["TransferredToEndpoint"] is not None) == answers
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nbaresip:\n{phone.said[-3000:]}") from problem
    finally:
        phone.close()
