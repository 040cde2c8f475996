"""The switch and the keep, each run alone as under a debugger, and each started anew while the other goes on."""

import contextlib
import select
import signal
import subprocess

import pytest

from contacts.conftest import Centre
from harness.chat import Customer
from harness.server import PROGRAM, Server
from harness.world import World
from test_processes import until


class Alone:
    """A process of the program that no supervisor has started."""

    def __init__(self, role, data, *options, accepts=True):
        self.process = subprocess.Popen(
            [PROGRAM, role, "--data-dir", data, *options, *(["--accept-no-isolation"] if accepts else [])],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def ready(self):
        assert select.select([self.process.stdout], [], [], 30)[0], "nothing is said in 30 s"
        word, *rest = self.process.stdout.readline().split()
        assert word == "ready"
        return dict(item.split("=", 1) for item in rest)

    def end(self, number=signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def server():
    server = Server()
    # Once as usual, so that the clients' files say where it listens.
    server.start()
    server.stop()
    yield server
    server.close()


def test_each_is_started_anew_and_the_other_finds_it(server):
    urls = {name: server.urls[name] for name in ("http", "https", "keep")}
    at = {name: url.split("//")[1] for name, url in urls.items()}
    options = {"switch": ["--http", at["http"], "--https", at["https"]], "keep": ["--listen", at["keep"]]}
    running = {role: Alone(role, server.data, *options[role]) for role in options}
    try:
        assert running["keep"].ready() == {"keep": urls["keep"], "isolation": "none", "keep-state": "open"}
        assert running["switch"].ready() == {"http": urls["http"], "https": urls["https"], "isolation": "none"}
        centre = Centre(World(server))
        customer = Customer(server, centre.start_chat()["ParticipantToken"])
        customer.say("before")
        for role in options:
            running[role].end(signal.SIGKILL)
            running[role] = Alone(role, server.data, *options[role])
            running[role].ready()
            until(lambda: customer.connect() or customer.say("after") or True, "the chat goes on", seconds=40)
    finally:
        assert [running[role].end() for role in options] == [0, 0]


def test_one_folder_is_not_served_twice(server):
    keep = Alone("keep", server.data, "--listen", "127.0.0.1:0")
    try:
        keep.ready()
        for role in ["keep", "--listen", "127.0.0.1:0"], ["serve"]:
            twice = server.run(*role, *(["--accept-no-isolation"] if role[0] == "keep" else []))
            assert twice.returncode != 0 and "served by another" in twice.stderr, twice.stderr
    finally:
        keep.end()


def test_nothing_around_it_has_to_be_accepted(server):
    refused = Alone("keep", server.data, accepts=False)
    assert refused.process.wait(30) != 0 and "--accept-no-isolation" in refused.process.stderr.read()
