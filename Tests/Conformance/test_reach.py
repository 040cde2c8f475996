"""Ways around the two-person rule, each tried from the outside, with a control that shows the way is open to who may go it."""

import json
import ssl
import time
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import approvals, sessions
from harness.approvals import Refused, approve, call
from harness.audit_events import events
from harness.chat import Customer, participant_client
from harness.world import World


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def contact(centre):
    contact = finished(centre)
    objects(centre, contact, 1)
    return contact


def document(tmp_path, name, statements):
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(statements if isinstance(statements, dict) else {"Version": "2012-10-17", "Statement": statements}))
    return str(path)


def signed(server, service, method, path, keys, body=b"", headers=None):
    """The status and body that the keep's listener answers to a request that is signed for that service."""
    credentials = botocore.credentials.Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys.get("SessionToken"))
    url = server.urls["keep"] + path
    request = botocore.awsrequest.AWSRequest(method, url, data=body, headers=headers or {})
    (botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth)(credentials, service, "us-east-1").add_auth(request)
    prepared = urllib.request.Request(url, data=body or None, headers=dict(request.headers), method=method)
    try:
        with urllib.request.urlopen(prepared, context=ssl.create_default_context(cafile=str(server.data / "ca.pem"))) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize("patterns, waits", [(["?", "???"], True), (["${*}"], True), (["?*", "*?"], True), ("*", False), (["x", "**"], False)])
def test_a_denial_of_nothing_hides_no_reach(centre, tmp_path, patterns, waits):
    """An identity or a role that is denied everything needs no officer; one that is denied what there is not does."""
    server = centre.world.server
    policy = document(tmp_path, "policy", [ALL, {"Effect": "Deny", "Action": "*", "Resource": patterns}])
    name = centre.world.unique("ghost")
    made = json.loads(sessions.run(server, "identity", "create", "--name", name, "--policy", policy).stdout)
    assert ("ApprovalId" in made) == waits
    trust = document(tmp_path, "trust", sessions.trusting(server, name))
    made = json.loads(sessions.run(server, "role", "create", name, "--trust-policy", trust, "--policy", policy).stdout)
    assert ("ApprovalId" in made) == waits


def added(server, api, centre, contact):
    """The transcript of a bot that is put into the conversation."""
    made = api.create_participant(
        InstanceId=centre.instance, ContactId=contact, ParticipantDetails={"DisplayName": "bot", "ParticipantRole": "CUSTOM_BOT"})
    participant = participant_client(server)
    token = participant.create_participant_connection(
        ParticipantToken=made["ParticipantCredentials"]["ParticipantToken"], Type=["CONNECTION_CREDENTIALS"])
    return json.dumps(participant.get_transcript(ConnectionToken=token["ConnectionCredentials"]["ConnectionToken"], MaxResults=100), default=str)


