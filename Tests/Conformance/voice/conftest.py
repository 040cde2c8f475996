"""A contact centre that is called by SIP: a trunk at 127.0.0.2, telephones of agents at 127.0.0.3."""

import hashlib
import itertools
import json
import socket
import subprocess
import time

import pytest

from contacts import flows
from contacts.conftest import Centre
from harness.phone import Message, Phone
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
    """What the program knows of who may call: a file that a test writes."""

    def __init__(self, server, port, host="127.0.0.1", trunk=TRUNK):
        self.server, self.address, self.trunk_host = server, (host, port), trunk
        self.file = server.data / "switch" / "voice.json"
        self.carrier_port = free_port()
        self.state = {"devices": [], "trunks": [], "numbers": {}}
        self.phones = []
        self.trunk()

    def trunk(self, **members):
        """Another trunk than before: returns when the program knows of it, and so of all that was written before."""
        self.state["trunks"] = [{
            "name": "carrier", "targets": [{"host": self.trunk_host, "port": self.carrier_port}], "allowedPrefixes": ["+44"],
            "nationalPrefix": "0", "countryCode": "44", "probeSeconds": 3600, **members}]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as target:
            target.bind((self.trunk_host, self.carrier_port))
            target.settimeout(10)
            self.write()
            # A trunk is probed when it is new.
            data, source = target.recvfrom(65536)
            probe = Message(data)
            kept = "".join(f"{key}: {value}\r\n" for key, value in probe.headers if key in ("Via", "From", "To", "Call-ID", "CSeq"))
            target.sendto(f"SIP/2.0 200 OK\r\n{kept}Content-Length: 0\r\n\r\n".encode(), source)

    def write(self):
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.state))
        new.chmod(0o644)
        new.rename(self.file)

    def leads(self, centre, flow, number=CENTRE_NUMBER):
        self.state["numbers"][number] = {"instanceId": centre.instance, "contactFlowId": flow}
        self.write()

    def caller(self, **members):
        """A telephone at the trunk's side."""
        phone = Phone(self.address, host=self.trunk_host, user="caller", **members)
        self.phones.append(phone)
        return phone

    def carrier(self, **members):
        """Where calls go that the contact centre makes."""
        return self.caller(port=self.carrier_port, **members)

    def device(self, centre, desk, name=None):
        """A password for a telephone of an agent's."""
        name = name or centre.world.unique("device")
        password = f"secret-{name}"
        self.state["devices"].append({
            "user": name, "agentId": desk.user, "instanceId": centre.instance,
            "sha256": hashlib.sha256(f"{name}:switchkeep:{password}".encode()).hexdigest()})
        self.write()
        return name, password

    def telephone(self, centre, desk, **members):
        """An agent's telephone, registered."""
        name, password = self.device(centre, desk)
        phone = Phone(self.address, host=PHONES, user=name, password=password, **members)
        self.phones.append(phone)
        registered(phone)
        return phone

    def close(self):
        for phone in self.phones:
            phone.close()


def registered(phone, seconds=5):
    """The program reads who may register now and then."""
    deadline = time.monotonic() + seconds
    while (status := phone.register()) != 200:
        assert time.monotonic() < deadline, f"the telephone cannot register: {status}"
        time.sleep(0.3)


def over(centre, contact, seconds=10):
    """The contact as it is described once it has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        described = centre.describe(contact)
        if "DisconnectTimestamp" in described:
            return described
        time.sleep(0.05)
    raise AssertionError(f"the contact does not end: {described}")


numbers = itertools.count(1)


def a_number():
    """A caller's number that no other test has."""
    return f"+4416329{next(numbers):05}"


def record_of(centre, number, seconds=10, end="CustomerEndpoint"):
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


def wait_for(met, what, seconds=10):
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def server():
    server = Server()
    port = free_port()
    server.sip_port = port
    (server.data / "switch").mkdir(exist_ok=True)
    (server.data / "switch" / "voice.json").write_text('{"devices": [], "trunks": [], "numbers": {}}')
    (server.data / "switch" / "voice.json").chmod(0o644)
    server.start(
        "--sip", f"127.0.0.1:{port}", "--rtp-ports", "24", "--rtp-silence-seconds", "3", "--voice-directory", server.data / "switch" / "voice.json")
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


@pytest.fixture
def line(server):
    line = Line(server, server.sip_port)
    yield line
    line.close()
