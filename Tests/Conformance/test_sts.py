"""Sessions of roles: who gets one, what it may do, and how it ends."""

import datetime
import json
import time

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from harness import sessions
from harness.audit_events import events
from harness.raw import Sender
from test_cli import aws


def code(call):
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


@pytest.fixture(scope="module")
def assumed(server):
    return sessions.assume(server, SourceIdentity="eve.jones", DurationSeconds=1800)


def test_a_session_says_who_it_is(server, assumed):
    keys = assumed["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA") and assumed["SourceIdentity"] == "eve.jones"
    left = keys["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 1700 < left.total_seconds() <= 1800
    who = sessions.client(server, "sts", keys).get_caller_identity()
    assert who["Arn"] == f"arn:aws:sts::{sessions.account(server)}:assumed-role/ContentReader/test" == assumed["AssumedRoleUser"]["Arn"]
    assert who["UserId"] == assumed["AssumedRoleUser"]["AssumedRoleId"] and who["UserId"].startswith("AROA")


@pytest.mark.parametrize("profile,role,members", [
    ("switchkeep", "ContentReader", {}), ("switchkeep", "BreakGlass", {"SourceIdentity": "eve"}), ("switchkeep", "None", {}),
    ("switchkeep-officer", "None", {}), ("switchkeep-officer", "ContentReader", {"Tags": None}),
    ("switchkeep-officer", "ContentReader", {"Tags": [{"Key": "purpose", "Value": ""}]}),
    ("switchkeep-officer", "ContentReader", {"Tags": [{"Key": "team", "Value": "a"}]}), ("switchkeep-officer", "BreakGlass", {})])
def test_who_gets_none(server, profile, role, members):
    with pytest.raises(ClientError) as caught:
        sessions.assume(server, role, profile, **members)
    error = caught.value.response["Error"]
    user = {"switchkeep": "administrator", "switchkeep-officer": "security-officer"}[profile]
    assert error["Code"] == "AccessDenied" and error["Message"] == (
        f"User: arn:aws:iam::{sessions.account(server)}:user/{user} is not authorized to perform: sts:AssumeRole on resource: "
        + sessions.arn(server, role))


@pytest.mark.parametrize("members,word", [
    ({"DurationSeconds": 3601}, "DurationSeconds"), ({"DurationSeconds": 10}, "DurationSeconds"),
    ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}, "PolicyArns"),
    ({"TransitiveTagKeys": ["purpose"]}, "TransitiveTagKeys"), ({"SerialNumber": "arn:aws:iam::1:mfa/a"}, "SerialNumber"),
    ({"TokenCode": "123456"}, "TokenCode"), ({"Policy": "{"}, "Policy"), ({"SourceIdentity": "a b"}, "SourceIdentity"),
    ({"Tags": sessions.PURPOSE + [{"Key": "Purpose", "Value": "b"}]}, "Tags.member.2.Key"),
    ({"ProvidedContexts": [{"ProviderArn": "arn:aws:iam::1:p", "ContextAssertion": "x"}]}, "ProvidedContexts")])
def test_members_are_honoured_or_named(server, members, word):
    with pytest.raises(ClientError) as caught:
        sessions.assume(server, **members)
    assert caught.value.response["Error"]["Code"] in ("ValidationError", "MalformedPolicyDocument")
    assert word in caught.value.response["Error"]["Message"]


def test_tokens_of_users_are_not_given(server):
    officer = server.client("sts", "switchkeep-officer")
    assert code(officer.get_session_token) == "InvalidAction"
    assert code(lambda: officer.get_federation_token(Name="someone")) == "InvalidAction"


@pytest.mark.parametrize("service,call,wrong,over", [
    ("sts", lambda client: client.get_caller_identity(), "InvalidClientTokenId", "ExpiredToken"),
    ("s3", lambda client: client.list_buckets(), "InvalidToken", "ExpiredToken"),
    ("connect", lambda client: client.list_instances(), "UnrecognizedClientException", "ExpiredTokenException")])
