"""Somebody between the switch and the keep, on a Link that is real: what of a false keep is refused, and what it may hold up."""

import os
import tempfile
import time

import pytest

from contacts.conftest import Centre
from contacts.test_content import objects
from harness import attacker, canary
from harness.alerts import new_target, of
from harness.audit_events import events
from harness.away import away, nothing_unsealed, ring, rows
from harness.chat import Customer
from harness.relay import Relay, read_bytes
from harness.telephone import Exchange
from harness.world import World
from test_processes import until

CLASSES = ("CHAT_TRANSCRIPTS", "ATTACHMENTS")
# The switch asks again for what it has known for so long.
FRESH_SECONDS = 10
# Law 2: seconds after which the switch has nothing of a contact that is over.
FORGOTTEN_SECONDS = 60


@pytest.fixture
def between(own_server):
    """A centre whose switch and keep speak through a relay."""
    server = own_server.start()
    relay = Relay(server)
    try:
        yield Centre(World(server)), relay
    finally:
        relay.close()


def chat(centre, says, **members):
    desk = centre.desk()
    started = centre.start_chat(**members)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    contact = desk.accept("CHAT")
    assert contact["contactId"] == started["ContactId"]
    customer.say(says)
    return desk, customer, contact


# A sealing key that is not the keep's.

def own_key(body):
    """The keep's answer with the attacker's public key in it, which is of the same size, and all else as it was."""
    der, end = read_bytes(body, 1)
    mine = attacker.own_key()
    assert body[:1] == b"\1" and len(mine) == len(der)
    return body[:5] + mine + body[end:]


class AnotherClass:
    """The keep's own key and its signature, which are for another class."""

    def __init__(self):
        self.known = {}

    def __call__(self, body):
        asked, other = sorted(CLASSES, key=lambda name: name.encode() not in body)
        self.known[asked] = body
        return self.known.get(other) or own_key(body)


def sealed_to(relay, name):
    """Whether an object of a class has gone to the keep."""
    return [body for message in ("take-deposits", "take-sealed-deposits") for body in relay.asked(message)
            if b"switchkeep:class\0" + bytes([len(name)]) + name.encode() in body]


@pytest.mark.parametrize("make_lie", [lambda: own_key, AnotherClass], ids=["the attacker's", "for another class"])
def test_a_sealing_key_that_is_not_the_keeps_is_refused_and_told(between, authority, make_lie):
    centre, relay = between
    server = centre.world.server
    target = new_target(server, authority)
    lie = make_lie()
    # The key of what waits for the keep is asked for again too, sooner or later.
    relay.changes["issue-sealing-key"] = lambda body: lie(body) if any(name.encode() in body for name in CLASSES) else body
    desk, customer, contact = chat(centre, "for the keep alone")
    customer.attach("photo.txt", b"for the keep alone", "text/plain")
    desk.finish(contact)
    # On record at the true keep while the keys are still refused, and told.
    until(lambda: {e["requestParameters"]["class"] for e in events(server, "RefuseSealingKey")} == set(CLASSES), "it is on record")
    assert {e["requestParameters"]["instanceId"] for e in events(server, "RefuseSealingKey")} == {centre.instance}
    told = {name: target.until(of("gap", eventName="RefuseSealingKey", severity="critical", details={"class": name, "instanceId": centre.instance}))
            for name in CLASSES}
    assert all(len(alerts) == 1 for alerts in told.values())
    # Nothing is sealed to it: what the contact left waits under its own key.
    asked = len(relay.asked("issue-sealing-key"))
    until(lambda: len(relay.asked("issue-sealing-key")) >= asked + 2, "it is asked for again")
    assert rows(server, "SELECT 1 FROM contact_outbox") and rows(server, "SELECT 1 FROM sealed_deposit") == []
    assert not any(sealed_to(relay, name) for name in CLASSES)
    # The control: the keep's own are taken, and what waited is sealed to them, so that the keep opens it.
    del relay.changes["issue-sealing-key"]
    objects(centre, contact["contactId"], 2)
    assert all(sealed_to(relay, name) for name in CLASSES)
    opened = server.command("content", "verify", "--open").stdout
    assert "2 objects" in opened and "0 findings" in opened, opened
    assert len(events(server, "RefuseSealingKey")) == 2, "each is told once"
    target.close()


