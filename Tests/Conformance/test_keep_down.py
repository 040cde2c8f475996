"""While the keep is away: what goes on, what waits, what is refused: the rows of docs/keep-down.md that name a test of this file.

A keep that is stopped answers nobody and is not started anew, as one that is killed would be at once.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import time
import urllib.error
import urllib.request

import botocore.config
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as connect_socket

from contacts import flows
from contacts.conftest import Centre, PASSWORD
from contacts.test_content import objects
from harness.audit_events import events
from harness.chat import TYPING, Customer
from harness.desk import Desk, sign_in, tls
from harness.server import Server
from harness.telephone import CALLER, CENTRE, Exchange
from harness.world import World
from test_processes import until

CANARY = "keep-down-canary, in the customer's own words"


@contextlib.contextmanager
def away(server):
    keep = server.child("keep")
    os.kill(keep, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(keep, signal.SIGCONT)


@pytest.fixture(scope="module")
def centre(module_server):
    """A centre whose switch has what it needs ahead of the keep's going."""
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def module_server():
    server = Server().start("--telephony-adapter")
    yield server
    server.close()


def chat(centre):
    """An agent and a customer in a chat."""
    desk = centre.desk()
    started = centre.start_chat()
    customer = Customer(centre.world.server, started["ParticipantToken"])
    contact = desk.accept("CHAT")
    assert contact["contactId"] == started["ContactId"]
    customer.say(CANARY)
    return desk, customer, contact


def rows(server, sql):
    database = sqlite3.connect(f"file:{server.data}/switch/contacts.sqlite?mode=ro", uri=True)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def queued(server):
    return sum(items for items, in rows(server, "SELECT items FROM sealed_deposit"))


def nothing_unsealed(server):
    return rows(server, "SELECT 1 FROM open_contact") == [] == rows(server, "SELECT 1 FROM contact_outbox")


def unavailable(call):
    with pytest.raises(ClientError) as refused:
        call()
    answer = refused.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503 and "ServiceUnavailable" in answer["Error"]["Code"], answer


# What goes on.

def test_open_chats_go_on(centre):
    desk, customer, contact = chat(centre)
    with away(centre.world.server):
        customer.say("the keep sleeps")
        desk.wait(lambda: "the keep sleeps" in [item.get("Content") for item in desk.items], "the message")
        desk.do("sendMessage", contactId=contact["contactId"], content="we do not")
        customer.hears("we do not")
        customer.event(TYPING)
        desk.wait(lambda: TYPING in [item.get("ContentType") for item in desk.items], "that the customer types")
        assert customer.fetch(customer.attach("photo.txt", b"as it was", "text/plain")) == b"as it was"
        assert [item["Content"] for item in customer.transcript() if item["Type"] == "MESSAGE"][-2:] == ["the keep sleeps", "we do not"]
    desk.finish(contact)
    desk.go("Offline")


def test_routing_goes_on_to_agents_at_their_desks(centre):
    desk = centre.desk(state=None)
    started = centre.start_chat()
    customer = Customer(centre.world.server, started["ParticipantToken"])
    with away(centre.world.server):
        began = time.monotonic()
        desk.go("Available")
        assert time.monotonic() - began < 6, "the first question waits until the keep has been silent for 3 seconds"
        began = time.monotonic()
        desk.do("getAgentStates")
        assert time.monotonic() - began < 1, "and none after it"
        contact = desk.accept("CHAT")
        assert contact["contactId"] == started["ContactId"]
        desk.do("sendMessage", contactId=contact["contactId"], content="routed")
        customer.hears("routed")
    desk.finish(contact)
    desk.go("Offline")


def test_a_chat_that_was_given_its_token_begins(centre):
    """StartChatContact is signed, so that nobody can judge it; whoever has a token connects."""
    started = centre.start_chat()
    with away(centre.world.server):
        customer = Customer(centre.world.server, started["ParticipantToken"])
        customer.say("I am new here")
        assert "I am new here" in [item.get("Content") for item in customer.transcript()]
        unavailable(centre.start_chat)
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=started["ContactId"])


def test_new_calls_are_served(centre):
    exchange = Exchange(centre.world.server, centre.instance)
    desk = centre.desk()
    with away(centre.world.server):
        for _ in range(3):
            call = exchange.dial(centre.flow)
            call.waits("answer")
            exchange.calls_to(desk.user)
            contact = desk.accept("VOICE")
            assert contact["contactId"] == call.contact
            call.hang_up()
            desk.contact("ENDED")
            desk.do("clearContact", contactId=call.contact)
            desk.none()
    desk.go("Offline")
    exchange.close()


# What is refused.