def test_nobody_listens_through_a_bot(centre, contact):
    """The administrator puts none into an open conversation; who may, gets what is said and nothing of what was before."""
    server = centre.world.server
    started = centre.start_chat(PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": contact})
    customer = Customer(server, started["ParticipantToken"])
    customer.say("live words 777")
    with pytest.raises(ClientError) as denied:
        added(server, server.client(), centre, started["ContactId"])
    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
    heard = added(server, centre.world.connect, centre, started["ContactId"])
    assert "live words 777" in heard and CANARY not in heard
    own = json.dumps(customer.transcript(), default=str)
    assert CANARY in own and "live words 777" in own, "the control: the customer goes on with the past"
    customer.close()


@pytest.mark.parametrize("action", ["connect:CreateParticipant", "connect:MonitorContact"])
def test_who_may_let_somebody_hear_a_conversation_needs_an_officer(centre, tmp_path, action):
    policy = document(tmp_path, "policy", sessions.allowing(action))
    made = json.loads(sessions.run(
        centre.world.server, "identity", "create", "--name", centre.world.unique("adder"), "--policy", policy).stdout)
    assert "ApprovalId" in made


def test_a_bucket_has_one_spelling(centre, contact):
    """A combining character joins the hyphen before it, and would be another name for the bucket that a policy denies."""
    server = centre.world.server
    _, bucket, [entry] = objects(centre, contact, 1)
    path = entry["Key"].replace(":", "%3A")
    denied = sessions.assume(server, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]}]}))["Credentials"]
    free = sessions.assume(server)["Credentials"]
    for mark in "%CC%81", "%E2%83%9D", "%EF%B8%8F":
        for keys in denied, free:
            odd = bucket.replace("connect-", f"connect-{mark}")
            for query in f"/{odd}/{path}", f"/{odd}?list-type=2":
                status, body = signed(server, "s3", "GET", query, keys)
                assert status in (403, 404) and CANARY.encode() not in body and entry["Key"].encode() not in body
    assert signed(server, "s3", "GET", f"/{bucket}/{path}", denied)[0] == 403
    status, body = signed(server, "s3", "GET", f"/{bucket}/{path}", free)
    assert status == 200 and CANARY.encode() in body


def test_glass_is_broken_for_an_hour_at_most(centre, tmp_path):
    server = centre.world.server
    trust, policy = document(tmp_path, "trust", sessions.trusting(server)), document(tmp_path, "policy", sessions.allowing("s3:*"))

    def make(seconds, *options):
        return sessions.run(
            server, "role", "create", centre.world.unique("Long"), "--trust-policy", trust, "--policy", policy, "--max-session-seconds",
            str(seconds), *options)

    refused = make(3_601, "--break-glass")
    assert refused.returncode and "3600" in refused.stderr
    made = make(3_600, "--break-glass")
    assert made.returncode == 0, made.stderr
    name = json.loads(made.stdout)["RoleName"]
    approvals.approved(server, made.stdout)
    with pytest.raises(ClientError) as refused:
        sessions.assume(server, name, DurationSeconds=3_601)
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert sessions.assume(server, name, DurationSeconds=3_600)["Credentials"]
    assert make(43_200).returncode == 0, "the control: other roles may have longer sessions"


# Who decides


def create(server, tmp_path, name, *actions):
    policy = document(tmp_path, "policy", sessions.allowing(*actions))
    made = sessions.run(server, "identity", "create", "--name", name, "--policy", policy)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_who_asks_holds_no_key_that_approves(centre, contact, tmp_path):
    """The key of another officer is told to the officer who approves them, and does not approve what that one asks for."""
    server = centre.world.server
    asked = create(server, tmp_path, centre.world.unique("officer"), "switchkeep:*")
    assert "SecretAccessKey" not in asked and "may approve changes" in described(server, asked)["Summary"]
    keys = approve(server, asked["ApprovalId"])["AccessKey"]
    assert keys["SecretAccessKey"] not in json.dumps(described(server, asked))
    look = {"InstanceId": centre.instance, "ContactId": contact, "Purpose": "complaint 4711"}
    own = call(server, "RequestContentAccess", look, keys=approvals.known(server, "asker", "switchkeep:RequestContentAccess"))
    assert approve(server, own["ApprovalId"], keys=keys)["State"] == "approved", "the control: they approve what others ask for"
    everybody = approvals.known(server, "all-rights", "*")
    of_holder = approvals.approved(server, json.dumps(create(server, tmp_path, centre.world.unique("held"), "switchkeep:ApproveChange")))
    assert of_holder["AccessKeyId"] != everybody["AccessKeyId"]
    # A third, whom the second approves and whose key the second therefore knows, does not approve what the second asks for.
    third = create(server, tmp_path, centre.world.unique("third"), "switchkeep:ApproveChange")
    held = approve(server, third["ApprovalId"], keys=everybody)["AccessKey"]
    mine = call(server, "RequestContentAccess", look, keys=everybody)
    with pytest.raises(Refused) as refused:
        approve(server, mine["ApprovalId"], keys=held)
    assert refused.value.code == "AccessDeniedException" and "was told your access key" in refused.value.message
    assert approve(server, mine["ApprovalId"])["State"] == "approved"


