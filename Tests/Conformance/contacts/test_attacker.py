"""What whoever has broken into the switch gets: with its folder, its socket to the keep and every message that there is. Not history."""

import collections
import configparser
import datetime
import os
import sqlite3
import time

import botocore.auth
import pytest
from botocore.credentials import Credentials
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from contacts.conftest import Centre
from contacts.test_chat import begin
from harness import attacker, audit_events, canary, sessions
from harness.alerts import new_target, of
from harness.chat import Customer
from harness.raw import Sender, serialise
from harness.server import Server
from harness.world import World

# What messages answer with keys or content in it, each with its bound, which its test below holds (docs/THREAT_MODEL.md).
EXCEPTIONS = {
    "issue-server-identity": "the key of the switch's own listener, and no other",
    "issue-contact-keys": "keys of contacts to come, which nothing rests under",
    "open-contact-keys": "keys of contacts that are open",
    "read-transcript": "what an open contact goes on with",
    "read-attachment": "the same",
    "serve-request": "what somebody has signed and asks for while it passes through",
}
# How long the keep answers a signature again, and a moment (Sources/Keep/Identity/RelayedSignatures.swift).
REPLAYED_AFTER_SECONDS = 11


@pytest.fixture(scope="module")
def broken_into(authority):
    server = Server().start("--rate", "access-key=1000000", "--rate", "address=1000000")
    try:
        yield Scene(server, authority)
    finally:
        server.close()


