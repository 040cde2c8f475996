"""What contacts leave behind: sealed by the switch, listed by the keep, read with a purpose, exported to a key of somebody's."""

import json
import pathlib
import sqlite3
import subprocess
import time

import pytest
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidTag

from contacts.conftest import Centre
from contacts.test_chat import begin
from harness import approvals, patience, sessions
from harness.server import PROGRAM
from harness.world import World
from sealing import sdk

CANARY = "the customer's own words, 4929-canary"


@pytest.fixture
def own_centre(own_server):
    own_server.start()
    return Centre(World(own_server))


def objects(centre, contact, count):
    """The objects of a contact, once all are there."""
    s3 = sessions.client(centre.world.server, "s3", sessions.assume(centre.world.server)["Credentials"])
    bucket = f"connect-{centre.instance}"
    deadline = time.monotonic() + patience.SECONDS
    while True:
        try:
            listed = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        except ClientError:
            listed = []
        found = [entry for entry in listed if contact in entry["Key"]]
        if len(found) == count:
            return s3, bucket, found
        assert time.monotonic() < deadline, f"{len(found)} of {count} objects: {listed}"
        time.sleep(0.1)


def finished(centre, attachment=None):
    """A chat that is over; the answer is its contact's id."""
    _, desk, customer, contact = begin(centre)
    customer.say(CANARY)
    if attachment:
        customer.attach(*(attachment if isinstance(attachment, tuple) else ("photo.txt", attachment, "text/plain")))
    desk.finish(contact)
    # The next chat is for another agent.
    desk.go("Offline")
    return contact["contactId"]


def run(centre, *words):
    return subprocess.run(
        [PROGRAM, *words, "--data-dir", centre.world.server.data], capture_output=True, text=True)


def test_a_transcript_is_read_with_a_purpose_and_the_read_is_on_record(centre):
    contact = finished(centre)
    s3, bucket, [entry] = objects(centre, contact, 1)
    assert entry["Key"].startswith("connect/ChatTranscripts/") and entry["Key"].endswith("_UTC.json")
    got = s3.get_object(Bucket=bucket, Key=entry["Key"])
    document = json.loads(got["Body"].read())
    assert document["Version"] == "2019-08-26" and document["ContactId"] == contact
    assert CANARY in [item.get("Content") for item in document["Transcript"]]
    [read] = sessions.events_of(
        centre.world.server, lambda event: event["eventName"] == "GetObject" and entry["Key"] in json.dumps(event) and "errorCode" not in event)
    assert "complaint 4711" in json.dumps(read)
    without = sessions.client(
        centre.world.server, "s3", sessions.assume(centre.world.server, role="ContentReader")["Credentials"], SessionToken="x")
    with pytest.raises(ClientError):
        without.get_object(Bucket=bucket, Key=entry["Key"])


def test_ranges_of_an_attachment(centre):
    content = sdk.content(300_000)
    contact = finished(centre, content)
    s3, bucket, found = objects(centre, contact, 2)
    [key] = [entry["Key"] for entry in found if "/Attachments/" in entry["Key"]]
    assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == len(content)
    for first, last in ((0, 0), (65_535, 65_536), (262_100, 262_200), (0, len(content) - 1), (299_999, 299_999)):
        got = s3.get_object(Bucket=bucket, Key=key, Range=f"bytes={first}-{last}")
        assert got["Body"].read() == content[first:last + 1]
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == content


def test_nobody_else_reads_it(centre):
    contact = finished(centre)
    _, bucket, [entry] = objects(centre, contact, 1)
    server = centre.world.server
    for profile in ("switchkeep", "switchkeep-officer"):
        with pytest.raises(ClientError) as refused:
            server.client("s3", profile).get_object(Bucket=bucket, Key=entry["Key"])
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_export_opens_in_the_public_sdk_and_nothing_else_does(centre, tmp_path):
    contact = finished(centre)
    objects(centre, contact, 1)
    private, public = tmp_path / "key.pem", tmp_path / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    lines = [json.loads(line) for line in run(centre, "content", "list").stdout.splitlines()]
    [line] = [line for line in lines if line["contactId"] == contact]
    exported = tmp_path / "exported"
    key = ("--to-key", str(public), "--key-namespace", sdk.NAMESPACE, "--key-name", sdk.NAME)
    asked = json.loads(run(centre, "content", "export", line["objectId"], *key, "--purpose", "subject access request 12").stdout)
    words = ("content", "export", "--approval", asked["ApprovalId"], *key, "--output", str(exported))
    done = run(centre, *words)
    assert done.returncode != 0 and "officer has not decided" in done.stderr and not exported.exists(), done.stderr
    approvals.approve(centre.world.server, asked["ApprovalId"])
    other = tmp_path / "other.pem"
    subprocess.run(f"openssl genrsa 3072 2>/dev/null | openssl pkey -pubout -out {other}", shell=True, check=True)
    done = run(centre, *words[:4], "--to-key", str(other), *words[-2:])
    assert done.returncode != 0 and "another than that which was approved" in done.stderr and not exported.exists()
    done = run(centre, *words)
    assert done.returncode == 0, done.stderr
    message, header = sdk.open_message(private.read_bytes(), exported.read_bytes())
    assert CANARY in message.decode() and header.encryption_context["switchkeep:contact"] == contact
    assert run(centre, *words).returncode != 0, "an export overwrites a file"
    again = run(centre, *words[:-1], str(tmp_path / "again"))
    assert again.returncode != 0 and "applied" in again.stderr, "an approval is used twice"
    store = sqlite3.connect(f"file:{centre.world.server.data}/keep/keep.sqlite?mode=ro", uri=True)
    stored = b"".join(row[0] for row in store.execute("SELECT bytes FROM content_piece WHERE object = ? ORDER BY number", (line["objectId"],)))
    with pytest.raises(AWSEncryptionSDKClientError):
        sdk.open_message(private.read_bytes(), stored)
    damaged = bytearray(exported.read_bytes())
    damaged[-20] ^= 1
    with pytest.raises(InvalidTag):
        sdk.open_message(private.read_bytes(), bytes(damaged))
    [event] = sessions.events_of(
        centre.world.server, lambda event: event["eventName"] == "ExportContent" and line["objectId"] in json.dumps(event))
    assert event["requestParameters"]["Purpose"] == "subject access request 12"


