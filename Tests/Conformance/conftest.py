"""One program and one world for all tests; a test that stops or kills has a program of its own."""

import sys
import pathlib

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.server import Server  # noqa: E402
from harness.world import World  # noqa: E402


@pytest.fixture(scope="session")
def server():
    server = Server().start()
    yield server
    running = server.is_running
    log = (server.data / "serve.log").read_text()
    server.close()
    assert running, f"the program did not survive the tests:\n{log[-4000:]}"


@pytest.fixture(scope="session")
def world(server):
    return World(server)


@pytest.fixture(autouse=True)
def clean_up(request):
    yield
    if "world" in request.fixturenames:
        request.getfixturevalue("world").clean_up()


@pytest.fixture
def own_server():
    server = Server()
    yield server
    server.close()
