"""A customer's own key for each class of content: who may choose it, what is sealed under it, and what is dark without it."""

import json
import sqlite3

import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import approvals, sessions, storage
from harness.alerts import new_target, of
from harness.approvals import Refused, approve, call
from harness.audit_events import events
from harness.storage import asked, settled
from harness.world import World
from test_backup import backup, folder, give_credentials, restore, restored
from test_processes import until

ADMINISTRATOR, OFFICER = "switchkeep", "switchkeep-officer"
DEFAULT = "alias/switchkeep/default"
# The switch asks again once what it knows is this old.
FRESH_SECONDS = 10
__all__ = ["restored"]


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture
def vacant(centre):
    """The centre without a choice of anybody's."""
    storage.vacate(centre.world.server, centre.world.connect, centre.instance)
    yield centre
    storage.vacate(centre.world.server, centre.world.connect, centre.instance)


def key(centre):
    return storage.new_key(centre.world.server, "alias/" + centre.world.unique("key"))


def choice(centre, chosen, type="CHAT_TRANSCRIPTS"):
    return dict(InstanceId=centre.instance, ResourceType=type, StorageConfig=storage.config(centre.instance, chosen, type))


def choose(centre, chosen, type="CHAT_TRANSCRIPTS"):
    connect = centre.world.connect
    made = settled(centre.world.server, connect.associate_instance_storage_config, choice(centre, chosen, type))
    return dict(InstanceId=centre.instance, AssociationId=made["AssociationId"], ResourceType=type)


def chosen(centre, type="CHAT_TRANSCRIPTS", connect=None):
    found = (connect or centre.world.connect).list_instance_storage_configs(InstanceId=centre.instance, ResourceType=type)["StorageConfigs"]
    return [config["S3Config"]["EncryptionConfig"]["KeyId"] for config in found]


def keys_of(server, contact):
    """The KMS key of each object of a contact, by class, as the inventory has it."""
    database = sqlite3.connect(f"file:{server.data}/keep/keep.sqlite?mode=ro", uri=True)
    try:
        return dict(database.execute(
            "SELECT o.class, p.key FROM content_object o JOIN sealing_pair p ON p.name = o.sealing_key WHERE o.contact = ?", (contact,)))
    finally:
        database.close()


def sealed_under(centre, wanted, seconds=FRESH_SECONDS + 10):
    """A chat with an attachment whose objects are sealed under these keys, in a program that was not started anew."""
    def met():
        contact = finished(centre, b"a file")
        objects(centre, contact, 2)
        return contact if keys_of(centre.world.server, contact) == wanted else None
    return until(met, f"sealed under {wanted}", seconds)


def reads(centre, contact):
    """What opens of what a contact left, by its class in the name."""
    s3, bucket, found = objects(centre, contact, 2)
    opened = {}
    for entry in found:
        try:
            body = s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
        except ClientError as error:
            assert CANARY not in str(error.response)
            body = None
        opened[entry["Key"].split("/")[1]] = body
    return {name: body is not None and (b"a file" == body or CANARY.encode() in body) for name, body in opened.items()}


def default_key(centre):
    lines = map(json.loads, centre.world.server.command("key", "list").stdout.splitlines())
    return next(line["KeyId"] for line in lines if DEFAULT in line["Aliases"])


# Who may.

def test_an_administrator_alone_cannot(vacant, authority):
    server = vacant.world.server
    target = new_target(server, authority)
    administrator = server.client(profile=ADMINISTRATOR)
    request = choice(vacant, key(vacant))
    waits = asked(administrator.associate_instance_storage_config, request)
    # Asking again is the same question, and decides nothing.
    assert asked(administrator.associate_instance_storage_config, request) == waits
    with pytest.raises(Refused) as refused:
        approve(server, waits, ADMINISTRATOR)
    assert refused.value.code == "AccessDeniedException"
    assert chosen(vacant) == []
    # What the officer sees, and is told.
    described = call(server, "DescribeApproval", {"ApprovalId": waits}, OFFICER)
    assert described["Kind"] == "StorageConfig" and described["RequestedBy"].endswith(":user/administrator")
    assert described["Details"]["storageConfig"] == request["StorageConfig"] and vacant.instance in described["Summary"]
    assert described["Details"]["keyIdBefore"] == default_key(vacant)
    told = target.until(of("approval", eventName="RequestChange"))
    assert told[-1]["details"]["approvalId"] == waits and "administrator" in json.dumps(told[-1])
    # The control: with an officer it takes effect.
    approve(server, waits)
    assert administrator.associate_instance_storage_config(**request)["AssociationId"]
    assert chosen(vacant) == [request["StorageConfig"]["S3Config"]["EncryptionConfig"]["KeyId"]]
    target.until(of("content-flow", eventName="AssociateInstanceStorageConfig"))
    target.close()


