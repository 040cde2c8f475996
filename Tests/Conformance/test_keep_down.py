"""While the keep is away: what goes on, what is refused, who comes back: the rows of docs/keep-down.md that name a test of this file.

What waits meanwhile is in test_deposit_queue.py.
"""

import contextlib
import json
import os
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
from contacts.test_voice import callback_flow, quick_connect
from harness.audit_events import events
from harness.away import CANARY, away, chat, is_unavailable, nothing_unsealed, queued, ring, unavailable
from harness.chat import TYPING, Customer
from harness.desk import Desk, DeskError, sign_in, tls
from harness.faults import FaultyServer, can_be_faulty
from harness.server import Server
from harness.telephone import CALLER, Exchange
from harness.world import World
from test_processes import until
from test_sealed import health


@pytest.fixture(scope="module")
def centre(module_server):
    """A centre whose switch has what it needs ahead of the keep's going."""
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def module_server():
    server = Server().start("--telephony-adapter")
    yield server
    server.close()


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


def test_a_callback_is_made_and_a_call_is_transferred(centre):
    """Contacts that others lead to, under keys of their own."""
    exchange = Exchange(centre.world.server, centre.instance)
    desk, other = centre.desk(), centre.queue_of_its_own()
    second = centre.desk(other.profile)
    to, flow = quick_connect(centre, "QUEUE", QueueId=other.queue), callback_flow(centre)
    with away(centre.world.server):
        first = exchange.dial(flow)
        back = exchange.calls_to(desk.user)
        served = desk.accept("VOICE")
        assert back.contact not in (None, first.contact) and back.dialled("Answered")["number"] == CALLER
        back.waits("join", agentId=desk.user)
        made = desk.do("transfer", contactId=back.contact, quickConnectId=to)["contactId"]
        consult = exchange.calls_to(second.user)
        assert consult.contact == made != served["contactId"]
        second.accept("VOICE")
        consult.waits("join", agentId=second.user)
        desk.do("conference", contactId=back.contact)
        back.waits("resume", to="customer")
        desk.finish(served)
        back.waits("rename", to=made)
        second.finish(second.contact("CONNECTED"))
    for each in desk, second:
        each.go("Offline")
    assert centre.record(made)["PreviousContactId"] == served["contactId"]
    assert centre.record(served["contactId"])["PreviousContactId"] == first.contact
    exchange.close()


def test_a_scheduled_task_comes_at_its_time(centre):
    desk = centre.desk()
    due = int(time.time()) + 6
    task = centre.start_task(ScheduledTime=due)
    with away(centre.world.server):
        contact = desk.contact("CONNECTING", "TASK", seconds=20)
        assert contact["contactId"] == task and time.time() >= due
        desk.finish(desk.accept("TASK"))
    desk.go("Offline")


def test_an_agent_goes_on_until_the_session_ends(centre):
    """At its end the desk is closed, and what it has asked for is not done."""
    # Of a queue of its own: it is there for a while after.
    server, (name, user) = centre.world.server, centre.user(centre.queue_of_its_own().profile)
    token = sign_in(server, centre.instance, name, PASSWORD)["token"]
    ends = time.time() + 9
    # As a session is whose twelve hours are nearly over: so that nobody waits for them.
    began_at = int((ends - 12 * 3_600) * 1_000_000)
    with contextlib.closing(sqlite3.connect(server.data / "keep/keep.sqlite", timeout=20)) as store, store:
        assert store.execute("UPDATE desk_session SET began_at = ? WHERE user = ?", (began_at, user)).rowcount == 1
    desk = Desk(server, token)
    desk.wait(lambda: desk.agent, "a snapshot")
    with away(server):
        desk.go("Available")
        assert time.time() < ends, "the control: it goes on before that"
        until(lambda: time.time() > ends, "its end")
        desk.socket.send(json.dumps({"type": "command", "id": 0, "verb": "getAgentStates"}))
        desk.wait(lambda: desk.closed, "its end")
        assert desk.socket.close_code == 4401 and 0 not in desk.replies
    assert end_of(server, token) == 4401