def test_a_key_its_secret_and_its_token_go_together(server, tmp_path, service, call, wrong, over):
    name = f"both-{service}"
    made = sessions.make_role(server, tmp_path, name, sessions.trusting(server), sessions.allowing("*"))
    assert made.returncode == 0, made.stderr
    one, two = (sessions.assume(server, name)["Credentials"] for _ in range(2))
    call(sessions.client(server, service, one))

    def refused(**changed):
        return code(lambda: call(sessions.client(server, service, one, **changed)))

    assert refused(SessionToken=None) == wrong
    assert refused(SessionToken=two["SessionToken"]) == wrong
    assert refused(SessionToken=one["SessionToken"][:-1] + "A" + "A") == wrong
    mismatch = "InvalidSignatureException" if service == "connect" else "SignatureDoesNotMatch"
    assert refused(SecretAccessKey=two["SecretAccessKey"]) == mismatch
    assert refused(SecretAccessKey=two["SecretAccessKey"], SessionToken=two["SessionToken"]) == mismatch
    assert refused(AccessKeyId="ASIA" + "A" * 16) in ("InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException")
    officer = server.session("switchkeep-officer").get_credentials()
    assert refused(AccessKeyId=officer.access_key, SecretAccessKey=officer.secret_key) == wrong
    assert sessions.run(server, "session", "revoke", one["AccessKeyId"]).returncode == 0
    assert code(lambda: call(sessions.client(server, service, one))) == over
    call(sessions.client(server, service, two))
    assert json.loads(sessions.run(server, "session", "revoke", "--role", name).stdout) == {"Revoked": 1}
    assert code(lambda: call(sessions.client(server, service, two))) == over


def test_sessions_are_shown(server, assumed):
    lines = [json.loads(line) for line in sessions.run(server, "session", "list").stdout.splitlines()]
    line = next(line for line in lines if line["AccessKeyId"] == assumed["Credentials"]["AccessKeyId"])
    assert line["Role"] == "ContentReader" and line["State"] == "running" and line["Purpose"] == "complaint 4711"
    assert line["AssumedBy"].endswith(":user/security-officer") and line["SourceIdentity"] == "eve.jones"
    assert not any("ecret" in name or "oken" in name for name in line)
    assert sessions.run(server, "session", "revoke", "ASIA" + "B" * 16).returncode != 0


def test_a_session_survives_a_restart(own_server):
    own_server.start()
    keys = sessions.assume(own_server)["Credentials"]
    own_server.restart()
    assert sessions.client(own_server, "sts", keys).get_caller_identity()["Arn"].endswith("/ContentReader/test")


def test_a_kill_loses_neither_a_session_that_was_answered_nor_its_entry(own_server):
    own_server.start()
    keys = sessions.assume(own_server)["Credentials"]
    own_server.kill()
    begun = [event for event in events(own_server, "AssumeRole") if "responseElements" in event]
    assert [event["responseElements"]["credentials"]["accessKeyId"] for event in begun] == [keys["AccessKeyId"]]
    own_server.start()
    assert sessions.client(own_server, "sts", keys).get_caller_identity()["Arn"].endswith("/ContentReader/test")


def test_a_session_policy_narrows(server, tmp_path):
    name = "narrowed"
    assert sessions.make_role(server, tmp_path, name, sessions.trusting(server), sessions.allowing("connect:List*")).returncode == 0
    wide = sessions.assume(server, name, Policy=json.dumps(sessions.allowing("*")))["Credentials"]
    instance = sessions.client(server, "connect", wide).list_instances()["InstanceSummaryList"][0]["Id"]
    assert code(lambda: sessions.client(server, "connect", wide).describe_instance(InstanceId=instance)) == "AccessDeniedException"
    narrow = sessions.assume(server, name, Policy=json.dumps(sessions.allowing("connect:ListQueues")))["Credentials"]
    assert sessions.client(server, "connect", narrow).list_queues(InstanceId=instance)["QueueSummaryList"]
    assert code(lambda: sessions.client(server, "connect", narrow).list_instances()) == "AccessDeniedException"


