"""A trunk that is named by its domain: where its servers are, its SRV records say (RFC 3263), and the next is tried where one fails."""

import contextlib

import pytest

from contacts.conftest import Centre
from harness.names import NameServer, address, launcher, service
from harness.phone import Phone
from harness.server import Server
from harness.world import World
from voice.conftest import AGENT_TONE, CALLER_TONE, Line, over, sip_server, wait_for

RESOLVER, FIRST, SECOND = "127.0.0.77", "127.0.0.21", "127.0.0.22"


class NamedLine(Line):
    """Its trunk's target is a name, and no port."""

    target = "carrier.test"

    def trunk(self):
        self.replace()


@pytest.fixture(scope="module")
def carriers():
    """What is at the ports that only the records tell."""
    first, second = (Phone(("127.0.0.1", 9), host=host, hertz=CALLER_TONE, answers=None) for host in (FIRST, SECOND))
    yield first, second
    for each in (first, second):
        each.close()


@pytest.fixture(scope="module")
def named(tmp_path_factory, carriers):
    first, second = carriers
    records = {
        "_sip._udp.carrier.test": [service(20, 0, second.port, "b.carrier.test"), service(10, 5, first.port, "a.carrier.test")],
        "a.carrier.test": [address(FIRST)], "b.carrier.test": [address(SECOND)],
        # Where SIP is not: a target that has records of services is at none of its own addresses.
        "carrier.test": [address("127.0.0.23")]}
    server = Server()
    server.launcher = launcher(tmp_path_factory.mktemp("names"), RESOLVER)
    sip_server(server)
    for each in carriers:
        each.server = ("127.0.0.1", server.sip_port)
    with contextlib.ExitStack() as stack:
        stack.callback(server.close)
        line = NamedLine(server, server.sip_port)
        stack.callback(line.close)
        centre = Centre(World(server))
        stack.callback(centre.close)
        # The name server comes late: what is nowhere is looked up again.
        assert not [m for each in carriers for m in each.messages]
        names = NameServer(RESOLVER, records)
        stack.callback(names.close)
        for each in carriers:
            wait_for(lambda each=each: any(m.method == "OPTIONS" for m in each.messages), "a probe of each server", 20)
        assert ("_sip._udp.carrier.test", 33) in names.asked
        yield centre, line, *carriers
        assert server.is_running, (server.data / "serve.log").read_text()[-4000:]


@pytest.mark.parametrize("way", ["refuses", "says nothing"])
def test_the_next_server_takes_the_call(named, way):
    centre, line, first, second = named
    first.answers, second.answers = None if way == "says nothing" else False, True
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    contact = desk.do("connect", number="+441632960055")["contactId"]
    phone.ring()
    assert first.ring().first == "INVITE sip:+441632960055@carrier.test;user=phone SIP/2.0"
    if way == "refuses":
        first.refuse(503)
    second.ring()
    second.hears(AGENT_TONE)
    phone.hears(CALLER_TONE)
    desk.finish(desk.contact("CONNECTED"))
    second.over()
    assert over(centre, contact)["InitiationMethod"] == "OUTBOUND"


def test_calls_come_from_each_server(named):
    centre, line, first, second = named
    line.leads(centre, centre.flow)
    for each in (first, second):
        each.dial("01632960000")
        each.answered()
        each.hears_sound()
        each.hang_up()
    # The control: from where the name itself is, nobody calls.
    stranger = Phone(line.address, host="127.0.0.23")
    stranger.dial("01632960000")
    stranger.over()
    assert stranger.status == 401
    stranger.close()
