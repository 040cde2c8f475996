"""The two-person rule: nobody widens their own right to content, and what an officer has approved works, once, and ends."""

import json
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import approvals, sessions
from harness.approvals import Refused, approve, call, second_officer
from harness.audit_events import events
from harness.server import PROGRAM
from harness.world import World

ADMINISTRATOR, OFFICER = "switchkeep", "switchkeep-officer"


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def contact(centre):
    contact = finished(centre)
    objects(centre, contact, 1)
    return contact


def ask(centre, contact, profile=ADMINISTRATOR, **members):
    return call(centre.world.server, "RequestContentAccess", {
        "InstanceId": centre.instance, "ContactId": contact, "Purpose": "complaint 4711", "DurationSeconds": 900, **members}, profile)


def s3(centre, credentials):
    return sessions.client(centre.world.server, "s3", credentials)


def key_of(centre, contact):
    officer, bucket, [entry] = objects(centre, contact, 1)
    return bucket, entry["Key"]


def test_the_administrator_reads_with_an_officers_approval_and_no_further(centre, contact):
    server = centre.world.server
    other = finished(centre)
    bucket, key = key_of(centre, contact)
    asked = ask(centre, contact)
    assert asked["State"] == "pending" and asked["RequestedBy"].endswith(":user/administrator")
    with pytest.raises(Refused) as refused:
        call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]})
    assert refused.value.code == "ConflictException" and "not decided" in refused.value.message
    done = approve(server, asked["ApprovalId"])
    assert done["State"] == "approved" and done["DecidedBy"].endswith(":user/security-officer")
    with pytest.raises(Refused) as refused:
        call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]}, OFFICER)
    assert refused.value.code == "AccessDeniedException"
    answer = call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]})
    reader = s3(centre, answer["Credentials"])
    assert CANARY in reader.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    other_bucket, other_key = key_of(centre, other)
    for attempt in (
        lambda: reader.get_object(Bucket=other_bucket, Key=other_key), lambda: reader.list_objects_v2(Bucket=bucket),
        lambda: reader.list_buckets(),
        lambda: sessions.assume(server, sts=sessions.client(server, "sts", answer["Credentials"])),
    ):
        with pytest.raises(ClientError) as denied:
            attempt()
        assert denied.value.response["Error"]["Code"] == "AccessDenied"
    with pytest.raises(Refused) as refused:
        call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]})
    assert refused.value.code == "ConflictException", "an approval is used twice"
    with pytest.raises(Refused) as refused:
        ask_as = {"InstanceId": centre.instance, "ContactId": other, "Purpose": "more"}
        call(server, "RequestContentAccess", ask_as, keys=answer["Credentials"])
    assert refused.value.code == "AccessDeniedException"

    def of(name):
        return [e for e in events(server, name) if (e.get("requestParameters") or {}).get("approvalId") == asked["ApprovalId"] and "errorCode" not in e]

    [request], [approval], [begun] = of("RequestContentAccess"), of("ApproveChange"), of("GetContentCredentials")
    assert request["userIdentity"]["userName"] == "administrator" and approval["userIdentity"]["userName"] == "security-officer"
    assert begun["requestParameters"]["accessKeyId"] == answer["Credentials"]["AccessKeyId"]
    [read] = [e for e in events(server, "GetObject") if e["userIdentity"].get("accessKeyId") == answer["Credentials"]["AccessKeyId"]
              and "errorCode" not in e]
    assert read["additionalEventData"]["purpose"] == "complaint 4711"
    assert read["userIdentity"]["sessionContext"]["sourceIdentity"] == "administrator"