def test_roles_that_cannot_be_made(server, tmp_path):
    trust, policy = sessions.trusting(server), sessions.allowing("s3:*")
    for trust, policy, options in (
            ({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}, policy, ()), (trust, {"Statement": {}}, ()),
            (trust, policy, ("--max-session-seconds", "899")), (trust, policy, ("--max-session-seconds", "43201"))):
        assert sessions.make_role(server, tmp_path, "impossible", trust, policy, *options).returncode != 0
    assert code(lambda: sessions.assume(server, "impossible")) == "AccessDenied"
    assert sessions.make_role(server, tmp_path, "ContentReader", sessions.trusting(server), sessions.allowing("*")).returncode != 0


def test_what_a_session_does_is_on_record_as_its(server, tmp_path):
    name = "recorded"
    made = sessions.make_role(server, tmp_path, name, sessions.trusting(server), sessions.allowing("connect:List*"), "--break-glass")
    assert made.returncode == 0, made.stderr
    keys = sessions.assume(server, name, SourceIdentity="eve")["Credentials"]
    sessions.client(server, "connect", keys).list_instances()
    begun = sessions.events_of(server, lambda event: event["eventName"] == "AssumeRole" and (event.get("requestParameters") or {}).get("roleArn", "").endswith(f"/{name}"))
    assert begun[0]["requestParameters"]["tags"] == [{"key": "purpose", "value": "complaint 4711"}]
    assert begun[0]["responseElements"]["credentials"]["accessKeyId"] == keys["AccessKeyId"]
    assert keys["SecretAccessKey"] not in json.dumps(begun) and keys["SessionToken"] not in json.dumps(begun)
    assert sessions.events_of(server, lambda event: event["eventName"] == "BreakGlassAssumed" and event["serviceEventDetails"]["accessKeyId"] == keys["AccessKeyId"])
    used = sessions.events_of(server, lambda event: event["eventName"] == "ListInstances" and event["userIdentity"].get("accessKeyId") == keys["AccessKeyId"])
    context = used[0]["userIdentity"]["sessionContext"]
    assert used[0]["userIdentity"]["type"] == "AssumedRole" and context["sessionIssuer"]["userName"] == name
    assert context["sourceIdentity"] == "eve" and context["purpose"] == "complaint 4711"


def test_what_was_captured_does_not_outlive_its_session(server):
    keys = sessions.assume(server)["Credentials"]
    sender = Sender(server, credentials=Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]))
    headers = sender.headers("GET", "/instance", b"")
    assert sender.send("GET", "/instance", headers=headers)[0] == 403  # ContentReader has no right to it, and is known
    assert sender.send("GET", "/instance", headers=headers)[1] == "AccessDeniedException"
    assert sessions.run(server, "session", "revoke", keys["AccessKeyId"]).returncode == 0
    assert sender.send("GET", "/instance", headers=headers)[1] == "ExpiredTokenException"


def test_the_profile_of_the_content_reader(server):
    """A profile has no word for tags: without a purpose the role is not assumed; with one in the call it is."""
    refused = aws(server, "switchkeep-content-reader", "sts", "get-caller-identity")
    assert refused.returncode != 0 and "AccessDenied" in refused.stderr and "ContentReader" in refused.stderr
    taken = aws(
        server, "switchkeep-officer", "sts", "assume-role", "--role-arn", sessions.arn(server, "ContentReader"), "--role-session-name", "cli",
        "--tags", "Key=purpose,Value=complaint 4711")
    assert taken.returncode == 0 and json.loads(taken.stdout)["Credentials"]["SessionToken"], taken.stderr


def test_many_at_once(server):
    from concurrent.futures import ThreadPoolExecutor
    sts = server.client("sts", "switchkeep-officer")
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: sessions.assume(server, sts=sts)["Credentials"]["AccessKeyId"], range(40)))
    assert len(set(taken)) == 40 and time.monotonic() - began < 60