class Scene:
    """One contact that is over, one whose past an open one goes on with, and that one; then the attack, once for all tests."""

    def __init__(self, server, authority):
        self.server, self.centre = server, Centre(World(server))
        self.target = new_target(server, authority)
        self.instance = self.centre.instance
        self.ended = self.chat("ended")
        self.granted = self.chat("granted")
        self.wait_until_all_is_deposited()
        past = {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": self.granted["contact"]}
        started = self.centre.start_chat(PersistentChat=past)
        self.open = started["ContactId"]
        self.customer = Customer(server, started["ParticipantToken"])
        self.admin = Sender(server)
        self.requests = {}
        self.sign_requests()
        self.lines = self.attack()

    def chat(self, word):
        """A chat that is over: its contact, and what was said and sent in it."""
        says = {name: f"{word} {name} {os.urandom(6).hex()}" for name in ("text", "file", "attribute")}
        _, desk, customer, contact = begin(self.centre, Attributes={"secret": says["attribute"]})
        customer.say(says["text"])
        says["attachment"] = customer.attach("a.txt", says["file"].encode(), "text/plain")
        desk.finish(contact)
        desk.go("Offline")
        return {**says, "contact": contact["contactId"]}

    def keep(self, statement, *arguments):
        store = sqlite3.connect(f"file:{self.server.data}/keep/keep.sqlite?mode=ro", uri=True)
        try:
            return store.execute(statement, arguments).fetchall()
        finally:
            store.close()

    def wait_until_all_is_deposited(self):
        deadline = time.monotonic() + 20
        while self.keep("SELECT count(*) FROM content_object")[0][0] < 4:
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def signed(self, name, request, credentials=None, offset=0):
        """The request of an operation, as a client of the API signs it, or of somebody who only says so."""
        sender = Sender(self.server, credentials=credentials)
        method, path, body = serialise(name, request)
        there = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: there.replace(tzinfo=None), raising=False)
            headers = sender.headers(method, path, body)
        return method, path, {**headers, "Host": sender.host}, body

    def sign_requests(self):
        ids = {"InstanceId": self.instance}
        attributes = ("GetContactAttributes", {**ids, "InitialContactId": self.ended["contact"]})
        past = ("StartChatContact", {
            **ids, "ContactFlowId": self.centre.flow, "ParticipantDetails": {"DisplayName": "A"},
            "PersistentChat": {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": self.ended["contact"]}})
        search = ("SearchContacts", {**ids, "TimeRange": {"Type": "INITIATION_TIMESTAMP", "StartTime": time.time() - 3_600, "EndTime": time.time() + 9}})
        known = self.admin.credentials
        for name, (operation, request) in {"attributes": attributes, "past": past, "search": search}.items():
            for who, credentials, offset in (
                    ("forged", Credentials(known.access_key, "A" * 40), 0), ("unknown", Credentials("AKIAZZZZZZZZZZZZZZZZ", "A" * 40), 0),
                    ("old", None, -3_600), ("early", None, 3_600)):
                self.requests[who, name] = self.signed(operation, request, credentials, offset)
        officer = self.server.session("switchkeep-officer").get_credentials().access_key
        method, path, headers, body = self.signed(*attributes)
        another = {name: value.replace(known.access_key, officer) for name, value in headers.items()}
        self.requests["another's name", "attributes"] = (method, path, another, body)
        self.requests["another's request", "attributes"] = (method, path.replace(self.ended["contact"], self.granted["contact"]), headers, body)
        for name, each in {"attributes": attributes, "search": search}.items():
            method, path, headers, body = self.requests["replayed", name] = self.signed(*each)
            assert self.admin.send(method, path, body, headers)[0] == 200
        # A moment later, as after a second, since what is signed within one is signed alike.
        time.sleep(REPLAYED_AFTER_SECONDS)
        # The control, and the exception: it passes through and is answered.
        self.requests["signed", "attributes"] = self.signed(*attributes)

    def attack(self):
        [(keys,)] = self.keep("SELECT group_concat(substr(id, 1, instr(id, '.') - 1)) FROM content_object")
        [(objects,)] = self.keep("SELECT group_concat(id) FROM content_object")
        open_keys = [row[0] for row in self.keep("SELECT id FROM contact_key")]
        texts = [
            self.instance, self.open, self.ended["contact"], self.granted["contact"], self.ended["attachment"], self.granted["attachment"],
            "CHAT_TRANSCRIPTS", "ATTACHMENTS", "administrator", "security-officer", "connect:GetContactAttributes", self.centre.desks[0].token,
            *keys.split(","), *objects.split(","), *open_keys[:6], *self.open_key()]
        files = [str(self.server.data / name) for name in ("keep/keep.sqlite", "aws/credentials", "keep/ca.key")] + [
            str(self.server.secret_file), f"/proc/{self.server.child('keep')}/mem", f"/proc/{self.server.child('keep')}/maps"]
        self.before = self.server.child("keep")
        requests = [attacker.request(*request) for request in self.requests.values()]
        return attacker.run(self.server, texts=texts, requests=requests, instance=self.instance, files=files)

    def open_key(self):
        """The key that the open contact has, as the switch knows it."""
        store = sqlite3.connect(f"file:{self.server.data}/switch/contacts.sqlite?mode=ro", uri=True)
        return [row[0] for row in store.execute("SELECT key_id FROM open_contact")]

    def said(self, *words):
        return {f"{word} {name}": text for word in words for name, text in getattr(self, word).items() if name in ("text", "file", "attribute")}

    def secrets(self):
        """What nobody may ever hear."""
        credentials = configparser.ConfigParser()
        credentials.read(self.server.data / "aws/credentials")
        keys = {f"key of {name}": credentials[name]["aws_secret_access_key"] for name in credentials.sections()
                if "aws_secret_access_key" in credentials[name]}
        assert len(keys) == 2
        return {**keys, "root secret": self.server.secret_file.read_text().strip(), "recovery key": self.server.recovery_key}

    def hits(self, canaries):
        """By message: what of the canaries was in its answers."""
        search, found = canary.Search(canaries), collections.defaultdict(set)
        for line in self.lines:
            for hit in search.bytes(attacker.reply(line), line.get("message") or line.get("file")):
                found[hit.where].add(hit.canary)
        return dict(found)


def test_it_said_everything_that_there_is(broken_into):
    """Every message was made from its types and answered, or refused with a reason; the keep lives, and was not started anew."""
    counts = collections.Counter((line["message"], "reply" in line) for line in broken_into.lines if "message" in line)
    catalogue = {name for name, _ in counts}
    assert broken_into.lines[-1] == {"done": str(len(catalogue))} and len(catalogue) >= 21, broken_into.lines[-1]
    assert {name for name, is_answered in counts if is_answered} == catalogue, "there is a message that is never answered"
    problems = {line["problem"] for line in broken_into.lines if "problem" in line}
    assert problems <= {"malformed", "peerFailed"}, problems
    assert broken_into.server.is_running and broken_into.server.child("keep") == broken_into.before


def test_it_reads_nothing_of_the_keeps(broken_into):
    tried = {line["file"]: line for line in broken_into.lines if "file" in line}
    assert len(tried) == 6
    for path, line in tried.items():
        assert "refused" in line or line["content"] == "", path


def test_the_same_breaks_in_without_landlock(broken_into):
    """The control: the same program reads the same files where they belong to its user and nothing shuts it in."""
    server = broken_into.server
    for name, is_there in {"aws/credentials": b"aws_secret_access_key", "keep/keep.sqlite": b"SQLite format 3"}.items():
        path = server.data / name
        owner = os.stat(path).st_uid
        for options, gets_in in (["--without-landlock"], True), ([], False):
            [line] = attacker.run(server, *options, user=owner, link=False, files=[str(path)])
            assert (is_there in attacker.reply(line)) == gets_in, (name, options, line)


def test_no_answer_has_history_or_a_secret(broken_into):
    assert broken_into.hits(broken_into.secrets()) == {}
    found = broken_into.hits(broken_into.said("ended"))
    # Somebody's signed request passes through, and its answer. It was asked for once, and is on record.
    assert found in ({}, {"serve-request": {"ended attribute"}}), found


def test_what_is_answered_all_the_same_is_known_and_bounded(broken_into):
    """The control of the search, too: what is allowed to be there is found."""
    found = broken_into.hits(broken_into.said("granted"))
    assert found == {"read-transcript": {"granted text"}, "read-attachment": {"granted file"}}, found
    markers = {"a private key": "PRIVATE KEY-----", "a certificate": "BEGIN CERTIFICATE"}
    assert set(broken_into.hits(markers)) == {"issue-server-identity"}
    assert {line["message"] for line in broken_into.lines if "message" in line} >= set(EXCEPTIONS)


def test_the_one_private_key_is_of_its_own_listener(broken_into):
    [line] = [line for line in broken_into.lines if line.get("message") == "issue-server-identity" and line["kind"] == "made"][:1]
    text = attacker.reply(line)
    key = load_pem_private_key(b"-----BEGIN" + text.rsplit(b"-----BEGIN", 1)[1], None)
    leaf = x509.load_pem_x509_certificate(text[text.index(b"-----BEGIN CERT"):])
    public = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert key.public_key().public_bytes(*public) == leaf.public_key().public_bytes(*public)
    authority = x509.load_pem_x509_certificate((broken_into.server.data / "ca.pem").read_bytes())
    assert key.public_key().public_bytes(*public) != authority.public_key().public_bytes(*public)


def test_keys_of_contacts_that_are_over_are_gone(broken_into):
    over = {row[0].split(".")[0] for row in broken_into.keep("SELECT id FROM content_object WHERE contact != ?", broken_into.open)}
    answers = [attacker.reply(line) for line in broken_into.lines if line.get("message") == "open-contact-keys" and "reply" in line]
    assert answers and not any(key.encode() in answer for key in over for answer in answers)
    assert any(key.encode() in answer for key in broken_into.open_key() for answer in answers), "an open contact's key is answered"


def test_forged_requests_are_refused_and_on_record(broken_into):
    answers = {}
    for line in broken_into.lines:
        if line.get("message") == "serve-request" and line["kind"] == "made" and int(line["number"]) < 3 * len(broken_into.requests):
            answers.setdefault(list(broken_into.requests)[int(line["number"]) // 3], []).append(attacker.reply(line))
    assert set(answers) == set(broken_into.requests)
    for (who, name), replies in answers.items():
        statuses = {int.from_bytes(each[:8], "little") for each in replies}
        if who == "signed":
            assert 200 in statuses, (who, statuses)
        else:
            assert statuses <= {400, 401, 403}, (who, name, statuses)
    events = sessions.events_of(broken_into.server, lambda event: event.get("requestID") == "attack")
    # Of strangers the first of a minute are an entry each, whatever it is that they got wrong; the rest is counted.
    strangers = [event["errorCode"] for event in events if event.get("errorCode") and event["userIdentity"]["type"] == "Unknown"]
    assert "InvalidSignatureException" in strangers and ("UnrecognizedClientException" in strangers or len(strangers) >= 10), strangers
    replays = {event["eventName"] for event in events if "was answered before" in event.get("errorMessage", "")}
    assert replays >= {"GetContactAttributes", "SearchContacts"}, replays


def test_nobody_is_said_to_have_done_what_they_did_not_sign(broken_into):
    """The keep takes an event with a name in it only from who answers that name's own request; a refusal is on record in its place."""
    events = sessions.events_of(broken_into.server, lambda event: event["eventName"] == "RefuseEvent")
    assert "arn:aws:iam::1:user/security-officer" in {event["requestParameters"]["ClaimedArn"] for event in events}
    known = [event["userIdentity"].get("arn", "") for event in audit_events.events(broken_into.server) if "userIdentity" in event]
    assert known and not [arn for arn in known if arn.startswith("arn:aws:iam::1:")]
    # The control: what a program of the organisation really did has their name, and nothing of how that is known.
    created = sessions.events_of(broken_into.server, lambda event: event["eventName"] == "CreateRoutingProfile")
    assert {event["userIdentity"]["userName"] for event in created} == {"integration"} and "attestation" not in str(created)


def test_substituted_sealing_keys_are_refused_and_on_record(broken_into):
    substituted = {line["name"]: line["substituted"] for line in broken_into.lines if "substituted" in line}
    assert set(substituted) == {"unknown", "of a pair"}
    refused = {
        event["requestParameters"]["Id"]
        for event in sessions.events_of(broken_into.server, lambda event: event["eventName"] == "RefuseDeposit")}
    assert substituted["unknown"] in refused
    # One that names a pair of the keep's is taken for what it says, and can be opened by nobody: neither does it stand for another.
    damaged = broken_into.server.run("content", "verify", "--open")
    assert damaged.returncode == 1 and substituted["of a pair"] in damaged.stdout, damaged.stdout


def test_what_was_refused_is_told(broken_into):
    """An alert of each kind has come to a target before anybody asks."""
    substituted = {line["name"]: line["substituted"] for line in broken_into.lines if "substituted" in line}
    [deposit, *_] = broken_into.target.until(of("gap", eventName="RefuseDeposit", details={"Id": substituted["unknown"]}))
    [event, *_] = broken_into.target.until(
        lambda alert: of("gap", eventName="RefuseEvent")(alert) and alert["details"]["ClaimedArn"].endswith(":user/security-officer"))
    assert deposit["severity"] == event["severity"] == "critical"


def test_its_own_folder_has_nothing_of_who_was_served(broken_into):
    canary.nowhere(canary.Search(broken_into.said("ended", "granted")).folder(broken_into.server.data / "switch"))