def test_approved_access_ends_by_itself_and_can_be_ended(centre, contact):
    server = centre.world.server
    bucket, key = key_of(centre, contact)
    asked = ask(centre, contact)
    approve(server, asked["ApprovalId"])
    credentials = call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]})["Credentials"]
    begun = [e for e in events(server, "GetContentCredentials") if "errorCode" not in e][-1]
    assert 890 <= time.mktime(time.strptime(credentials["Expiration"], "%Y-%m-%dT%H:%M:%SZ")) - time.mktime(
        time.strptime(begun["eventTime"], "%Y-%m-%dT%H:%M:%SZ")) <= 900
    s3(centre, credentials).get_object(Bucket=bucket, Key=key)
    assert sessions.run(server, "session", "revoke", credentials["AccessKeyId"]).returncode == 0
    with pytest.raises(ClientError) as denied:
        s3(centre, credentials).get_object(Bucket=bucket, Key=key)
    assert denied.value.response["Error"]["Code"] == "ExpiredToken"


def test_nobody_approves_their_own(centre, contact):
    """Nor an administrator anybody's; and an officer who asked needs another one."""
    server = centre.world.server
    asked = ask(centre, contact)["ApprovalId"]
    with pytest.raises(Refused) as refused:
        approve(server, asked, ADMINISTRATOR)
    assert refused.value.code == "AccessDeniedException" and "switchkeep:ApproveChange" in refused.value.message
    keys = second_officer(server)
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    # A person with every right, who may ask and approve, approves what others ask for and not what they asked for.
    everything = identity(server, centre.world.unique("everything"), policy)
    own = call(server, "RequestContentAccess", {
        "InstanceId": centre.instance, "ContactId": contact, "Purpose": "mine"}, keys=everything)["ApprovalId"]
    with pytest.raises(Refused) as refused:
        approve(server, own, keys=everything)
    assert refused.value.code == "AccessDeniedException" and "who asked" in refused.value.message
    assert approve(server, own, keys=keys)["State"] == "approved"
    assert approve(server, asked, keys=everything)["State"] == "approved"
    with pytest.raises(Refused) as refused:
        approve(server, asked, keys=keys)
    assert refused.value.code == "ConflictException"
    denied = [e for e in events(server, "ApproveChange") if e.get("errorCode") == "AccessDeniedException"]
    assert {e["userIdentity"]["userName"] for e in denied} >= {"administrator"}


def identity(server, name, policy, *options):
    path = server.data.parent / f"{name}.json"
    path.write_text(json.dumps(policy))
    made = sessions.run(server, "identity", "create", "--name", name, "--policy", str(path), *options)
    assert made.returncode == 0, made.stderr
    return approvals.approved(server, made.stdout)


def test_what_one_who_is_deleted_asked_for_is_nobodys(centre, contact):
    """One of the same name who comes later has the same ARN."""
    server, name = centre.world.server, centre.world.unique("asker")
    policy = sessions.allowing("switchkeep:RequestContentAccess", "switchkeep:GetContentCredentials", "switchkeep:DescribeApproval")
    request = {"InstanceId": centre.instance, "ContactId": contact, "Purpose": "mine"}
    keys = identity(server, name, policy)
    waiting, granted = (call(server, "RequestContentAccess", request, keys=keys)["ApprovalId"] for _ in range(2))
    approve(server, granted)
    assert sessions.run(server, "identity", "delete", name).returncode == 0
    again = identity(server, name, policy)
    with pytest.raises(Refused) as refused:
        approve(server, waiting)
    assert refused.value.code == "ConflictException" and "expired" in refused.value.message
    with pytest.raises(Refused) as refused:
        call(server, "GetContentCredentials", {"ApprovalId": granted}, keys=again)
    assert refused.value.code == "ConflictException" and "expired" in refused.value.message
    # The control: what the second one asks for themselves is theirs.
    own = call(server, "RequestContentAccess", request, keys=again)["ApprovalId"]
    approve(server, own)
    assert call(server, "GetContentCredentials", {"ApprovalId": own}, keys=again)["Credentials"]


def test_an_approval_in_a_session_is_none(centre, contact, tmp_path):
    """A session hides who is behind it."""
    server = centre.world.server
    sessions.make_role(server, tmp_path, "Approver", sessions.trusting(server), sessions.allowing("switchkeep:*"))
    credentials = sessions.assume(server, "Approver")["Credentials"]
    asked = ask(centre, contact)["ApprovalId"]
    with pytest.raises(Refused) as refused:
        approve(server, asked, keys=credentials)
    assert refused.value.code == "AccessDeniedException" and "session" in refused.value.message


