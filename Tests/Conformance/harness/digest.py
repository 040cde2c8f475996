"""A digest of all that the stores hold, to show that a refusal changed nothing."""

import functools
import hashlib
import marshal
import pathlib
import sqlite3
import time

from harness import patience

# Events and messages on their way: a refusal is recorded, and that is a change that it must make; so is the question to an officer.
LEFT_OUT = {
    "audit_event", "approval", "ledger_tile", "ledger_checkpoint", "outbox", "sqlite_sequence", "contact_outbox", "contact_key", "stream",
    "desk_session", "keep_ledger", "outbox_boot", "sealed_deposit",
    "deposit_boot", "sentinel_progress", "event_subject", "alert",
    # Pairs are made when the switch asks for them, within seconds of a change of what they are for.
    "sealing_pair"}
OUTBOXES = {"outbox", "contact_outbox"}


class Store:
    """One database, read while the program writes it."""

    def __init__(self, path: pathlib.Path):
        self.name, self.database = path.stem, sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.seen, self.held = None, {}

    def tables(self) -> list:
        return [row[0] for row in self.database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]

    def waiting(self) -> int:
        return sum(self.database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in OUTBOXES.intersection(self.tables()))

    def digest(self) -> dict:
        """What it holds. It is read again only when there was a commit, which SQLite's version of the data tells."""
        version = self.database.execute("PRAGMA data_version").fetchone()
        if version != self.seen:
            self.seen, self.held = version, {name: self.read(name) for name in self.tables() if name not in LEFT_OUT}
        return self.held

    def read(self, table: str) -> str:
        # Several times as fast as `repr`, and it tells types apart as well. Version 2 says the same of equal values; later ones
        # also say which of them are one object.
        rows = sorted(marshal.dumps(row, 2) for row in self.database.execute(f'SELECT * FROM "{table}"'))
        return hashlib.sha256(marshal.dumps(rows, 2)).hexdigest()


# What merely happens is stored within 80 ms of what was stored before, and only then waits in an outbox; and a commit takes its time.
BEAT_SECONDS = 0.15


def settle(stores: list) -> None:
    """Waits until what earlier requests left to be done is done."""
    time.sleep(BEAT_SECONDS)
    until = time.monotonic() + patience.SECONDS
    while any(store.waiting() for store in stores):
        assert time.monotonic() < until, "the outbox does not empty"
        time.sleep(0.01)


@functools.lru_cache(maxsize=1)
def stores_of(data: pathlib.Path) -> list:
    """They stay open, and know what was read last."""
    return [Store(path) for path in sorted(data.glob("*/*.sqlite"))]


def digest(data: pathlib.Path) -> dict:
    """What each table holds once it all stays the same: an agent's leaving, say, comes to rest a moment after it is answered."""
    until, last = time.monotonic() + patience.SECONDS, None
    while (now := whole(stores_of(data))) != last:
        assert time.monotonic() < until, "the stores do not come to rest"
        last = now
        time.sleep(0.05)
    return now


def whole(stores: list) -> dict:
    settle(stores)
    return {f"{store.name} {table}": content for store in stores for table, content in store.digest().items()}
