"""A day of a contact centre leaves nothing that a customer said or is: in no file, whatever is killed, and a minute after in no memory."""

import json
import os
import pathlib
import tempfile
import time

import pytest

from contacts import flows
from contacts.conftest import PASSWORD, Centre
from contacts.test_views import ERRORS, INTERACTIVE, shown
from harness import canary
from harness.chat import Customer
from harness.desk import Desk
from harness.server import Server
from harness.telephone import Exchange
from harness.world import World

# Law 2: seconds after which the switch has nothing of a contact that is over.
FORGOTTEN_SECONDS = 60


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder for temporary files of whoever starts the server."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def day(folder):
    server = Server().start("--telephony-adapter")
    yield Day(server, folder)
    server.close()


def secrets(word):
    """What one customer says and is."""
    unique = os.urandom(4).hex()
    said = {
        name: f"{word} {name} Zoë {unique}" for name in (
            "name", "attribute", "chat", "reply", "attachment", "task", "description", "reference", "view answer", "flow text")}
    digits = str(int.from_bytes(os.urandom(4))).rjust(10, "7")
    return {**said, "email": f"{word}.{unique}@customer.example", "number": f"+44{digits}", "typed number": f"+49{digits}"}


class Day:
    """The main job, with a customer for each way to come in."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        self.centre = Centre(World(server))
        self.flow = self.centre.new_flow(self.content())

    def content(self):
        """A flow that logs, shows a view, takes its answer up and says it again, and leads to a queue."""
        answer = "$.Views.ViewResultData.answer"
        return flows.flow(
            flows.action("log", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"}, next="view"),
            flows.action(
                "view", "ShowView", {"ViewResource": {"Id": "form"}, "ViewData": {"Heading": "$.Attributes.secret"},
                                     "InvocationTimeLimitSeconds": "60"},
                conditions=[("Equals", "Submit", "set")],
                errors=[(kind, "set") for kind, _ in ERRORS]),
            flows.action("set", "UpdateContactAttributes", {"Attributes": {"answer": answer}, "TargetContact": "Current"}, next="say",
                         errors=[("NoMatchingError", "say")]),
            flows.say("say", "You said $.Attributes.answer and $.Attributes.said.", "queue"),
            flows.action("queue", "UpdateContactTargetQueue", {"QueueId": self.centre.queue}, next="transfer",
                         errors=[("NoMatchingError", "end")]),
            flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
            flows.END)

    def chat(self, desk, says):
        started = self.centre.world.connect.start_chat_contact(
            InstanceId=self.centre.instance, ContactFlowId=self.flow, ParticipantDetails={"DisplayName": says["name"]},
            InitialMessage={"ContentType": "text/plain", "Content": says["typed number"]},
            Attributes={"secret": says["attribute"], "said": says["flow text"], "phone": says["number"], "mail": says["email"]})
        customer = Customer(self.server, started["ParticipantToken"])
        shown(customer)
        customer.api.send_message(
            ConnectionToken=customer.connection, ContentType=INTERACTIVE + ".response",
            Content=json.dumps({"action": "Submit", "data": {"answer": says["view answer"]}}))
        contact = desk.accept("CHAT")
        customer.say(says["chat"])
        customer.say(f"I am {says['email']}, call me at {says['number']}")
        desk.do("sendMessage", contactId=contact["contactId"], content=says["reply"])
        customer.hears(says["reply"])
        customer.fetch(customer.attach("a.txt", says["attachment"].encode() * 3, "text/plain"))
        assert customer.transcript() and desk.do("getTranscript", contactId=contact["contactId"])
        assert self.centre.world.connect.get_contact_attributes(
            InstanceId=self.centre.instance, InitialContactId=contact["contactId"])["Attributes"]["answer"] == says["view answer"]
        return customer, contact

    def task(self, says):
        return self.centre.world.connect.start_task_contact(
            InstanceId=self.centre.instance, ContactFlowId=self.centre.flow, Name=says["task"], Description=says["description"],
            Attributes={"phone": says["number"]}, References={
                "r": {"Type": "STRING", "Value": says["reference"]}, "m": {"Type": "EMAIL", "Value": says["email"]}})["ContactId"]

    def call(self, desk, says):
        """A call that an agent takes and ends."""
        exchange = Exchange(self.server, self.centre.instance)
        call = exchange.dial(self.centre.flow, caller=says["number"])
        exchange.calls_to(desk.user)
        contact = desk.accept("VOICE")
        assert contact["contactId"] == call.contact
        desk.finish(contact)
        exchange.close()

    def kill(self):
        self.server.kill()
        self.server.start("--telephony-adapter")
        self.centre.world.reconnect()

    def hits(self, says):
        """In every file of the data folder, the logs among them, and in temporary files, of the server's or of its users."""
        search = canary.Search(says)
        users = {os.stat(self.server.data / role).st_uid for role in ("switch", "keep")} - {0}
        hits = search.folder(self.server.data) + search.folder(self.folder)
        for place in {"/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir(), os.getcwd()}:
            hits += [hit for path in pathlib.Path(place).glob("*") if is_suspect(path, users) for hit in search.file(path)]
        return hits


def is_suspect(path, users):
    """A file that the server's users have left there, or a core of anybody's."""
    try:
        return path.is_file() and (path.stat().st_uid in users or path.name.startswith("core"))
    except OSError:
        return False


def test_nothing_is_left_of_those_who_were_served(day):
    gone, second, present = customers = [secrets(word) for word in ("gone", "second", "present")]
    every = {f"{word} {name}": text for word, says in zip(("gone", "second", "present"), customers) for name, text in says.items()}
    desk = day.centre.desk()
    day.call(desk, gone)
    customer, chat = day.chat(desk, gone)
    task = day.task(gone)
    canary.nowhere(day.hits(every))
    day.kill()
    canary.nowhere(day.hits(every))
    back = Desk.open(day.server, day.centre.instance, desk.username, PASSWORD)
    back.do("completeContact", contactId=chat["contactId"])
    back.contact("ENDED", "CHAT")
    back.do("clearContact", contactId=chat["contactId"])
    taken = back.accept("TASK")
    assert taken["contactId"] == task and taken["description"] == gone["description"]
    back.finish(taken)
    leaving, chat = day.chat(back, second)
    back.finish(chat)
    back.go("Offline")
    ended = time.monotonic()
    staying, _ = day.chat(day.centre.desk(), present)
    canary.nowhere(day.hits(every))
    time.sleep(max(0, ended + FORGOTTEN_SECONDS - time.monotonic()))
    core = canary.Search(every).core(day.server.child("switch"))
    # The control: of who is still there, the switch has what it needs.
    assert {hit.canary for hit in core} >= {"present name", "present attribute", "present number"}, core
    canary.nowhere([hit for hit in core if not hit.canary.startswith("present")])
    canary.nowhere(canary.Search(every).core(day.server.child("keep")) + day.hits(every))
    for each in (staying, leaving, customer):
        each.close()
