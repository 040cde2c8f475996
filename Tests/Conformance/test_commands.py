"""Commands that run at once, beside a server and without one: each does what it was asked for, or says why not."""

import json
import subprocess

import pytest
from harness.server import PROGRAM, Server

AT_ONCE, ROUNDS = 6, 3


@pytest.fixture(scope="module")
def server():
    server = Server()
    yield server
    server.close()


def made_at_once(server, round_):
    """The names of keys that so many commands made."""
    names = [f"alias/round-{round_}-{number}" for number in range(AT_ONCE)]
    running = [
        subprocess.Popen(
            [PROGRAM, "key", "create", "--alias", name, "--data-dir", server.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in names]
    for each in running:
        printed, complaint = each.communicate(timeout=60)
        assert each.returncode == 0, complaint
        assert json.loads(printed)["KeyId"]
    return names


@pytest.mark.parametrize("serves", [False, True])
def test_commands_at_once(server, serves):
    if serves:
        server.start()
    made = [name for round_ in range(ROUNDS) for name in made_at_once(server, f"{serves}-{round_}")]
    listed = {alias for line in server.command("key", "list").stdout.splitlines() for alias in json.loads(line)["Aliases"]}
    assert set(made) <= listed
