"""Keys, as the operator has them: a disabled one makes its content dark at once, a rotated one leaves what was sealed readable."""

import json

import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import sessions
from harness.audit_events import events
from harness.world import World

DEFAULT = "alias/switchkeep/default"


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


def run(centre, *words):
    done = sessions.run(centre.world.server, "key", *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def state(centre, key=DEFAULT):
    return next(line for line in run(centre, "list") if key in [line["KeyId"], *line["Aliases"]])


def reads(s3, bucket, entry):
    return CANARY in s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read().decode()


def test_a_disabled_key_makes_its_content_dark_at_once(centre):
    s3, bucket, [entry] = objects(centre, finished(centre), 1)
    assert reads(s3, bucket, entry)
    run(centre, "disable", DEFAULT)
    assert state(centre)["KeyState"] == "Disabled"
    with pytest.raises(ClientError) as dark:
        s3.get_object(Bucket=bucket, Key=entry["Key"])
    assert CANARY not in str(dark.value.response)
    run(centre, "enable", DEFAULT)
    assert reads(s3, bucket, entry)


def test_a_rotated_key_opens_what_was_sealed_before(centre):
    s3, bucket, [old] = objects(centre, finished(centre), 1)
    before = state(centre)["BackingKeys"]
    run(centre, "rotate", DEFAULT)
    assert state(centre)["BackingKeys"] == before + 1
    _, _, [new] = objects(centre, finished(centre), 1)
    assert reads(s3, bucket, old) and reads(s3, bucket, new)


def test_a_key_that_waits_for_its_deletion_is_dark_and_can_be_kept(centre):
    s3, bucket, [entry] = objects(centre, finished(centre), 1)
    [due] = run(centre, "schedule-deletion", DEFAULT, "--days", "7")
    assert state(centre)["DeletionDate"] == due["DeletionDate"]
    with pytest.raises(ClientError):
        s3.get_object(Bucket=bucket, Key=entry["Key"])
    run(centre, "cancel-deletion", DEFAULT)
    assert state(centre)["KeyState"] == "Disabled"
    run(centre, "enable", DEFAULT)
    assert reads(s3, bucket, entry)


def test_each_change_is_on_record_and_an_alert(centre):
    [made] = run(centre, "create", "--alias", "alias/recordings", "--description", "calls")
    assert state(centre, "alias/recordings")["KeyId"] == made["KeyId"]
    names = {e["eventName"] for e in events(centre.world.server) if e["eventType"] == "Command"}
    assert names >= {"CreateKey", "DisableKey", "EnableKey", "RotateKeyOnDemand", "ScheduleKeyDeletion", "CancelKeyDeletion"}
    told = sessions.run(centre.world.server, "alert", "list").stdout
    assert '"eventName":"DisableKey"' in told and '"eventName":"ScheduleKeyDeletion"' in told


def test_what_is_no_key_is_told(centre):
    for words in ["disable", "alias/nobody"], ["create", "--alias", "recordings"], ["schedule-deletion", DEFAULT, "--days", "2"]:
        done = sessions.run(centre.world.server, "key", *words)
        assert done.returncode and done.stderr, words


def test_the_report_proposes_what_was_used(centre):
    """And names what could go: the administrator may do everything, and did a few things."""
    done = sessions.run(centre.world.server, "access", "report")
    assert done.returncode == 0, done.stderr
    lines = {line["Principal"].rsplit("/", 1)[-1]: line for line in map(json.loads, done.stdout.splitlines())}
    reader = lines["ContentReader"]
    used = {use["Action"] for use in reader["Used"]}
    assert used == {"s3:ListBucket", "s3:GetObject", "kms:Decrypt"} and "s3:ListAllMyBuckets" in reader["UnusedActions"]
    assert reader["ProposedPolicy"]["Statement"][0]["Action"] == sorted(used)
    assert lines["BreakGlass"]["Used"] == [] and lines["BreakGlass"]["ProposedPolicy"]["Statement"] == []
    assert "connect:StartChatContact" in {use["Action"] for use in lines["integration"]["Used"]}
