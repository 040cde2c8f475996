"""A keep that is away: it is stopped, so that it answers nobody and is not started anew, as one that is killed would be at once."""

import contextlib
import os
import signal
import sqlite3

import pytest
from botocore.exceptions import ClientError

from harness.chat import Customer
from harness.telephone import CALLER, CENTRE
from test_processes import until

CANARY = "keep-down-canary, in the customer's own words"


@contextlib.contextmanager
def away(server):
    """Until it is over and the keep is asked again: the switch takes it for silent until it has spoken."""
    keep = server.child("keep")
    os.kill(keep, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(keep, signal.SIGCONT)
    if server.is_running:
        until(server.client().list_instances, "the keep is back", seconds=40)


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


def ring(exchange, flow):
    """Somebody calls: what the switch says to it."""
    exchange.number += 1
    number = exchange.number
    exchange.send({"type": "call", "id": number, "instanceId": exchange.instance, "from": CALLER, "to": CENTRE, "contactFlowId": flow})
    return exchange.wait(lambda: exchange.replies.get(number), lambda: "a reply")


def unavailable(call):
    with pytest.raises(ClientError) as refused:
        call()
    answer = refused.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503 and "ServiceUnavailable" in answer["Error"]["Code"], answer


def is_unavailable(call):
    try:
        call()
    except ClientError as refused:
        return refused.response["ResponseMetadata"]["HTTPStatusCode"] == 503