def test_sealing_keys_are_there_before_the_first_chat_begins(between):
    """So that what it leaves can be sealed, whatever becomes of the keep."""
    centre, relay = between
    asked = [body for body in relay.asked("issue-sealing-key") if centre.instance.encode() in body]
    assert asked == []
    centre.start_chat()
    asked = [body for body in relay.asked("issue-sealing-key") if centre.instance.encode() in body]
    assert {name for name in CLASSES for body in asked if name.encode() in body} == set(CLASSES)
    # And they are not asked for again, for as long as they are fresh.
    began = time.monotonic()
    for _ in range(3):
        centre.start_chat()
    times = 1 + (time.monotonic() - began) // FRESH_SECONDS
    assert len([body for body in relay.asked("issue-sealing-key") if centre.instance.encode() in body]) <= 2 * (times + 1)


def test_a_sealing_key_that_is_refused_keeps_no_other_waiting(own_server):
    """A call begins without asking: what is fetched ahead for it is the class of recordings, whatever becomes of the one before."""
    server = own_server.start("--telephony-adapter")
    relay = Relay(server)
    centre = Centre(World(server))
    first, other = b"DEPOSITS", b"CALL_RECORDINGS"
    relay.changes["issue-sealing-key"] = lambda body: own_key(body) if first in body else body
    exchange = Exchange(server, centre.instance)
    assert "error" not in ring(exchange, centre.flow)
    relay.wait(lambda: any(other in body and centre.instance.encode() in body for body in relay.asked("issue-sealing-key")), "the other class")
    until(lambda: [e["requestParameters"]["class"] for e in events(server, "RefuseSealingKey")] == [first.decode()], "the first is on record")
    exchange.close()
    relay.close()


# Audit events that the keep does not take.

def test_events_that_are_not_taken_wait_and_none_is_lost_or_comes_twice(between):
    """Those of writes wait on disk, and those of reads in memory, in their order."""
    centre, relay = between
    server, connect = centre.world.server, centre.world.connect
    relay.refused.add("record-events")
    before = len(events(server))
    ids = []
    for number in range(20):
        answers = [connect.list_queues(InstanceId=centre.instance), connect.describe_queue(InstanceId=centre.instance, QueueId=centre.queue)]
        if number % 4 == 0:
            answers.append(connect.create_agent_status(InstanceId=centre.instance, Name=f"status-{number}", State="ENABLED"))
        ids += [answer["ResponseMetadata"]["RequestId"] for answer in answers]
    refused = len(relay.asked("record-events"))
    relay.wait(lambda: len([name for name, _ in relay.requests if name == "record-events"]) > refused + 2, "that they are offered again")
    missed = {event.get("requestID") for event in events(server)[before:]}
    assert not missed & set(ids), "the control: they are not there"
    relay.refused.clear()
    # Nobody asks anything more: they come by themselves.
    until(lambda: set(ids) <= {event.get("requestID") for event in events(server)[before:]}, "all of them")
    found = [event["requestID"] for event in events(server)[before:] if event.get("requestID") in set(ids)]
    assert len(found) == len(set(found)) == len(ids) == 45


# What the switch has in memory.

def in_core(server, needles, keys):
    """Which of the texts and keys are in a core of the switch, as they are."""
    with tempfile.TemporaryDirectory(prefix="core-", dir="/var/tmp") as folder:
        core = canary.make_core(server.child("switch"), folder).read_bytes()
    return {name for name, needle in {**{name: text.encode() for name, text in needles.items()}, **keys}.items() if needle in core}


def test_the_key_of_a_contact_leaves_the_memory_of_the_switch_while_the_keep_is_away(between):
    centre, relay = between
    server = centre.world.server
    unique = os.urandom(6).hex()
    # Nobody serves it: what a desk has been told is there for it for a while longer (contacts/test_no_trace.py).
    words = {"name": f"Zoë {unique} Name", "attribute": f"secret {unique} attribute"}
    started = centre.world.connect.start_chat_contact(
        InstanceId=centre.instance, ContactFlowId=centre.flow, ParticipantDetails={"DisplayName": words["name"]},
        Attributes={"secret": words["attribute"]})
    customer = Customer(server, started["ParticipantToken"])
    customer.say(f"said {unique} in the queue")
    [(name,)] = rows(server, f"SELECT key_id FROM open_contact WHERE id = '{started['ContactId']}'")
    keys = relay.contact_keys([name])
    assert list(keys) == [name] and len(keys[name]) == 32
    # The control: as long as it is open, both are there.
    assert in_core(server, words, keys) == {*words, name}
    with away(server):
        customer.leave()
        ended = time.monotonic()
        until(lambda: nothing_unsealed(server) and not rows(server, "SELECT 1 FROM contact_part"), "all is sealed", seconds=FORGOTTEN_SECONDS)
        while found := in_core(server, words, keys):
            assert time.monotonic() < ended + FORGOTTEN_SECONDS, found
    objects(centre, started["ContactId"], 1)