def test_a_denied_change_has_no_effect(centre, contact):
    server = centre.world.server
    asked = ask(centre, contact)["ApprovalId"]
    said = call(server, "DenyChange", {"ApprovalId": asked, "Reason": "ask the data owner"}, OFFICER)
    assert said["State"] == "denied" and said["Reason"] == "ask the data owner"
    for attempt in lambda: approve(server, asked), lambda: call(server, "GetContentCredentials", {"ApprovalId": asked}):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "ConflictException" and "denied" in refused.value.message


CONTENT = ["s3:GetObject", "s3:*", "kms:Decrypt", "sts:AssumeRole", "switchkeep:ApproveChange", "iam:PutUserPolicy", "*", "S3:getobjec?"]


@pytest.mark.parametrize("action", CONTENT)
def test_an_identity_that_reaches_content_waits_for_an_officer(module_server, action, tmp_path):
    server = module_server
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(sessions.allowing(action, "sts:GetCallerIdentity")))
    name = f"reach-{CONTENT.index(action)}"
    made = json.loads(sessions.run(server, "identity", "create", "--name", name, "--policy", str(path)).stdout)
    assert made["State"] == "pending" and made["ApprovalId"] in made["Next"]
    # Who asks for somebody who may approve is not told their key.
    assert ("AccessKeyId" in made) != (action in ("switchkeep:ApproveChange", "*"))
    if "AccessKeyId" in made:
        sts = sessions.client(server, "sts", {**made, "SessionToken": None})
        with pytest.raises(ClientError) as denied:
            sts.get_caller_identity()
        assert denied.value.response["Error"]["Code"] == "InvalidClientTokenId"
    answer = approve(server, made["ApprovalId"])
    sts = sessions.client(server, "sts", {**made, **answer.get("AccessKey", {}), "SessionToken": None})
    assert sts.get_caller_identity()["Arn"].endswith(name)


def test_one_that_does_not_reach_it_works_at_once(module_server, tmp_path):
    path, boundary = tmp_path / "policy.json", tmp_path / "boundary.json"
    path.write_text(json.dumps(sessions.allowing("connect:DescribeQueue")))
    made = json.loads(sessions.run(module_server, "identity", "create", "--name", "plain", "--policy", str(path)).stdout)
    assert "ApprovalId" not in made
    path.write_text(json.dumps(sessions.allowing("*")))
    boundary.write_text(json.dumps(sessions.allowing("connect:Describe*", "connect:ListQueues")))
    made = json.loads(sessions.run(
        module_server, "identity", "create", "--name", "bounded", "--policy", str(path), "--boundary", str(boundary)).stdout)
    assert "ApprovalId" not in made
    again = sessions.run(module_server, "identity", "create", "--name", "bounded", "--policy", str(path))
    assert again.returncode and "there is an identity bounded" in again.stderr


def test_an_officer_does_not_approve_a_role_for_themselves(module_server, tmp_path):
    server = module_server
    trust, policy = tmp_path / "trust.json", tmp_path / "policy.json"
    for number, document in enumerate((sessions.trusting(server), {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": sessions.account(server)}, "Action": "sts:AssumeRole"}]}, {
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})):
        trust.write_text(json.dumps(document))
        policy.write_text(json.dumps(sessions.allowing("s3:GetObject")))
        made = json.loads(sessions.run(
            server, "role", "create", f"Mine{number}", "--trust-policy", str(trust), "--policy", str(policy)).stdout)
        with pytest.raises(Refused) as refused:
            approve(server, made["ApprovalId"])
        assert "gives a right to you" in refused.value.message
        with pytest.raises(ClientError):
            sessions.assume(server, f"Mine{number}")