def test_what_needs_the_keep_is_unavailable(centre):
    server, connect = centre.world.server, centre.world.connect
    ended = centre.start_task(centre.new_flow(flows.flow(flows.END)))
    until(lambda: "DisconnectTimestamp" in centre.describe(ended), "the task is over")
    user = centre.user()[0]
    token = sign_in(server, centre.instance, user, PASSWORD)["token"]
    s3 = server.session().client("s3", endpoint_url=server.urls["keep"], verify=str(server.data / "ca.pem"), config=botocore.config.Config(
        retries={"total_max_attempts": 1}, read_timeout=2, connect_timeout=2, s3={"addressing_style": "path"}))
    with away(server):
        for call in (
                lambda: connect.create_queue(InstanceId=centre.instance, Name="q", HoursOfOperationId=ended), connect.list_instances,
                centre.start_chat, centre.start_task, lambda: centre.describe(ended)):
            unavailable(call)
        with pytest.raises(urllib.error.HTTPError) as refused:
            sign_in(server, centre.instance, user, PASSWORD)
        assert refused.value.code == 503
        assert end_of(server, token) == 1013, "a desk that comes back keeps its token and tries again"
        with pytest.raises(BotoCoreError):  # The listener is the keep's own: there is nobody to say so.
            s3.get_object(Bucket=f"connect-{centre.instance}", Key="k")
    assert until(connect.list_instances, "the control: it answers again")["InstanceSummaryList"]
    assert end_of(server, "nobody's") == 4401
    again = Desk(server, token)
    assert again.wait(lambda: again.agent, "the control: its session is still there")


def end_of(server, token):
    """The code with which the socket of a desk ends."""
    with connect_socket(server.urls["https"].replace("https", "wss") + "/desk/ws", ssl=tls(server)) as socket:
        socket.send(json.dumps({"type": "authenticate", "token": token}))
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
    return closed.value.rcvd.code


# What waits.

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


def test_what_is_missing_of_the_queue_is_on_record(own_server):
    centre = Centre(World(own_server.start()))
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
    until(lambda: queued(own_server) == 0, "what is there is taken")
    assert own_server.run("audit", "verify").returncode == 0


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
    exchange.number += 1
    exchange.send({"type": "call", "id": exchange.number, "instanceId": centre.instance, "from": CALLER, "to": CENTRE, "contactFlowId": centre.flow})
    assert "error" in exchange.wait(lambda: exchange.replies.get(exchange.number), lambda: "a reply")
    exchange.close()


def test_a_queue_that_fills_while_the_keep_is_away_refuses_calls(own_server):
    own_server.start("--telephony-adapter", "--deposit-queue-items", "12")
    centre = Centre(World(own_server))
    exchange = Exchange(own_server, centre.instance)
    flow = centre.new_flow(flows.flow(flows.END))

    def ring():
        exchange.number += 1
        exchange.send({"type": "call", "id": exchange.number, "instanceId": centre.instance, "from": CALLER, "to": CENTRE, "contactFlowId": flow})
        return exchange.wait(lambda: exchange.replies.get(exchange.number), lambda: "a reply")

    assert "error" not in ring(), "the control: it takes calls"
    with away(own_server):
        until(lambda: "error" in ring() or time.sleep(0.3), "a call is refused", seconds=60)
        http = urllib.request.urlopen(own_server.urls["http"] + "/metrics").read().decode()
        assert re.search(r"^switchkeep_deposit_queue_items (1[2-9]|[2-9]\d)", http, re.M), http
        assert "switchkeep_deposit_queue_bytes" in http
    until(lambda: "error" not in ring(), "once the keep has taken it, calls are taken")
    exchange.close()


def test_where_the_operator_would_rather_go_on_it_is_on_record(own_server):
    own_server.start("--deposit-queue-items", "0", "--unrecorded-when-full")
    centre = Centre(World(own_server))
    desk, customer, contact = chat(centre)
    with away(own_server):
        # What the keep has been asked while it only seemed to be there it takes when it goes on: with all that was said.
        time.sleep(6)
        desk.finish(contact)
        until(lambda: queued(own_server) and nothing_unsealed(own_server), "all of it is sealed", seconds=60)
    [event] = until(lambda: events(own_server, "ContactUnrecorded"), "it is on record")
    assert event["requestParameters"] == {"contactId": contact["contactId"], "instanceId": centre.instance}
    assert centre.record(contact["contactId"])["ContactId"] == contact["contactId"]
    assert "CHAT_TRANSCRIPTS" not in own_server.command("content", "list").stdout


# Who comes back.

def test_a_switch_that_is_started_anew_waits_for_the_keep(own_server):
    centre = Centre(World(own_server.start()))
    started = centre.start_chat()
    customer = Customer(own_server, started["ParticipantToken"])
    customer.say("before")
    with away(own_server):
        before = own_server.child("switch")
        os.kill(before, signal.SIGKILL)
        until(lambda: own_server.child("switch") != before, "another switch")
        time.sleep(1)
        with pytest.raises((BotoCoreError, ClientError)):
            customer.connect()
    until(lambda: customer.connect() or True, "it is open once the keep is there", seconds=40)
    assert "before" in [item.get("Content") for item in customer.transcript()]
