"""Who is shut out is out at once, in the server that runs, and stays so."""

import json
import threading

import boto3
import botocore.exceptions
import pytest
from harness import approvals, sessions
from harness.audit_events import events
from harness.server import Server


@pytest.fixture(scope="module")
def server():
    server = Server().start()
    yield server
    server.close()


def run(server, *words):
    return [json.loads(line) for line in server.command("identity", *words).stdout.splitlines()]


def made(server, tmp_path, name, *actions):
    policy = tmp_path / f"{name}.json"
    policy.write_text(json.dumps(sessions.allowing(*actions)))
    return approvals.approved(server, server.command("identity", "create", "--name", name, "--policy", policy).stdout)


def client(server, key, service):
    return boto3.Session(
        aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], profile_name="switchkeep",
        region_name=server.session().region_name).client(service)


def is_let_in(ask):
    try:
        ask()
    except botocore.exceptions.ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, error.response
        return False
    return True


def status(server, key):
    [found] = [one for user in run(server, "list") for one in user["AccessKeys"] if one["AccessKeyId"] == key["AccessKeyId"]]
    return found["Status"]


def test_a_key_that_is_shut_out_signs_nothing_from_then_on(server, tmp_path):
    key, other = made(server, tmp_path, "clerk", "connect:ListInstances"), made(server, tmp_path, "other-clerk", "connect:ListInstances")
    connect, others = client(server, key, "connect"), client(server, other, "connect")
    assert is_let_in(connect.list_instances) and is_let_in(others.list_instances) and status(server, key) == "Active"
    assert run(server, "deactivate", key["AccessKeyId"]) == [
        {"AccessKeyId": key["AccessKeyId"], "Status": "Inactive", "RevokedSessions": 0}]
    assert not is_let_in(connect.list_instances) and is_let_in(others.list_instances) and status(server, key) == "Inactive"
    assert events(server, "DeactivateAccessKey")[-1]["requestParameters"] == {"accessKeyId": key["AccessKeyId"], "userName": "clerk"}
    # It reaches no content: nobody is asked.
    assert run(server, "activate", key["AccessKeyId"]) == [{"AccessKeyId": key["AccessKeyId"]}]
    assert is_let_in(connect.list_instances)


def test_its_sessions_end_and_those_that_were_begun_in_them(server, tmp_path):
    key = made(server, tmp_path, "reader", "sts:AssumeRole", "sts:TagSession")
    roles = {"First": sessions.trusting(server, "reader"), "Second": sessions.trusting(server)}
    roles["Second"]["Statement"][0]["Principal"] = {"AWS": f"arn:aws:iam::{sessions.account(server)}:role/First"}
    for name, trust in roles.items():
        assert sessions.make_role(server, tmp_path, name, trust, sessions.allowing("s3:GetObject", "sts:*")).returncode == 0
    first = sessions.assume(server, "First", sts=client(server, key, "sts"))["Credentials"]
    second = sessions.assume(server, "Second", sts=sessions.client(server, "sts", first))["Credentials"]
    stranger = sessions.assume(server)["Credentials"]
    asks = [sessions.client(server, "sts", one).get_caller_identity for one in (first, second, stranger)]
    assert [is_let_in(ask) for ask in asks] == [True, True, True]
    [told] = run(server, "deactivate", key["AccessKeyId"])
    assert told["RevokedSessions"] == 2
    assert [is_let_in(ask) for ask in asks] == [False, False, True]