def test_a_function_answers_once_it_is_approved_and_as_it_was_approved(centre):
    """A program that is changed afterwards is another one."""
    from contacts import test_functions as functions
    server = centre.world.server
    arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{centre.world.unique('f')}"
    centre.world.connect.associate_lambda_function(InstanceId=centre.instance, FunctionArn=arn)
    name = functions.program(centre, functions.python('print(json.dumps({"said": "first"}))'))

    def bind(program):
        made = subprocess.run(
            [PROGRAM, "function", "bind", "--data-dir", server.data, arn, "--program", program], check=True, capture_output=True, text=True)
        return json.loads(made.stdout)

    asked = bind(name)
    assert functions.invoked(centre, arn) == functions.FAILED
    approve(server, asked["ApprovalId"])
    assert functions.invoked(centre, arn) == functions.said("first")
    path = server.data / "switch" / "functions" / name
    path.write_text(functions.python('print(json.dumps({"said": "smuggled"}))'))
    assert functions.invoked(centre, arn) == functions.FAILED
    path.write_text(functions.python('print(json.dumps({"said": "first"}))'))
    assert functions.invoked(centre, arn) == functions.said("first")
    # Until another is approved the one before answers.
    other = bind(functions.program(centre, functions.python('print(json.dumps({"said": "second"}))')))
    assert functions.invoked(centre, arn) == functions.said("first")
    approve(server, other["ApprovalId"])
    assert functions.invoked(centre, arn) == functions.said("second")


@pytest.mark.parametrize("members, said", [
    ({}, "InstanceId"), ({"InstanceId": "i", "ContactId": "c", "Purpose": "   "}, "Purpose"), ({"InstanceId": 7}, "InstanceId"),
    ({"InstanceId": "i", "ContactId": "c", "Purpose": "p", "DurationSeconds": 60}, "DurationSeconds"),
    ({"InstanceId": "i", "ContactId": "c", "Purpose": "p", "Role": "x"}, "Role"),
])
def test_wrong_input_is_named(module_server, members, said):
    with pytest.raises(Refused) as refused:
        call(module_server, "RequestContentAccess", members)
    assert (refused.value.status, refused.value.code) == (400, "ValidationException") and said in refused.value.message


def test_what_is_no_operation_is_told(module_server):
    for operation, body in ("Nonsense", {}), ("ListApprovals", b"[1]"), ("ListApprovals", b"{"):
        with pytest.raises(Refused) as refused:
            call(module_server, operation, body)
        assert refused.value.status == 400 and refused.value.code in ("UnknownOperationException", "SerializationException")


def test_the_commands(centre, contact):
    """As people use them: ask, see, approve, and use the credentials as AWS clients take them from a process."""
    server = centre.world.server

    def run(*words):
        done = sessions.run(server, "approval", *words)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    [asked] = run("request", "--instance", centre.instance, "--contact", contact, "--purpose", "complaint 4711", "--minutes", "15")
    assert asked["ApprovalId"] in [line["ApprovalId"] for line in run("list")]
    assert run("approve", asked["ApprovalId"])[0]["State"] == "approved"
    [made] = run("credentials", asked["ApprovalId"])
    assert made.pop("Version") == 1
    bucket, key = key_of(centre, contact)
    assert CANARY in s3(centre, made).get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    refused = sessions.run(server, "approval", "approve", asked["ApprovalId"])
    assert refused.returncode and "nothing is to be decided" in refused.stderr
    assert asked["ApprovalId"] in [line["ApprovalId"] for line in run("list", "--state", "applied")]


def test_who_edits_the_file_approves_nothing(own_server, tmp_path):
    """What a change is and who decided rests under the keep's key."""
    import sqlite3
    server = own_server.start()
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(sessions.allowing("s3:*", "sts:*")))
    made = json.loads(sessions.run(server, "identity", "create", "--name", "eve", "--policy", str(path)).stdout)
    server.stop()
    with sqlite3.connect(server.data / "keep" / "keep.sqlite") as database:
        database.execute("UPDATE approval SET state = 'approved'")
    server.start()
    key = {"AccessKeyId": made["AccessKeyId"], "SecretAccessKey": made["SecretAccessKey"], "SessionToken": None}
    with pytest.raises(ClientError):
        sessions.client(server, "sts", key).get_caller_identity()