def test_a_name_that_a_role_trusts_already_needs_an_officer(centre, tmp_path):
    server = centre.world.server
    named, free = centre.world.unique("carol"), centre.world.unique("dave")
    trust = document(tmp_path, "trust", sessions.trusting(server, named))
    policy = document(tmp_path, "policy", sessions.allowing("s3:GetObject"))
    role = json.loads(sessions.run(
        server, "role", "create", centre.world.unique("Auditor"), "--trust-policy", trust, "--policy", policy).stdout)
    assert f"user/{named}" in described(server, role)["Summary"], "the officer is not told that nobody has the name"
    for state in "pending", "applied":
        assert "ApprovalId" in create(server, tmp_path, f"{named}" if state == "pending" else named, "connect:ListQueues"), state
        assert "ApprovalId" not in create(server, tmp_path, f"{free}-{state}", "connect:ListQueues")
        if state == "pending":
            approve(server, role["ApprovalId"])


def described(server, made):
    return call(server, "DescribeApproval", {"ApprovalId": made["ApprovalId"]}, "switchkeep-officer")


def test_the_officer_sees_what_is_approved(centre, tmp_path):
    server = centre.world.server
    name = centre.world.unique("reader")
    made = create(server, tmp_path, name, "s3:GetObject", "kms:Decrypt")
    seen = described(server, made)
    assert "s3:GetObject" in seen["Summary"] and "kms:Decrypt" in seen["Summary"]
    assert seen["Details"]["userName"] == name
    assert seen["Details"]["policies"][0]["document"]["Statement"][0]["Action"] == ["s3:GetObject", "kms:Decrypt"]
    assert made["SecretAccessKey"] not in json.dumps(seen)
    [listed] = [a for a in call(server, "ListApprovals", {"MaxResults": 1000}, "switchkeep-officer")["Approvals"]
                if a["ApprovalId"] == made["ApprovalId"]]
    assert listed["Details"] == seen["Details"]
    trust = document(tmp_path, "trust", sessions.trusting(server))
    policy = document(tmp_path, "policy", sessions.allowing("s3:GetObject"))
    role = json.loads(sessions.run(
        server, "role", "create", centre.world.unique("Role"), "--trust-policy", trust, "--policy", policy,
        "--max-session-seconds", "7200").stdout)
    details = described(server, role)["Details"]
    assert details["maxSessionSeconds"] == 7200 and details["trust"] == sessions.trusting(server)


@pytest.mark.parametrize("name", ["metrics-reader, of no content;", "a b", "", "x" * 65, "caf\u00e9", "a/b"])
def test_a_name_is_a_name(module_server, tmp_path, name):
    policy = document(tmp_path, "policy", sessions.allowing("connect:ListQueues"))
    made = sessions.run(module_server, "identity", "create", "--name", name, "--policy", policy)
    assert made.returncode and "a name has 1 to 64" in made.stderr


def test_what_was_approved_can_be_withdrawn_until_it_is_used(centre, contact):
    server = centre.world.server
    asked = [call(server, "RequestContentAccess", {"InstanceId": centre.instance, "ContactId": contact, "Purpose": "x"})["ApprovalId"]
             for _ in range(2)]
    for id in asked:
        approve(server, id)
    assert call(server, "DenyChange", {"ApprovalId": asked[0], "Reason": "a mistake"}, "switchkeep-officer")["State"] == "denied"
    with pytest.raises(Refused) as refused:
        call(server, "GetContentCredentials", {"ApprovalId": asked[0]})
    assert refused.value.code == "ConflictException"
    assert call(server, "GetContentCredentials", {"ApprovalId": asked[1]})["Credentials"], "the control"
    with pytest.raises(Refused) as refused:
        call(server, "DenyChange", {"ApprovalId": asked[1]}, "switchkeep-officer")
    assert refused.value.code == "ConflictException"


