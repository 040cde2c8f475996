"""A digest of all that the stores hold, to show that a refusal changed nothing."""

import hashlib
import pathlib
import sqlite3
import time

# Events and messages on their way: a refusal is recorded, and that is a change that it must make.
LEFT_OUT = {"audit_event", "outbox", "sqlite_sequence"}


def settle(data: pathlib.Path) -> None:
    """Waits until what earlier requests left to be done is done."""
    until = time.monotonic() + 10
    while any(waiting(path) for path in data.glob("*/*.sqlite")):
        assert time.monotonic() < until, "the outbox does not empty"
        time.sleep(0.01)


def waiting(path: pathlib.Path) -> int:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute("SELECT COUNT(*) FROM outbox").fetchone()[0]
    finally:
        database.close()


def digest(data: pathlib.Path) -> str:
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