def test_no_session_is_begun_past_the_moment_in_which_its_key_is_shut_out(server, tmp_path):
    """Requests are under way at that moment, in sessions too: what they begin is nobody's, whoever was first."""
    names, account = [f"racer-{number}" for number in range(3)], f"arn:aws:iam::{sessions.account(server)}"
    trust = sessions.trusting(server)
    trust["Statement"][0]["Principal"] = {"AWS": [*(f"{account}:user/{name}" for name in names), f"{account}:role/Raced"]}
    assert sessions.make_role(server, tmp_path, "Raced", trust, sessions.allowing("sts:*")).returncode == 0
    for name in names:
        key = made(server, tmp_path, name, "sts:AssumeRole", "sts:TagSession")
        first = sessions.assume(server, "Raced", sts=client(server, key, "sts"), RoleSessionName=name)["Credentials"]
        begun, counted = threading.Barrier(7), []

        def begins(sts):
            begun.wait()
            while is_let_in(lambda: sessions.assume(server, "Raced", sts=sts, RoleSessionName=name)):
                counted.append(1)

        asks = [client(server, key, "sts") for _ in range(3)] + [sessions.client(server, "sts", first) for _ in range(3)]
        threads = [threading.Thread(target=begins, args=[sts]) for sts in asks]
        for thread in threads:
            thread.start()
        begun.wait()
        [told] = run(server, "deactivate", key["AccessKeyId"])
        for thread in threads:
            thread.join()
        running = [line for line in map(json.loads, server.command("session", "list").stdout.splitlines())
                   if line["RoleSessionName"] == name and line["State"] == "running"]
        assert not running and told["RevokedSessions"] and counted


def test_one_who_reaches_content_comes_back_by_an_officer(server, tmp_path):
    key = made(server, tmp_path, "auditor", "s3:GetObject", "s3:ListAllMyBuckets")
    ask = client(server, key, "sts").get_caller_identity
    assert is_let_in(ask)
    run(server, "deactivate", key["AccessKeyId"])
    [asked] = run(server, "activate", key["AccessKeyId"])
    assert asked["State"] == "pending" and not is_let_in(ask)
    # Not by oneself, nor by an administrator.
    for profile in ("switchkeep",):
        with pytest.raises(approvals.Refused):
            approvals.approve(server, asked["ApprovalId"], profile)
    assert not is_let_in(ask)
    approvals.approve(server, asked["ApprovalId"])
    assert is_let_in(ask)


def test_an_identity_that_is_deleted_is_gone_with_its_key(server, tmp_path):
    key = made(server, tmp_path, "temporary", "connect:ListInstances")
    connect = client(server, key, "connect")
    assert is_let_in(connect.list_instances)
    assert run(server, "delete", "temporary") == [{"UserName": "temporary", "RevokedSessions": 0}]
    assert not is_let_in(connect.list_instances)
    assert "temporary" not in {user["UserName"] for user in run(server, "list")}
    assert "no identity" in server.refused("identity", "delete", "temporary")
    assert "no access key" in server.refused("identity", "deactivate", key["AccessKeyId"])
    # One of the same name is another.
    again = made(server, tmp_path, "temporary", "connect:ListInstances")
    assert is_let_in(client(server, again, "connect").list_instances) and not is_let_in(connect.list_instances)


def test_the_last_who_may_approve_stays(server, tmp_path):
    [officer] = [user for user in run(server, "list") if user["UserName"] == "security-officer"]
    key = officer["AccessKeys"][0]["AccessKeyId"]
    for words in (("deactivate", key), ("delete", "security-officer")):
        assert "make another first" in server.refused("identity", *words)
    assert is_let_in(server.client("sts", "switchkeep-officer").get_caller_identity)
    second = made(server, tmp_path, "deputy", "switchkeep:ApproveChange", "switchkeep:DenyChange", "switchkeep:ListApprovals")
    run(server, "deactivate", key)
    assert not is_let_in(server.client("sts", "switchkeep-officer").get_caller_identity)
    assert "make another first" in server.refused("identity", "deactivate", second["AccessKeyId"])
    # The second lets the first in again, which it cannot do itself.
    [asked] = run(server, "activate", key)
    with pytest.raises(approvals.Refused):
        approvals.approve(server, asked["ApprovalId"])
    approvals.approve(server, asked["ApprovalId"], keys=second)
    assert is_let_in(server.client("sts", "switchkeep-officer").get_caller_identity)