def test_an_approval_is_its_askers_for_what_was_asked_once(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    administrator = server.client(profile=ADMINISTRATOR)
    request, other = choice(vacant, key(vacant)), choice(vacant, key(vacant))
    waits = asked(administrator.associate_instance_storage_config, request)
    approve(server, waits)
    # Neither for another signer, nor for another key, class or operation.
    assert asked(connect.associate_instance_storage_config, request) != waits
    assert asked(administrator.associate_instance_storage_config, other) != waits
    attachments = choice(vacant, request["StorageConfig"]["S3Config"]["EncryptionConfig"]["KeyId"], "ATTACHMENTS")
    assert asked(administrator.associate_instance_storage_config, attachments) != waits
    assert chosen(vacant) == []
    made = administrator.associate_instance_storage_config(**request)
    ids = dict(InstanceId=vacant.instance, AssociationId=made["AssociationId"], ResourceType="CHAT_TRANSCRIPTS")
    # It is used up: what was taken back is asked for anew.
    assert call(server, "DescribeApproval", {"ApprovalId": waits}, OFFICER)["State"] == "applied"
    settled(server, administrator.disassociate_instance_storage_config, ids)
    assert asked(administrator.associate_instance_storage_config, request) != waits
    assert chosen(vacant) == []


def test_what_is_denied_is_not_done(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    request = choice(vacant, key(vacant))
    waits = asked(connect.associate_instance_storage_config, request)
    call(server, "DenyChange", {"ApprovalId": waits, "Reason": "no"}, OFFICER)
    assert asked(connect.associate_instance_storage_config, request) != waits
    # What was approved and not used yet can be denied still.
    waits = asked(connect.associate_instance_storage_config, request)
    approve(server, waits)
    call(server, "DenyChange", {"ApprovalId": waits, "Reason": "no"}, OFFICER)
    assert asked(connect.associate_instance_storage_config, request) != waits and chosen(vacant) == []


def test_changing_and_taking_back_need_an_officer_too(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    first, second = key(vacant), key(vacant)
    ids = choose(vacant, first)
    update = {**ids, "StorageConfig": storage.config(vacant.instance, second)}
    waits = asked(connect.update_instance_storage_config, update)
    taken = asked(connect.disassociate_instance_storage_config, ids)
    assert chosen(vacant) == [first] and taken != waits
    approve(server, waits)
    approve(server, taken)
    connect.update_instance_storage_config(**update)
    assert chosen(vacant) == [second]
    # What was approved of the choice before is not of this one.
    assert asked(connect.disassociate_instance_storage_config, ids) != taken
    assert chosen(vacant) == [second]


def test_who_asks_signs_with_a_key_of_their_own(vacant, tmp_path):
    server = vacant.world.server
    name = vacant.world.unique("Configures")
    sessions.make_role(server, tmp_path, name, sessions.trusting(server), sessions.allowing("connect:*", "kms:DescribeKey"))
    connect = sessions.client(server, "connect", sessions.assume(server, name)["Credentials"])
    with pytest.raises(ClientError) as refused:
        connect.associate_instance_storage_config(**choice(vacant, key(vacant)))
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException" and "role" in refused.value.response["Error"]["Message"]


def test_who_gains_by_the_key_does_not_approve_it(vacant):
    """A key whose policy names the officer, where the one before does not."""
    server, connect = vacant.world.server, vacant.world.connect
    account = sessions.account(server)
    its = key(vacant)
    policy = json.loads(server.command("key", "policy", "get", its).stdout)
    policy["Statement"].append({
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:user/security-officer"}, "Action": "kms:Decrypt", "Resource": "*"})
    path = server.data.parent / "policy.json"
    path.write_text(json.dumps(policy))
    second = approvals.second_officer(server)
    approve(server, json.loads(server.command("key", "policy", "put", its, "--policy", path).stdout)["ApprovalId"], keys=second)
    waits = asked(connect.associate_instance_storage_config, choice(vacant, its))
    with pytest.raises(Refused) as refused:
        approve(server, waits)
    assert "gives a right to you" in refused.value.message
    assert approve(server, waits, keys=second)["State"] == "approved"


# Which keys.

def test_each_name_of_a_key_is_taken_and_answered_as_it_was_given(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    alias = "alias/" + vacant.world.unique("names")
    id = storage.new_key(server, alias)
    arn = storage.key_arn(server, id)
    ids = choose(vacant, id)
    assert chosen(vacant) == [id]
    for name in (arn, alias, arn.replace(f"key/{id}", alias)):
        settled(server, connect.update_instance_storage_config, {**ids, "StorageConfig": storage.config(vacant.instance, name)})
        assert chosen(vacant) == [name]
    [record] = stored(server, vacant.instance)
    assert record["Key"] == id


def stored(server, instance):
    database = sqlite3.connect(f"file:{server.data}/keep/keep.sqlite?mode=ro", uri=True)
    try:
        return [json.loads(row[0]) for row in database.execute(
            "SELECT document FROM record WHERE kind = 'storage-config' AND scope = ?", (instance,))]
    finally:
        database.close()


def test_a_key_that_cannot_be_used_is_refused(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    good, disabled, hidden = key(vacant), key(vacant), key(vacant)
    server.command("key", "disable", disabled)
    policy = json.loads(server.command("key", "policy", "get", hidden).stdout)
    policy["Statement"].append({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:DescribeKey", "Resource": "*"})
    path = server.data.parent / "hidden.json"
    path.write_text(json.dumps(policy))
    server.command("key", "policy", "put", hidden, "--policy", path)
    arn = storage.key_arn(server, good)

    def refusal(name):
        with pytest.raises(ClientError) as refused:
            connect.associate_instance_storage_config(**choice(vacant, name))
        return refused.value.response["Error"]

    unknown = refusal("00000000-0000-4000-8000-000000000000")
    assert unknown["Code"] == "InvalidParameterException" and "KeyId" in unknown["Message"]
    # What may not be seen looks as what is not there.
    for wrong in (hidden, "alias/nobody", good.upper() + "x", arn.replace("us-east-1", "eu-west-1"),
                  arn.replace(":" + sessions.account(server), ":999900001111"), arn.replace(":kms:", ":s3:")):
        assert refusal(wrong) == unknown, wrong
    dark = refusal(disabled)
    assert dark["Code"] == "InvalidRequestException" and f"key enable {disabled}" in dark["Message"]
    # One that is disabled after it was asked for is not approved.
    waits = asked(connect.associate_instance_storage_config, choice(vacant, good))
    server.command("key", "disable", good)
    with pytest.raises(Refused) as refused:
        approve(server, waits)
    assert refused.value.code == "ConflictException" and "enable" in refused.value.message


def test_a_key_that_the_contact_centre_may_not_use_is_refused(vacant):
    server, connect = vacant.world.server, vacant.world.connect
    its = key(vacant)
    policy = json.loads(server.command("key", "policy", "get", its).stdout)
    policy["Statement"].append({
        "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:GenerateDataKeyPairWithoutPlaintext", "Resource": "*"})
    path = server.data.parent / "unsealed.json"
    path.write_text(json.dumps(policy))
    server.command("key", "policy", "put", its, "--policy", path)
    request = choice(vacant, its)
    waits = asked(connect.associate_instance_storage_config, request)
    approve(server, waits)
    with pytest.raises(ClientError) as refused:
        connect.associate_instance_storage_config(**request)
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException" and "cannot seal" in refused.value.response["Error"]["Message"]
    assert chosen(vacant) == []


def test_a_key_that_is_chosen_is_not_deleted(vacant):
    server = vacant.world.server
    its = key(vacant)
    ids = choose(vacant, its)
    refused = sessions.run(server, "key", "schedule-deletion", its, "--days", "7")
    assert refused.returncode != 0 and "CHAT_TRANSCRIPTS" in refused.stderr and vacant.instance in refused.stderr
    settled(server, vacant.world.connect.disassociate_instance_storage_config, ids)
    assert sessions.run(server, "key", "schedule-deletion", its, "--days", "7").returncode == 0


# What is sealed.

def test_content_is_sealed_under_the_key_that_was_chosen_and_is_dark_without_it(vacant):
    """In a program that runs on; and the other class stays light."""
    server, connect = vacant.world.server, vacant.world.connect
    standard = default_key(vacant)
    old = sealed_under(vacant, {"CHAT_TRANSCRIPTS": standard, "ATTACHMENTS": standard})
    its = key(vacant)
    ids = choose(vacant, its)
    contact = sealed_under(vacant, {"CHAT_TRANSCRIPTS": its, "ATTACHMENTS": standard})
    everything, no_transcript = {"ChatTranscripts": True, "Attachments": True}, {"ChatTranscripts": False, "Attachments": True}
    assert reads(vacant, contact) == everything and reads(vacant, old) == everything
    opened = [event["requestParameters"] for event in events(server, "Decrypt")
              if event["requestParameters"]["encryptionContext"].get("switchkeep:contact") == contact]
    assert {use["keyId"].rsplit("/", 1)[1] for use in opened} == {its, standard}
    # Without its key the class is dark, and only that; what comes then is not held up, and is as dark.
    server.command("key", "disable", its)
    assert reads(vacant, contact) == no_transcript and reads(vacant, old) == everything
    later = finished(vacant, b"a file")
    assert reads(vacant, later) == no_transcript
    server.command("key", "enable", its)
    assert reads(vacant, later) == reads(vacant, contact) == everything
    # Another key, and none: what is sealed stays under the key that it was sealed under.
    another = key(vacant)
    settled(server, connect.update_instance_storage_config, {**ids, "StorageConfig": storage.config(vacant.instance, another)})
    newest = sealed_under(vacant, {"CHAT_TRANSCRIPTS": another, "ATTACHMENTS": standard})
    settled(server, connect.disassociate_instance_storage_config, ids)
    sealed_under(vacant, {"CHAT_TRANSCRIPTS": standard, "ATTACHMENTS": standard})
    assert keys_of(server, contact)["CHAT_TRANSCRIPTS"] == its and keys_of(server, newest)["CHAT_TRANSCRIPTS"] == another
    server.command("key", "disable", another)
    assert reads(vacant, newest) == no_transcript and reads(vacant, contact) == reads(vacant, old) == everything
    server.command("key", "enable", another)
    assert "0 findings" in server.command("content", "verify", "--open").stdout


def test_another_instance_is_as_it_was(vacant):
    connect, other = vacant.world.connect, vacant.world.new_instance()
    choose(vacant, key(vacant), "ATTACHMENTS")
    assert connect.list_instance_storage_configs(InstanceId=other, ResourceType="ATTACHMENTS")["StorageConfigs"] == []
    # One that is deleted takes its choices with it.
    server = vacant.world.server
    settled(server, connect.associate_instance_storage_config, dict(
        InstanceId=other, ResourceType="ATTACHMENTS", StorageConfig=storage.config(other, key(vacant), "ATTACHMENTS")))
    assert len(stored(server, other)) == 1
    connect.delete_instance(InstanceId=other)
    until(lambda: not stored(server, other), "they are gone")
    assert len(stored(server, vacant.instance)) == 1


# What stays.

def test_a_choice_outlives_a_restart_and_a_backup(own_server, restored, tmp_path):
    """And one that was taken back after the backup stays taken back, where the later ledger is there."""
    centre = Centre(World(own_server.start()))
    kept, gone = key(centre), key(centre)
    choose(centre, kept)
    ids = choose(centre, gone, "ATTACHMENTS")
    own_server.stop()
    own_server.start()
    centre.world.reconnect()
    assert chosen(centre) == [kept] and chosen(centre, "ATTACHMENTS") == [gone]
    contact = finished(centre, b"a file")
    objects(centre, contact, 2)
    assert keys_of(own_server, contact) == {"CHAT_TRANSCRIPTS": kept, "ATTACHMENTS": gone}
    backup(own_server)
    settled(own_server, centre.world.connect.disassociate_instance_storage_config, ids)
    entries = json.loads((folder(own_server, "backup") / "manifest.json").read_text())["entries"]
    assert own_server.stop() == 0
    (tmp_path / "checkpoint").write_text(own_server.command("audit", "checkpoint").stdout)
    (tmp_path / "newer").write_text(own_server.command("audit", "export", "--after", str(entries - 1)).stdout)
    done = restore(own_server, restored, "--ledger", tmp_path / "newer", "--checkpoint", tmp_path / "checkpoint")
    assert done.returncode == 0 and f"storage config {ids['AssociationId']}" in done.stdout, done.stderr
    give_credentials(own_server, restored)
    restored.start()
    connect = restored.client()
    assert chosen(centre, connect=connect) == [kept] and chosen(centre, "ATTACHMENTS", connect) == []
    centre.world.server = restored
    assert reads(centre, contact) == {"ChatTranscripts": True, "Attachments": True}
