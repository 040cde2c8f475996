"""Key policies decide who opens content, as KMS has it; who changes one needs an officer where it opens more; each use is on record."""

import json
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import approvals, patience, sessions
from harness.approvals import Refused, approve, call, second_officer
from harness.audit_events import events
from harness.server import PROGRAM
from harness.world import World

DEFAULT = "alias/switchkeep/default"


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def contact(centre):
    contact = finished(centre)
    objects(centre, contact, 1)
    return contact


@pytest.fixture
def original(centre):
    """The policy of the default key as `init` has it, and again after the test."""
    before = policy(centre)
    yield before
    if policy(centre) != before:
        settled(centre, before)


def policy(centre):
    done = sessions.run(centre.world.server, "key", "policy", "get", DEFAULT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def put(centre, document, key=DEFAULT):
    text = document if isinstance(document, str) else json.dumps(document)
    return subprocess.run(
        [PROGRAM, "key", "policy", "put", key, "--data-dir", centre.world.server.data], input=text, capture_output=True, text=True)


def settled(centre, document):
    """Puts it, with an officer who gains nothing by it."""
    done = put(centre, document)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    if "ApprovalId" in answer:
        assert approve(centre.world.server, answer["ApprovalId"], keys=second_officer(centre.world.server))["State"] == "applied"
    return answer


def with_statement(document, **statement):
    return {**document, "Statement": document["Statement"] + [{"Resource": "*", **statement}]}


def role(centre, name):
    return sessions.arn(centre.world.server, name)


def read(s3, bucket, entry):
    return s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read().decode()


def denied(attempt):
    with pytest.raises(ClientError) as refused:
        attempt()
    assert CANARY not in str(refused.value.response)
    return refused.value.response["Error"]


def uses(centre, entry, contact):
    return [event for event in events(centre.world.server, "Decrypt")
            if (event["requestParameters"] or {}).get("encryptionContext", {}).get("switchkeep:contact") == contact]


def test_each_read_is_a_use_of_the_key_by_who_reads(centre, contact):
    s3, bucket, [entry] = objects(centre, contact, 1)
    before = len(uses(centre, entry, contact))
    assert CANARY in read(s3, bucket, entry) and CANARY in read(s3, bucket, entry)
    found = uses(centre, entry, contact)[before:]
    reads = [event for event in events(centre.world.server, "GetObject")
             if "errorCode" not in event and event["additionalEventData"]["contactId"] == contact][-2:]
    assert len(found) == 2
    key = next(line for line in map(json.loads, sessions.run(centre.world.server, "key", "list").stdout.splitlines()) if DEFAULT in line["Aliases"])
    for use, got in zip(found, reads, strict=True):
        assert use["eventSource"] == "kms.amazonaws.com" and use["requestID"] == got["requestID"] and use["eventID"] != got["eventID"]
        identity = use["userIdentity"]
        assert identity.pop("invokedBy") == "s3.amazonaws.com" and identity == got["userIdentity"]
        assert use["requestParameters"]["keyId"].endswith(f":key/{key['KeyId']}")
        assert use["requestParameters"]["encryptionContext"] == {
            "switchkeep:class": "CHAT_TRANSCRIPTS", "switchkeep:contact": contact, "switchkeep:instance": centre.instance,
            "switchkeep:object": got["additionalEventData"]["objectId"]}


def test_a_pair_that_is_made_is_on_record(centre, contact):
    made = [event["requestParameters"]["encryptionContext"] for event in events(centre.world.server, "GenerateDataKeyPairWithoutPlaintext")]
    assert {"switchkeep:class": "CHAT_TRANSCRIPTS", "switchkeep:instance": centre.instance} in made


def test_a_denial_in_the_key_policy_wins_at_once_and_is_on_record(centre, contact, original):
    """The server runs on; another role's reads are the control."""
    s3, bucket, [entry] = objects(centre, contact, 1)
    other = sessions.client(centre.world.server, "s3", sessions.assume(
        centre.world.server, "BreakGlass", SourceIdentity="eve.jones")["Credentials"])
    assert CANARY in read(s3, bucket, entry) and CANARY in read(other, bucket, entry)
    answer = settled(centre, with_statement(
        original, Sid="NotThem", Effect="Deny", Principal={"AWS": role(centre, "ContentReader")}, Action="kms:Decrypt"))
    assert "ApprovalId" not in answer, "what narrows takes one"
    error = denied(lambda: read(s3, bucket, entry))
    assert error["Code"] == "AccessDenied" and "NotThem" not in error["Message"] and "kms" not in error["Message"]
    assert s3.head_object(Bucket=bucket, Key=entry["Key"])["ContentLength"] > 0
    assert CANARY in read(other, bucket, entry)
    refused = [event for event in uses(centre, entry, contact) if event.get("errorCode")] or sessions.events_of(
        centre.world.server, lambda event: event["eventName"] == "Decrypt" and event.get("errorCode"))
    assert refused[-1]["errorCode"] == "AccessDenied" and "NotThem" in refused[-1]["errorMessage"]
    assert refused[-1]["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"] == "ContentReader"
    # Taking a denial away opens: that takes an officer, and not one whom it was about.
    asked = json.loads(put(centre, original).stdout)
    denied(lambda: read(s3, bucket, entry))
    with pytest.raises(Refused) as own:
        approve(centre.world.server, asked["ApprovalId"])
    assert "gives a right to you" in own.value.message
    approve(centre.world.server, asked["ApprovalId"], keys=second_officer(centre.world.server))
    assert CANARY in read(s3, bucket, entry)


def test_who_may_not_list_is_told_of_a_missing_object(centre, contact, original, tmp_path):
    """A role with s3:GetObject alone: what its key policy denies looks as what is not there."""
    server = centre.world.server
    name = centre.world.unique("only")
    assert sessions.make_role(server, tmp_path, name, sessions.trusting(server), sessions.allowing("s3:GetObject")).returncode == 0
    _, bucket, [entry] = objects(centre, contact, 1)
    s3 = sessions.client(server, "s3", sessions.assume(server, name)["Credentials"])
    # Without kms:Decrypt in its own policy the account's delegation gives it nothing.
    here, missing = (denied(lambda key=key: s3.get_object(Bucket=bucket, Key=key)) for key in (entry["Key"], entry["Key"] + "x"))
    assert (here["Code"], here["Message"]) == (missing["Code"], missing["Message"])
    # The key policy names it: that is enough, as KMS has it.
    settled(centre, with_statement(original, Effect="Allow", Principal={"AWS": role(centre, name)}, Action="kms:Decrypt"))
    assert CANARY in read(s3, bucket, entry)


def test_the_purpose_and_the_context_are_conditions(centre, contact, original):
    server = centre.world.server
    s3, bucket, [entry] = objects(centre, contact, 1)
    settled(centre, with_statement(
        original, Effect="Deny", Principal={"AWS": "*"}, Action="kms:Decrypt",
        Condition={"StringNotLike": {"aws:PrincipalTag/purpose": "audit *"}, "StringEquals": {"kms:EncryptionContext:switchkeep:contact": contact},
                   "StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}))
    denied(lambda: read(s3, bucket, entry))
    audit = sessions.client(server, "s3", sessions.assume(server, Tags=[{"Key": "purpose", "Value": "audit 7"}])["Credentials"])
    assert CANARY in read(audit, bucket, entry)
    # Of another contact nothing is denied.
    other = finished(centre)
    _, _, [another] = objects(centre, other, 1)
    assert CANARY in read(s3, bucket, another)


def test_an_administrator_alone_opens_nothing_by_a_key_policy(centre, contact, original, tmp_path):
    server = centre.world.server
    _, bucket, [entry] = objects(centre, contact, 1)
    account = sessions.account(server)
    administrator = f"arn:aws:iam::{account}:user/administrator"
    wide = with_statement(original, Effect="Allow", Principal={"AWS": administrator}, Action="kms:*")
    before = policy(centre)
    asked = json.loads(put(centre, wide).stdout)
    assert policy(centre) == before, "it waits"
    with pytest.raises(Refused) as refused:
        approve(server, asked["ApprovalId"], "switchkeep")
    assert refused.value.code == "AccessDeniedException"
    # Nobody approves what they gain by: here the officer whom a policy names.
    mine = json.loads(put(centre, with_statement(
        original, Effect="Allow", Principal={"AWS": f"arn:aws:iam::{account}:user/security-officer"}, Action="kms:*")).stdout)
    with pytest.raises(Refused) as refused:
        approve(server, mine["ApprovalId"])
    assert "gives a right to you" in refused.value.message and policy(centre) == before
    # Approved by another, it is in force, on record and an alert; the administrator's boundary still denies.
    approve(server, asked["ApprovalId"], keys=second_officer(server))
    assert policy(centre) == wide
    [event] = [event for event in events(server, "PutKeyPolicy") if event["requestParameters"]["policy"] == json.dumps(wide)]
    assert event["eventSource"] == "kms.amazonaws.com"
    denied(lambda: server.client("s3", "switchkeep").get_object(Bucket=bucket, Key=entry["Key"]))
    until = time.monotonic() + patience.SECONDS
    while '"eventName":"PutKeyPolicy"' not in sessions.run(server, "alert", "list").stdout:
        assert time.monotonic() < until
        time.sleep(0.1)
    # What was asked for beside another policy is asked for anew.
    with pytest.raises(Refused) as refused:
        approve(server, mine["ApprovalId"], keys=second_officer(server))
    assert refused.value.code == "ConflictException" and "anew" in refused.value.message


def test_what_locks_everybody_out_or_is_none_is_refused(centre, original):
    account = sessions.account(centre.world.server)
    for document, said in [
        ("{", "not JSON"), ({"Statement": [{"Effect": "Maybe", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}, "Statement[0].Effect"),
        ({**original, "Statement": []}, "will not allow you to update"),
        (with_statement(original, Effect="Deny", Principal="*", Action="kms:PutKeyPolicy"), "will not allow you to update"),
        (with_statement(original, Effect="Deny", Principal={"AWS": f"arn:aws:iam::{account}:root"}, Action="kms:*"), "will not allow you to update"),
        (with_statement(original, Effect="Allow", Principal={"AWS": f"arn:aws:iam::{account}:user/nobody"}, Action="kms:Decrypt"), "Statement[1].Principal.AWS"),
        ({**original, "Statement": original["Statement"] + [{"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt"}]}, "Statement[1].Resource"),
        (json.dumps(original) + " " * 33_000, "32768"),
    ]:
        done = put(centre, document)
        assert done.returncode and said in done.stderr, (document, done.stderr)
        assert policy(centre) == original


def test_an_export_and_a_verification_need_the_key_too(centre, contact, original, tmp_path):
    """Who runs the machine is the account to a key policy: one that denies the account denies them."""
    server = centre.world.server
    lines = [json.loads(line) for line in sessions.run(server, "content", "list").stdout.splitlines()]
    [line] = [line for line in lines if line["contactId"] == contact]
    private, public = tmp_path / "key.pem", tmp_path / "public.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    asked = json.loads(sessions.run(server, "content", "export", line["objectId"], "--to-key", str(public), "--purpose", "request 12").stdout)
    approve(server, asked["ApprovalId"])
    words = ("content", "export", "--approval", asked["ApprovalId"], "--to-key", str(public), "--output", str(tmp_path / "out"))
    settled(centre, with_statement(
        original, Sid="NoExport", Effect="Deny", Principal={"AWS": f"arn:aws:iam::{sessions.account(server)}:root"}, Action="kms:Decrypt"))
    done = sessions.run(server, *words)
    assert done.returncode and "NoExport" in done.stderr and not (tmp_path / "out").exists()
    verified = sessions.run(server, "content", "verify", "--open")
    assert verified.returncode == 1 and f"unopenable {line['objectId']}" in verified.stdout
    settled(centre, original)
    done = sessions.run(server, *words)
    assert done.returncode == 0, done.stderr
    assert sessions.run(server, "content", "verify", "--open").returncode == 0
    [use] = [event for event in uses(centre, None, contact) if event["eventType"] == "Command" and event["userIdentity"]["type"] == "Operator"
             and "errorCode" not in event and event["requestParameters"]["encryptionContext"]["switchkeep:object"] == line["objectId"]][:1]
    assert use["requestParameters"]["keyId"]


def test_whom_a_key_is_denied_to_shows_its_content_to_nobody(centre, contact, original):
    """A persistent chat shows its past to its customer; whose signature begins it must not be denied the key."""
    server = centre.world.server
    keys = approvals.known(server, "integration", "connect:*", "connectparticipant:*", "iam:*")
    connect = sessions.client(server, "connect", {**keys, "SessionToken": None})

    def begin():
        return connect.start_chat_contact(
            InstanceId=centre.instance, ContactFlowId=centre.flow, ParticipantDetails={"DisplayName": "x"},
            PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": contact})

    assert begin()["ContinuedFromContactId"] == contact
    settled(centre, with_statement(
        original, Effect="Deny", Principal={"AWS": f"arn:aws:iam::{sessions.account(server)}:user/integration"}, Action="kms:Decrypt"))
    assert denied(begin)["Code"] == "AccessDeniedException"