def test_the_last_keys_are_left_for_contacts_that_others_lead_to(own_server):
    own_server.start("--telephony-adapter")
    centre = Centre(World(own_server))
    exchange = Exchange(own_server, centre.instance)
    ending = centre.new_flow(flows.flow(flows.END))
    desk, other = centre.desk(), centre.queue_of_its_own()
    second = centre.desk(other.profile)
    to = quick_connect(centre, "QUEUE", QueueId=other.queue)
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    desk.accept("VOICE")
    call.waits("join", agentId=desk.user)
    with away(own_server):
        taken = 0
        while "error" not in ring(exchange, ending):
            taken += 1
        # Of 512 to 1,023 keys 63 are left; one of them may have gone to the call since the last look.
        assert 512 - 1 - 63 <= taken <= 1_023 - 63, taken
        assert "error" in ring(exchange, ending), "nor is the next taken"
        made = desk.do("transfer", contactId=call.contact, quickConnectId=to)["contactId"]
        assert exchange.calls_to(second.user).contact == made
        assert second.accept("VOICE")["contactId"] == made
    until(lambda: "error" not in ring(exchange, ending), "once the keep is there, calls are taken")
    exchange.close()


# What is refused.

def test_the_past_of_a_chat_is_unavailable(centre):
    """It is with the keep, and what is told without it would be half a conversation; what is said goes on."""
    desk, customer, contact = chat(centre)
    desk.finish(contact)
    objects(centre, contact["contactId"], 1)
    started = centre.start_chat(PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": contact["contactId"]})
    again = Customer(centre.world.server, started["ParticipantToken"])
    taken = desk.accept("CHAT")
    with away(centre.world.server):
        again.say("as I said before")
        desk.wait(lambda: "as I said before" in [item.get("Content") for item in desk.items], "the message")
        for call in again.transcript, lambda: desk.do("getTranscript", contactId=taken["contactId"]):
            with pytest.raises((ClientError, DeskError)) as refused:
                call()
            # The Participant API declares no other error for it, and has none of 503.
            assert "InternalServerException" in str(refused.value) or refused.value.code == "unavailable", refused.value
    said = [item.get("Content") for item in until(again.transcript, "the control: both are there")]
    assert said.index(CANARY) < said.index("as I said before")
    desk.finish(taken)
    desk.go("Offline")


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


# A keep that is there and gets nothing done.

@pytest.fixture
def faulty():
    server = FaultyServer()
    yield server
    server.close()


@pytest.mark.skipif(not can_be_faulty(), reason="mount namespaces need root")
def test_a_keep_whose_disk_hangs_is_asked_nothing_until_it_goes_on(faulty):
    server = faulty.begin()
    centre = Centre(World(server))
    desk, customer, contact = chat(centre)
    with server.hanging():
        # Something is written at once: who looked is on record.
        began = time.monotonic()
        until(lambda: is_unavailable(lambda: centre.describe(contact["contactId"])), "it counts as away", seconds=30)
        assert server.fired and time.monotonic() - began < 12
        for _ in range(3):
            began = time.monotonic()
            desk.do("getAgentStates")
            unavailable(centre.world.connect.list_instances)
            assert time.monotonic() - began < 1, "nobody waits for it"
        status, word = health(server.urls["keep"], server.data)
        assert (status, word) == (503, "hanging")
        customer.say("the disk hangs")
        desk.wait(lambda: "the disk hangs" in [item.get("Content") for item in desk.items], "the message")
        desk.finish(contact)
        until(lambda: queued(server) and nothing_unsealed(server), "what it leaves is sealed", seconds=20)
    assert until(centre.world.connect.list_instances, "it answers once the disk goes on")["InstanceSummaryList"]
    objects(centre, contact["contactId"], 1)
    until(lambda: queued(server) == 0, "all has been delivered")
    assert health(server.urls["keep"], server.data) == (200, "ready")
    assert events(server, "DepositGap") == []


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
