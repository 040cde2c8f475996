"""A digest of all that the stores hold, to show that a refusal changed nothing."""

import hashlib
import pathlib
import sqlite3
import time

# Events and messages on their way: a refusal is recorded, and that is a change that it must make.
LEFT_OUT = {
    "audit_event", "ledger_tile", "ledger_checkpoint", "outbox", "sqlite_sequence", "contact_outbox", "contact_key", "stream",
    "desk_session"}


def settle(data: pathlib.Path) -> None:
    """Waits until what earlier requests left to be done is done."""
    until = time.monotonic() + 10
    while any(waiting(path) for path in data.glob("*/*.sqlite")):
        assert time.monotonic() < until, "the outbox does not empty"
        time.sleep(0.01)


def waiting(path: pathlib.Path) -> int:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} & {"outbox", "contact_outbox"}
        return sum(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables)
    finally:
        database.close()


def digest(data: pathlib.Path) -> str:
    """What the stores hold once it stays the same: an agent's leaving, say, comes to rest a moment after it is answered."""
    until, last = time.monotonic() + 10, None
    while (now := whole(data)) != last:
        assert time.monotonic() < until, "the stores do not come to rest"
        last = now
        time.sleep(0.025)
    return now


def whole(data: pathlib.Path) -> str:
    settle(data)
    total = hashlib.sha256()
    for path in sorted(data.glob("*/*.sqlite")):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            for name in names:
                if name not in LEFT_OUT:
                    for row in sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))):
                        total.update(row.encode())
        finally:
            database.close()
    return total.hexdigest()
