"""The stream is posted to webhooks: signed, in order, at least once, whatever dies in between."""

import json
import subprocess
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from contacts.conftest import Centre
from harness import canary, patience
from harness.approvals import approved
from harness.endpoint import Endpoint
from harness.server import PROGRAM
from harness.world import World


class Receiver(Endpoint):
    def __init__(self, authority):
        super().__init__(authority, lambda _: (204, {}, b"", 0))

    @property
    def entries(self):
        return [entry for _, _, body in list(self.seen) for entry in body["data"]["entries"]]

    def until(self, condition, seconds=15):
        deadline = time.monotonic() + seconds
        while not condition(self.entries):
            assert time.monotonic() < deadline, f"{len(self.seen)} messages with {len(self.entries)} entries are not it"
            time.sleep(0.02)


def run(server, command, *arguments, check=True, **how):
    """A webhook is posted to once an officer has approved it."""
    done = subprocess.run(
        [PROGRAM, "webhook", command, "--data-dir", server.data, *arguments], check=check, capture_output=True, text=True, **how)
    if command == "add" and done.returncode == 0:
        approved(server, done.stdout)
    return done


def streamed(server, *options):
    out = subprocess.run([PROGRAM, "stream", "--data-dir", server.data, *options], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def receiver(authority):
    receiver = Receiver(authority)
    yield receiver
    receiver.close()


@pytest.fixture
def webhook(server, receiver):
    """Adds a webhook to the receiver, and answers its name and secret."""
    names = []

    def add(*options, url=None):
        names.append(name := f"hook-{time.time_ns()}")
        made = json.loads(run(server, "add", name, "--url", url or receiver.url, "--ca-file", receiver.ca, *options).stdout)
        return name, made["secret"]

    yield add
    for name in names:
        run(server, "remove", name, check=False)


def state(server, name):
    return next(line for line in map(json.loads, run(server, "list").stdout.splitlines()) if line["name"] == name)


def is_record_of(contact):
    return lambda entries: any(e["kind"] == "contact-record" and e["event"]["ContactId"] == contact for e in entries)


def end(centre, contact):
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=contact)


def test_a_contact_is_delivered_and_signed(centre, receiver, webhook):
    _, secret = webhook()
    contact = centre.start_task()
    end(centre, contact)
    receiver.until(is_record_of(contact))
    verifier = Webhook(secret)
    for (_, headers, body), raw in zip(receiver.seen, receiver.bodies):
        assert verifier.verify(raw, {name.lower(): value for name, value in headers.items()}) == body
        with pytest.raises(WebhookVerificationError):
            verifier.verify(raw[:-2] + b" }", {name.lower(): value for name, value in headers.items()})
    kinds = [e["event"].get("detail", {}).get("eventType", e["kind"]) for e in receiver.entries
             if contact in json.dumps(e)]
    assert kinds[0] == "INITIATED" and {"DISCONNECTED", "contact-record"} <= set(kinds)


def test_it_is_what_the_stream_has(centre, receiver, webhook):
    before = streamed(centre.world.server)
    begin = before[-1]["cursor"] if before else "0"
    webhook("--after", begin)
    contacts = [centre.start_task() for _ in range(5)]
    for contact in contacts:
        end(centre, contact)
    receiver.until(lambda entries: all(is_record_of(contact)(entries) for contact in contacts))
    assert receiver.entries == streamed(centre.world.server, "--after", begin)[:len(receiver.entries)]


def test_kinds_are_chosen(centre, receiver, webhook):
    name, _ = webhook("--kind", "contact-record")
    contact = centre.start_task()
    end(centre, contact)
    receiver.until(is_record_of(contact))
    assert {entry["kind"] for entry in receiver.entries} == {"contact-record"}
    assert state(centre.world.server, name)["problem"] is None


@pytest.mark.parametrize("refusal", [
    (500, {}, b"", 0), (404, {}, b"", 0), (302, {"Location": "/else"}, b"", 0), (200, {}, b"x" * 100_000, 0)],
    ids=["error", "not found", "redirect", "large"])