def test_a_damaged_object_is_found_and_not_shown(own_centre):
    centre = own_centre
    contact = finished(centre)
    s3, bucket, [entry] = objects(centre, contact, 1)
    verified = run(centre, "content", "verify", "--open")
    assert verified.returncode == 0 and "1 objects" in verified.stdout, verified.stderr
    store = sqlite3.connect(pathlib.Path(centre.world.server.data) / "keep/keep.sqlite", timeout=20)
    store.execute("UPDATE content_piece SET bytes = CAST(substr(bytes, 1, 700) || x'00' || substr(bytes, 702) AS BLOB)")
    store.execute("INSERT INTO content_piece (object, number, bytes) VALUES ('stray.0', 0, x'00')")
    store.commit()
    store.close()
    verified = run(centre, "content", "verify")
    assert verified.returncode == 1
    assert "damaged " in verified.stdout and "unknown stray.0" in verified.stdout
    with pytest.raises(ClientError) as refused:
        s3.get_object(Bucket=bucket, Key=entry["Key"])
    assert CANARY not in str(refused.value.response)
    # A server that starts finds it by itself.
    assert centre.world.server.stop() == 0
    centre.world.server.start()
    found = sessions.events_of(centre.world.server, lambda event: event["eventName"] == "FindDamagedContent")
    assert {event["requestParameters"]["Fault"] for event in found} == {"damaged", "unknown"}


def test_what_was_kept_long_enough_is_deleted_and_nothing_else(own_centre):
    centre, server = own_centre, own_centre.world.server
    old, young = finished(centre, b"a file of the old one"), finished(centre)
    objects(centre, old, 2)
    objects(centre, young, 1)
    said = run(centre, "content", "retention", "--instance", centre.instance, "--class", "CHAT_TRANSCRIPTS", "--days", "30")
    assert said.returncode == 0, said.stderr
    [rule] = sessions.events_of(server, lambda event: event["eventName"] == "PutContentRetention")
    assert rule["userIdentity"]["type"] == "Operator" and rule["requestParameters"]["Days"] == 30
    assert server.stop() == 0
    store = sqlite3.connect(pathlib.Path(server.data) / "keep/keep.sqlite")
    store.execute("UPDATE content_object SET stored_at = stored_at - 31 * 86400000000 WHERE contact = ?", (old,))
    store.commit()
    server.start()
    [gone] = sessions.events_of(server, lambda event: event["eventName"] == "DeleteContent")
    left = store.execute("SELECT contact, class FROM content_object").fetchall()
    pieces = store.execute("SELECT count(*) FROM content_piece WHERE object = ?", (gone["requestParameters"]["ObjectId"],)).fetchone()
    store.close()
    assert sorted(left) == sorted([(old, "ATTACHMENTS"), (young, "CHAT_TRANSCRIPTS")]) and pieces == (0,)


def test_a_contact_that_is_over_is_described_by_the_keep_on_record(centre):
    contact = finished(centre)
    objects(centre, contact, 1)
    connect = centre.world.connect
    assert connect.describe_contact(InstanceId=centre.instance, ContactId=contact)["Contact"]["Channel"] == "CHAT"
    connect.update_contact_attributes(InstanceId=centre.instance, InitialContactId=contact, Attributes={"case": "7"})
    attributes = connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=contact)["Attributes"]
    assert attributes["case"] == "7"
    for name in ("DescribeContact", "UpdateContactAttributes", "GetContactAttributes"):
        found = sessions.events_of(
            centre.world.server, lambda event: event["eventName"] == name and contact in json.dumps(event.get("requestParameters")))
        assert len(found) == 1, (name, found)