@pytest.mark.parametrize("purpose", ["a" + "\u0301" * 300, "a" * 257, "<script>", "a\nb", "a\u0000"])
def test_a_purpose_is_bounded_in_what_it_holds(centre, contact, purpose):
    look = {"InstanceId": centre.instance, "ContactId": contact, "Purpose": purpose}
    with pytest.raises(Refused) as refused:
        call(centre.world.server, "RequestContentAccess", json.dumps(look, ensure_ascii=False).encode())
    assert refused.value.code == "ValidationException" and "Purpose" in refused.value.message


def test_of_two_of_one_name_one_is_approved(centre, tmp_path):
    server = centre.world.server
    name = centre.world.unique("twin")
    twins = [create(server, tmp_path, name, "s3:GetObject") for _ in range(2)]
    assert approve(server, twins[0]["ApprovalId"])["State"] == "applied"
    with pytest.raises(Refused) as refused:
        approve(server, twins[1]["ApprovalId"])
    assert refused.value.code == "ConflictException" and name in refused.value.message
    assert described(server, twins[1])["State"] == "pending"
    assert call(server, "DenyChange", {"ApprovalId": twins[1]["ApprovalId"]}, "switchkeep-officer")["State"] == "denied"


# Requests


def test_a_request_is_answered_by_the_service_that_it_is_signed_for(centre):
    server = centre.world.server
    known = server.session("switchkeep-officer").get_credentials()
    keys = {"AccessKeyId": known.access_key, "SecretAccessKey": known.secret_key}
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert signed(server, "sts", "POST", "/", keys, body, headers)[0] == 200, "the control"
    for service in "connect", "kms", "execute-api":
        status, answer = signed(server, service, "POST", "/", keys, body, headers)
        assert status == 403 and b"scoped to correct service" in answer


def test_what_is_refused_or_fails_is_on_record(centre):
    server = centre.world.server
    keys = approvals.known(server, "nobody", "connect:ListQueues", "switchkeep:RequestContentAccess", "kms:Decrypt")

    def recorded(name, code):
        """Events of what changed nothing come to rest within moments."""
        deadline = time.monotonic() + 10
        while True:
            found = [e for e in events(server, name) if e.get("errorCode") == code and e["userIdentity"].get("userName") == "nobody"]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.1)

    for operation, members, code in (
            ("RequestContentAccess", {"InstanceId": "i"}, "ValidationException"),
            ("RequestContentAccess", {"InstanceId": "i", "ContactId": "c", "Purpose": "p"}, "ResourceNotFoundException"),
            ("ListApprovals", {}, "AccessDeniedException")):
        with pytest.raises(Refused) as refused:
            call(server, operation, members, keys=keys)
        assert refused.value.code == code and len(recorded(operation, code)) == 1
    with pytest.raises(Refused):
        call(server, "Nonsense", {}, keys=keys)
    assert len(recorded("SwitchkeepRequest", "UnknownOperationException")) == 1


def test_one_who_asks_does_not_fill_the_queue(centre, contact):
    server = centre.world.server
    look = {"InstanceId": centre.instance, "ContactId": contact, "Purpose": "x"}
    keys = approvals.known(server, "eager", "switchkeep:RequestContentAccess")
    for _ in range(20):
        call(server, "RequestContentAccess", look, keys=keys)
    with pytest.raises(Refused) as refused:
        call(server, "RequestContentAccess", look, keys=keys)
    assert refused.value.code == "LimitExceededException" and "20 changes" in refused.value.message
    other = approvals.known(server, "patient", "switchkeep:RequestContentAccess")
    assert call(server, "RequestContentAccess", look, keys=other)["State"] == "pending"