def test_what_is_not_taken_comes_again_and_nothing_comes_before_it(centre, receiver, webhook, refusal):
    receiver.script = lambda _: refusal
    name, _ = webhook("--kind", "contact-record")
    first = centre.start_task()
    end(centre, first)
    receiver.until(is_record_of(first))
    second = centre.start_task()
    end(centre, second)
    receiver.until(lambda _: len(receiver.seen) >= 2)
    waiting = state(centre.world.server, name)
    assert waiting["failures"] >= 1 and waiting["problem"]
    assert all(path == "/" for path, _, _ in receiver.seen)
    taken = []
    receiver.script = lambda body: (taken.extend(body["data"]["entries"]), (200, {}, b"", 0))[1]
    receiver.until(lambda _: is_record_of(second)(taken))
    # Contacts of other tests may end meanwhile; of these two each comes once, in order.
    delivered = [e["event"]["ContactId"] for e in taken]
    assert [contact for contact in delivered if contact in (first, second)] == [first, second], delivered
    ids = [headers["webhook-id"] for _, headers, _ in receiver.seen]
    assert ids[0] == ids[1] or len(receiver.seen[1][2]["data"]["entries"]) > 1


def test_an_endpoint_without_a_known_certificate_gets_nothing(centre, authority, receiver):
    server = centre.world.server
    run(server, "add", "unknown-authority", "--url", receiver.url)
    try:
        contact = centre.start_task()
        end(centre, contact)
        deadline = time.monotonic() + patience.SECONDS
        while not state(server, "unknown-authority")["failures"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert not receiver.seen
    finally:
        run(server, "remove", "unknown-authority")


def test_what_is_no_webhook_is_refused(server, receiver):
    for url in ("http://example.com/f", "file:///etc/passwd", "https://user:password@example.com/", "nonsense"):
        refused = run(server, "add", "bad", "--url", url, check=False)
        assert refused.returncode and "password@" not in refused.stderr, url
    assert run(server, "add", "../x", "--url", receiver.url, check=False).returncode
    assert run(server, "add", "bad", "--url", receiver.url, "--kind", "calls", check=False).returncode
    assert run(server, "add", "bad", "--url", receiver.url, "--after", "x", check=False).returncode
    assert run(server, "remove", "bad", check=False).returncode
    run(server, "add", "once", "--url", receiver.url, "--ca-file", receiver.ca)
    assert "there is a webhook once" in run(server, "add", "once", "--url", receiver.url, check=False).stderr
    run(server, "remove", "once")


def test_a_url_is_read_from_a_file_or_standard_input(centre, receiver, tmp_path):
    """A URL that holds a token need not stand among the arguments, which every user of the machine can read."""
    server, path = centre.world.server, tmp_path / "url"
    path.write_text(receiver.url + "\n")
    ca = ("--ca-file", receiver.ca)
    run(server, "add", "of-a-file", "--url-file", path, *ca)
    run(server, "add", "of-a-pipe", "--url-file", "-", *ca, input=receiver.url)
    contact = centre.start_task()
    end(centre, contact)
    receiver.until(is_record_of(contact))
    assert state(server, "of-a-pipe")["url"] == state(server, "of-a-file")["url"]
    for name in ("of-a-file", "of-a-pipe"):
        run(server, "remove", name)
    for text in ("", " \n", "https://one.example/ https://two.example/", "https://one.example/" + "x" * 9_000, "ftp://T0ken.example/"):
        refused = run(server, "add", "bad", "--url-file", "-", check=False, input=text)
        assert refused.returncode and "T0ken" not in refused.stderr, text
    assert run(server, "add", "bad", "--url-file", tmp_path / "missing", check=False).returncode
    assert run(server, "add", "bad", "--url", receiver.url, "--url-file", path, check=False).returncode
    assert run(server, "add", "bad", check=False).returncode


def test_nothing_is_lost_over_kills_and_the_secret_rests_encrypted(own_server, receiver):
    own_server.start()
    centre = Centre(World(own_server))
    secret = json.loads(run(own_server, "add", "kept", "--url", receiver.url + "hooks/T0ken-in-the-path", "--ca-file", receiver.ca).stdout)["secret"]
    contacts = []
    for refuses in (False, True, False):
        receiver.script = lambda _, refuses=refuses: (500 if refuses else 200, {}, b"", 0)
        contacts += [centre.start_task() for _ in range(3)]
        for contact in contacts[-3:]:
            end(centre, contact)
        own_server.kill()
        own_server.start()
        centre.world.reconnect()
    receiver.until(lambda entries: all(is_record_of(contact)(entries) for contact in contacts))
    canary.nowhere(canary.Search({"URL": "T0ken-in-the-path", "secret": secret.removeprefix("whsec_")}).folder(own_server.data))
