"""What waits for a keep that is away: sealed to it, within bounds, and each once when it is back (docs/keep-down.md)."""

import json
import os
import re
import signal
import sqlite3
import time
import urllib.request

import pytest
from botocore.exceptions import ClientError

from contacts import flows
from contacts.conftest import Centre
from contacts.test_content import objects
from harness.alerts import new_target, of
from harness.audit_events import events
from harness.away import CANARY, away, chat, nothing_unsealed, queued, ring, rows
from harness.telephone import Exchange
from harness.world import World
from test_processes import until


def test_what_a_contact_leaves_is_sealed_within_a_minute_and_arrives_once_at_a_keep_that_was_killed(own_server):
    centre = Centre(World(own_server.start()))
    desk, customer, contact = chat(centre)
    customer.attach("photo.txt", b"a file, " + CANARY.encode(), "text/plain")
    with away(own_server):
        customer.say("the last words")
        assert rows(own_server, f"SELECT 1 FROM contact_part WHERE contact = '{contact['contactId']}'"), "the control: it is found while it is open"
        desk.finish(contact)
        began = time.monotonic()
        # Until nothing of it is under a key of the switch's: neither its state, nor what it said, nor what is on its way.
        until(
            lambda: queued(own_server) and nothing_unsealed(own_server) and not rows(own_server, "SELECT 1 FROM contact_part"),
            "it is sealed", seconds=60)
        assert time.monotonic() - began < 60
        assert all(b"switchkeep:class\0\x08DEPOSITS" in message for message, in rows(own_server, "SELECT message FROM sealed_deposit"))
        os.kill(own_server.child("keep"), signal.SIGKILL)
    until(lambda: objects(centre, contact["contactId"], 2), "its transcript and its attachment")
    until(lambda: queued(own_server) == 0, "all has been delivered")
    record = centre.record(contact["contactId"])
    lines = [json.loads(line) for line in own_server.command("stream", "--contact", contact["contactId"]).stdout.splitlines()]
    ids = [line["event"]["id"] for line in lines if "id" in line["event"]]
    assert len(ids) == len(set(ids)) and sum(line["kind"] == "contact-record" for line in lines) == 1
    assert record["ContactId"] == contact["contactId"] and events(own_server, "DepositGap") == []


def test_what_is_missing_of_the_queue_is_on_record(own_server, authority):
    centre = Centre(World(own_server.start()))
    target = new_target(own_server, authority)
    desk, customer, contact = chat(centre)
    with away(own_server):
        desk.finish(contact)
        until(lambda: queued(own_server), "it is sealed", seconds=60)
        for state in "Offline", "Available":
            before = len(rows(own_server, "SELECT 1 FROM sealed_deposit"))
            desk.go(state)
            until(lambda: len(rows(own_server, "SELECT 1 FROM sealed_deposit")) > before, "more is sealed", seconds=60)
        store = sqlite3.connect(own_server.data / "switch/contacts.sqlite", timeout=20)
        # The keep has been asked to take the first, before it was silent, and will have done so when it goes on.
        [(second, taken)] = store.execute("SELECT sequence, items FROM sealed_deposit ORDER BY sequence LIMIT 1 OFFSET 1").fetchall()
        store.execute("DELETE FROM sealed_deposit WHERE sequence = ?", (second,))
        store.commit()
        store.close()
    [gap] = until(lambda: events(own_server, "DepositGap"), "the gap is found")
    missing = gap["requestParameters"]
    assert missing["last"] - missing["expected"] + 1 == taken and missing["received"] == missing["last"] + 1
    [told] = target.until(of("gap", eventName="DepositGap"))
    assert told["severity"] == "critical" and told["eventId"] == gap["eventID"] and told["details"]["boot"] == missing["boot"]
    until(lambda: queued(own_server) == 0, "what is there is taken")
    assert own_server.run("audit", "verify").returncode == 0
    target.close()


def test_the_end_of_a_boot_that_is_missing_is_on_record(own_server):
    centre = Centre(World(own_server.start()))
    desk, customer, contact = chat(centre)
    with away(own_server):
        desk.finish(contact)
        until(lambda: queued(own_server), "it is sealed", seconds=60)
        own_server.kill()
    store = sqlite3.connect(own_server.data / "switch/contacts.sqlite", timeout=20)
    store.execute("DELETE FROM sealed_deposit")
    store.execute("DELETE FROM contact_outbox")
    store.commit()
    store.close()
    own_server.start()
    [gap] = until(lambda: events(own_server, "DepositGap"), "the gap is found")
    assert "received" not in gap["requestParameters"]


def test_a_full_queue_refuses_what_must_be_recorded(own_server):
    own_server.start("--telephony-adapter", "--deposit-queue-items", "0")
    centre = Centre(World(own_server))
    for begin in centre.start_chat, centre.start_task:
        refused = pytest.raises(ClientError, begin).value.response
        assert refused["Error"]["Code"] in ("LimitExceededException", "ServiceQuotaExceededException"), refused
        assert "waits for the keep" in refused["Error"]["Message"]
    exchange = Exchange(own_server, centre.instance)
    assert "error" in ring(exchange, centre.flow)
    exchange.close()


# A page has up to 16 commits, each of some kilobytes: fewer bytes than one page are no bound that can be kept to.
@pytest.mark.parametrize("bound,count", [("items", 12), ("bytes", 100_000)])
def test_a_queue_that_fills_while_the_keep_is_away_refuses_calls(own_server, bound, count):
    own_server.start("--telephony-adapter", f"--deposit-queue-{bound}", str(count))
    centre = Centre(World(own_server))
    exchange = Exchange(own_server, centre.instance)
    flow = centre.new_flow(flows.flow(flows.END))
    assert "error" not in ring(exchange, flow), "the control: it takes calls"
    with away(own_server):
        until(lambda: "error" in ring(exchange, flow) or time.sleep(0.3), "a call is refused", seconds=60)
        http = urllib.request.urlopen(own_server.urls["http"] + "/metrics").read().decode()
        gauges = {name: float(value) for name, value in re.findall(r"^switchkeep_deposit_queue_(items|bytes) (\S+)", http, re.M)}
        # As much as is allowed and what came within the second between two looks: not far beyond.
        assert count <= gauges[bound] < 3 * count, gauges
    until(lambda: "error" not in ring(exchange, flow), "once the keep has taken it, calls are taken")
    exchange.close()


def test_where_the_operator_would_rather_go_on_it_is_on_record(own_server, authority):
    own_server.start("--deposit-queue-items", "0", "--unrecorded-when-full")
    centre = Centre(World(own_server))
    target = new_target(own_server, authority)
    desk, customer, contact = chat(centre)
    with away(own_server):
        # What the keep has been asked while it only seemed to be there it takes when it goes on: with all that was said.
        time.sleep(6)
        desk.finish(contact)
        until(lambda: queued(own_server) and nothing_unsealed(own_server), "all of it is sealed", seconds=60)
    [event] = until(lambda: events(own_server, "ContactUnrecorded"), "it is on record")
    assert event["requestParameters"] == {"contactId": contact["contactId"], "instanceId": centre.instance}
    assert centre.record(contact["contactId"])["ContactId"] == contact["contactId"]
    [told] = target.until(of("gap", eventName="ContactUnrecorded"))
    assert told["severity"] == "critical" and told["details"] == event["requestParameters"]
    assert "CHAT_TRANSCRIPTS" not in own_server.command("content", "list").stdout
    target.close()
