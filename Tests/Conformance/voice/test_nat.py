"""Both sides behind translators of addresses that lose three of a hundred packets, in private networks with the same addresses."""

import pytest

from contacts.conftest import Centre
from harness.networks import PrivateNetwork
from harness.phone import Phone
from harness.server import Server
from harness.world import World
from voice.baresip import Baresip
from voice.conftest import AGENT_TONE, CALLER_TONE, Line, a_number, free_port, menu_to_queue, over, record_of, registered, wait_for

LOSS_PERCENT = 3


@pytest.fixture(scope="module")
def networks():
    """The caller's and the agent's, of addresses for documentation (RFC 5737)."""
    made = []
    try:
        for name, public in (("caller", "198.51.100"), ("agent", "203.0.113")):
            made.append(PrivateNetwork(name, public, LOSS_PERCENT))
        yield made
    finally:
        for each in made:
            each.close()


@pytest.fixture(scope="module")
def nat_server(networks):
    server = Server()
    server.sip_port = free_port()
    # One that listened at all addresses would answer each network from another.
    server.start("--sip", f"{networks[0].here}:{server.sip_port}", "--rtp-ports", "8", "--rtp-silence-seconds", "5")
    yield server
    assert server.is_running, (server.data / "serve.log").read_text()[-4000:]
    server.close()


class HiddenLine(Line):
    """The trunk is known by the address of its translator, which lets nothing in that was not called."""

    @property
    def target(self):
        return self.trunk_host

    def trunk(self):
        self.replace("--probe-seconds", "0")


@pytest.fixture(scope="module")
def hidden_line(networks, nat_server):
    return HiddenLine(nat_server, nat_server.sip_port, host=networks[0].here, trunk=networks[0].outside)


def telephone(line, network, **members):
    with network.entered():
        phone = Phone(line.address, host=network.inside_host, persists=True, **members)
    line.phones.append(phone)
    return phone


def agent(kind, line, network, desk, tmp_path):
    """The agent's telephone, which answers by itself, and the tone that the caller hears of it."""
    if kind == "baresip":
        credentials = line.device(desk, "--md5")
        known_inside(line, network, credentials)
        phone = Baresip(tmp_path, network.inside, network.inside_host, line.address, credentials)
        return phone, CALLER_TONE
    name, password = line.device(desk)
    phone = telephone(line, network, user=name, password=password, hertz=AGENT_TONE)
    registered(phone, seconds=20)
    return phone, AGENT_TONE


def known_inside(line, network, credentials):
    phone = telephone(line, network, user=credentials[0], password=credentials[1])
    registered(phone, seconds=20)
    assert phone.register(expires=0) == 200


@pytest.mark.parametrize("kind", ["phone", "baresip"])
def test_calls_between_two_hidden_networks_that_lose_packets(networks, nat_server, hidden_line, tmp_path, kind):
    line, (callers, agents) = hidden_line, networks
    centre = Centre(World(nat_server))
    desk = centre.desk(state=None)
    phone, heard = agent(kind, line, agents, desk, tmp_path)
    line.leads(centre, menu_to_queue(centre))
    try:
        for ending, reason in (("agent", "AGENT_DISCONNECT"), ("caller", "CUSTOMER_DISCONNECT")):
            caller, number = telephone(line, callers, hertz=CALLER_TONE, user="caller"), a_number()
            caller.dial("01632960000", caller=number)
            caller.answered()
            caller.hears_sound()
            caller.press("1")
            # The music of the queue: no telephone rings yet.
            caller.hears_sound(seconds=15)
            desk.go("Available")
            contact = desk.contact("CONNECTED", seconds=20)["contactId"]
            caller.hears(heard, seconds=15)
            if kind == "phone":
                phone.hears(CALLER_TONE)
            desk.do("hold", contactId=contact)
            caller.hears_sound(without=heard)
            desk.do("resume", contactId=contact)
            caller.hears(heard)
            caller.hang_up() if ending == "caller" else desk.do("completeContact", contactId=contact)
            caller.over(seconds=20)
            described = over(centre, contact)
            assert (described["InitiationMethod"], described["DisconnectReason"]) == ("INBOUND", reason)
            desk.contact("ENDED")
            desk.do("clearContact", contactId=contact)
            assert record_of(centre, number)["ContactId"] == contact
            desk.go("Offline")
        # Its translator would forget it between two calls. A question may be lost; the next comes 10 s later.
        if kind == "phone":
            wait_for(lambda: any(message.method == "OPTIONS" for message in phone.messages), "a question", 60)
        for network in networks:
            counted = network.counters()
            share = counted["lost"] / (counted["lost"] + counted["passed"])
            assert counted["translated"] > 0 and counted["lost"] > 10 and 0.01 < share < 0.06, counted
    finally:
        if kind == "baresip":
            phone.close()
        line.close()
        centre.close()
