"""A contact centre that is called by SIP: a trunk at 127.0.0.2, telephones of agents at 127.0.0.3."""

import hashlib
import itertools
import json
import socket
import subprocess
import time

import pytest

from contacts.conftest import Centre
from harness.phone import Phone
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

    def __init__(self, server, port):
        self.server, self.address = server, ("127.0.0.1", port)
        self.file = server.data / "switch" / "voice.json"
        self.carrier_port = free_port()
        self.state = {"devices": [], "trunks": [], "numbers": {}}
        self.phones = []
        self.trunk()

    def trunk(self, **members):
        self.state["trunks"] = [{
            "name": "carrier", "targets": [{"host": TRUNK, "port": self.carrier_port}], "allowedPrefixes": ["+44"], "nationalPrefix": "0",
            "countryCode": "44", **members}]
        self.write()

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
        phone = Phone(self.address, host=TRUNK, user="caller", **members)
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


def record_of(centre, caller, seconds=10):
    """The contact record of the call from that number, from the stream."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        lines = subprocess.run(
            [PROGRAM, "stream", "--data-dir", centre.world.server.data], capture_output=True, text=True, check=True).stdout.splitlines()
        for line in map(json.loads, lines):
            if line["kind"] == "contact-record" and (line["event"].get("CustomerEndpoint") or {}).get("Address") == caller:
                return line["event"]
        time.sleep(0.1)
    raise AssertionError(f"there is no record of the call from {caller}")


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
