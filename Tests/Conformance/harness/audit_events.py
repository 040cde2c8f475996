"""The audit events that the keep has."""

import json
import sqlite3


def events(server, name=None):
    """All of them, or those of that name, in their order."""
    database = sqlite3.connect(f"file:{server.data}/keep/keep.sqlite?mode=ro", uri=True)
    try:
        found = [json.loads(text) for text, in database.execute("SELECT event FROM audit_event ORDER BY sequence")]
    finally:
        database.close()
    return [event for event in found if name in (None, event["eventName"])]
