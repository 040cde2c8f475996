"""A contact centre that is called by SIP: a trunk at 127.0.0.2, telephones of agents at 127.0.0.3."""

import itertools
import json
import socket
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from contacts import flows
from contacts.conftest import Centre
from harness import approvals, patience
from harness import numbers as pool
from harness.phone import Phone
from harness.sip import Message
from harness.server import PROGRAM, Server
from harness.world import World

CENTRE_NUMBER = "+441632960000"
TRUNK, PHONES = "127.0.0.2", "127.0.0.3"


def free_port():
    """A port that is free for UDP and TCP."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            stream.bind(("127.0.0.1", 0))
            port = stream.getsockname()[1]
            try:
                datagrams.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Line:
    """Who may call and be called, made by the operator's commands: one trunk, numbers of the pool, telephones of agents."""

    def __init__(self, server, port, host="127.0.0.1", trunk=TRUNK):
        self.server, self.address, self.trunk_host = server, (host, port), trunk
        self.carrier_port = free_port()
        self.has_trunk, self.claims, self.phones = None, {}, []
        self.trunk()

    def trunk(self, *options, **texts):
        """The trunk with these options beside the usual ones: returns when the switch knows of it, and so of all that was made before."""
        if self.has_trunk == (options, texts):
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as target:
            target.bind((self.trunk_host, self.carrier_port))
            target.settimeout(10)
            self.replace(*options, **texts)
            # A trunk is probed when it is new.
            while (probe := Message((received := target.recvfrom(65536))[0])).method != "OPTIONS":
                pass
            kept = "".join(f"{key}: {value}\r\n" for key, value in probe.headers if key in ("Via", "From", "To", "Call-ID", "CSeq"))
            target.sendto(f"SIP/2.0 200 OK\r\n{kept}Content-Length: 0\r\n\r\n".encode(), received[1])

    @property
    def target(self):
        return f"{self.trunk_host}:{self.carrier_port}"

    def replace(self, *options, **texts):
        """Another trunk in the place of the one that there is, without waiting for the switch."""
        if self.has_trunk:
            self.server.command("trunk", "remove", "carrier")
        self.has_trunk = (options, texts)
        [made] = pool.run(
            self.server, "trunk", "create", "carrier", "--target", self.target, "--allow-prefix", "+44",
            "--national-prefix", "0", "--country-code", "44", "--probe-seconds", "3600", *options, **texts)
        approvals.approve(self.server, made["ApprovalId"])

    def leads(self, centre, flow, number=CENTRE_NUMBER):
        if number not in self.claims:
            self.server.command("number", "add", number)
            pool.until(lambda: pool.available(centre.world, number))
            self.claims[number] = centre.world.connect.claim_phone_number(InstanceId=centre.instance, PhoneNumber=number)["PhoneNumberId"]
        centre.world.connect.associate_phone_number_contact_flow(
            PhoneNumberId=self.claims[number], InstanceId=centre.instance, ContactFlowId=flow)

    def caller(self, **members):
        """A telephone at the trunk's side."""
        phone = Phone(self.address, host=self.trunk_host, user="caller", **members)
        self.phones.append(phone)
        return phone

    def carrier(self, **members):
        """Where calls go that the contact centre makes."""
        return self.caller(port=self.carrier_port, **members)

    def device(self, desk, *options):
        """The name and password of a telephone of an agent's."""
        [made] = pool.run(self.server, "device", "create", "--user", desk.username, *options)
        return made["username"], made["password"]

    def telephone(self, centre, desk, **members):
        """An agent's telephone, registered."""
        name, password = self.device(desk)
        phone = Phone(self.address, host=PHONES, user=name, password=password, **members)
        self.phones.append(phone)
        registered(phone)
        return phone

    def close(self):
        while self.phones:
            self.phones.pop().close()


def registered(phone, seconds=patience.SECONDS):
    """A command's change is with the switch within moments; who asks five times before that is silenced."""
    deadline, pause = time.monotonic() + seconds, 0.3
    while (status := phone.register()) != 200:
        assert time.monotonic() < deadline, f"the telephone cannot register: {status}"
        time.sleep(pause)
        pause *= 2


def over(centre, contact, seconds=patience.SECONDS):
    """The contact as it is described once it has ended. While its disk hangs the keep answers nobody."""
    deadline, described = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        try:
            described = centre.describe(contact)
        except ClientError as refusal:
            described = {"Refused": refusal.response["Error"]["Code"]}
            assert described["Refused"] == "ServiceUnavailableException", refusal
        if "DisconnectTimestamp" in described:
            return described
        time.sleep(0.05)
    raise AssertionError(f"the contact does not end: {described}")


callers = itertools.count(1)


def a_number():
    """A caller's number that no other test has."""
    return f"+4416329{next(callers):05}"


def record_of(centre, number, seconds=patience.SECONDS, end="CustomerEndpoint"):
    """The contact record of the call from that number, from the stream."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        lines = subprocess.run(
            [PROGRAM, "stream", "--data-dir", centre.world.server.data], capture_output=True, text=True, check=True).stdout.splitlines()
        for line in map(json.loads, lines):
            if line["kind"] == "contact-record" and (line["event"].get(end) or {}).get("Address") == number:
                return line["event"]
        time.sleep(0.1)
    raise AssertionError(f"there is no record of the call from {number}")


# None of the music's.
CALLER_TONE, AGENT_TONE = 613, 1319


def call_in(centre, line, flow=None, **members):
    line.leads(centre, flow or centre.new_flow(flows.to_queue(centre.queue, greeting="Hello.")))
    caller = line.caller(hertz=CALLER_TONE, **members)
    number = a_number()
    caller.dial("01632960000", caller=number)
    return caller, number


def menu_to_queue(centre):
    """A key leads into the queue."""
    return centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput", {"Text": "Press one for an agent.", "InputTimeLimitSeconds": "20", "StoreInput": "False"},
            conditions=[("Equals", "1", "queue")], errors=[
                ("InputTimeLimitExceeded", "end"), ("NoMatchingCondition", "end"), ("NoMatchingError", "end")]),
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": centre.queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))


def connected(centre, line, **members):
    """A caller and an agent who hear each other."""
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    caller, number = call_in(centre, line, **members)
    phone.ring()
    contact = desk.contact("CONNECTED")
    caller.hears(AGENT_TONE)
    phone.hears(CALLER_TONE)
    return desk, phone, caller, number, contact


def wait_for(met, what, seconds=patience.SECONDS):
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.05)


def sip_server(server, *options, port=None):
    """Starts a program that takes calls, at a port that it says."""
    server.sip_port = port or free_port()
    return server.start("--sip", f"127.0.0.1:{server.sip_port}", "--rtp-ports", "24", "--rtp-silence-seconds", "3", *options)


@pytest.fixture(scope="session")
def server():
    server = sip_server(Server())
    yield server
    running = server.is_running
    log = (server.data / "serve.log").read_text()
    server.close()
    assert running, f"the program did not survive the tests:\n{log[-4000:]}"


@pytest.fixture(scope="session")
def world(server):
    return World(server)


@pytest.fixture
def centre(world):
    centre = Centre(world)
    yield centre
    centre.close()


@pytest.fixture(scope="session")
def exchange(server):
    return Line(server, server.sip_port)


@pytest.fixture
def line(exchange):
    exchange.trunk()
    yield exchange
    exchange.close()
