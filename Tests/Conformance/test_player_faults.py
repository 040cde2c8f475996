"""No audit, no access, for players too: not a byte without its durable entry, no link spent or opened without one."""

import pytest

from contacts.conftest import Centre
from harness import players, sessions
from harness.faults import FaultyServer, can_be_faulty, holds
from harness.players import CANARY, Player, ask, person
from harness.world import World

pytestmark = pytest.mark.skipif(not can_be_faulty(), reason="mount namespaces need root")


@pytest.fixture(scope="module")
def playing():
    """A server whose disk can fail, and what it needs to make links: the centre, a transcript, a user who may have it."""
    server = FaultyServer()
    try:
        server.start("--telephony-adapter")
        centre = Centre(World(server))
        key, (user, _) = players.left(centre), person(centre)
        centre.close()
        assert server.stop() == 0
        server.begin()
        centre.world.reconnect()
        yield centre, key, user
        assert server.stop() == 0
    finally:
        server.close()


def read(server, player):
    """The answer; when content came, its entry was durable when its first byte left."""
    player.ask("HEAD")
    with server.held_at_answer():
        answer = player.get("bytes=0-")
        if answer.status_code == 206:
            with server.after_a_loss_of_power() as ledger:
                assert holds(ledger, answer.headers["x-request-id"]), "content was answered whose entry a loss of power would take away"
    return answer


@pytest.mark.parametrize("mode,call", [("error", "write"), ("error", "sync"), ("full", "write")])
def test_nothing_is_played_while_its_entry_cannot_be_written(playing, mode, call):
    centre, key, user = playing
    server = centre.world.server
    player = Player(server).opened(ask(centre, key, user), user)
    assert CANARY in read(server, player).text
    server.arm(mode, [call], ["log"])
    for _ in range(3):
        refused = player.get("bytes=0-")
        assert refused.status_code == 503 and CANARY not in refused.text
    assert server.fired
    server.lift()
    until_played(server, player)


def until_played(server, player):
    """Once the disk is sound it goes on by itself."""
    for _ in range(100):
        if read(server, player).status_code == 206:
            return
    raise AssertionError("the fault is lifted, and nothing is played")


def test_a_link_is_neither_made_nor_spent_without_its_entry(playing):
    centre, key, user = playing
    server = centre.world.server
    keys = sessions.assume(server)["Credentials"]
    link = ask(centre, key, user, keys)
    # Signing in leaves no entry of its own, so that the redemption's is the next.
    server.arm("error", ["write"], ["log"])
    refused = Player(server).redeem(link, user)
    assert refused.status_code == 503 and "set-cookie" not in refused.headers and server.fired
    with pytest.raises(Exception, match="503|500"):
        ask(centre, key, user, keys)
    server.lift()
    for _ in range(100):
        player = Player(server)
        if player.redeem(link, user).status_code == 200:
            break
    assert read(server, player).status_code == 206


def test_the_test_finds_a_read_whose_entry_is_not_synced(playing):
    """Control: without the sync of the log at each commit."""
    centre, key, user = playing
    server = centre.world.server
    player = Player(server).opened(ask(centre, key, user), user)
    server.put(skips_log_syncs=1)
    try:
        for _ in range(3):
            with pytest.raises(AssertionError, match="loss of power"):
                read(server, player)
    finally:
        server.put(skips_log_syncs=0)
    until_played(server, player)
