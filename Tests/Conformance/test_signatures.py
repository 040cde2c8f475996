"""Who is let in: every signature that is not right is refused, and every right one may do what its policies allow and nothing else."""

import json
import time
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from harness import model
from harness.raw import Sender

LIST = "/instance"


def code(caught):
    return caught.value.response["Error"]["Code"]


def denied(call, *words):
    with pytest.raises(ClientError) as caught:
        call()
    assert code(caught) == "AccessDeniedException", caught.value
    message = caught.value.response["Error"]["Message"]
    assert all(word in message for word in words), message


@pytest.fixture(scope="module")
def sender(server):
    return Sender(server)


def test_a_right_one_is_let_in(sender):
    assert sender.send("GET", LIST)[0] == 200


def test_no_signature(sender):
    assert sender.send("GET", LIST, headers={})[:2] == (403, "MissingAuthenticationTokenException")


@pytest.mark.parametrize("key,secret,error", [
    ("AKIAAAAAAAAAAAAAAAAA", "x" * 40, "UnrecognizedClientException"), (None, "x" * 40, "InvalidSignatureException")])
def test_wrong_keys(server, sender, key, secret, error):
    wrong = SimpleNamespace(access_key=key or sender.credentials.access_key, secret_key=secret, token=None)
    status, got, _ = Sender(server, credentials=wrong).send("GET", LIST)
    assert (status, got) == (403, error)


@pytest.mark.parametrize("offset", [-3600, 3600])
def test_a_clock_that_is_off(sender, monkeypatch, offset):
    import botocore.auth
    import datetime
    there = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: there.replace(tzinfo=None), raising=False)
    headers = sender.headers("GET", LIST, b"")
    assert abs(offset) > 3000 and there.strftime("%Y%m%dT%H") in headers["X-Amz-Date"]
    status, error, body = sender.send("GET", LIST, headers=headers)
    assert (status, error) == (403, "InvalidSignatureException") and ("expired" in str(body) or "not yet current" in str(body))


def test_changed_after_signing(sender, world):
    path, body = f"/queues/{world.instance}", json.dumps({"Name": "a", "HoursOfOperationId": world.basic_hours}).encode()
    headers = sender.headers("PUT", path, body)
    for change in (
            lambda: sender.send("PUT", path, body.replace(b'"a"', b'"b"'), headers=headers),
            lambda: sender.send("PUT", path + "?x=1", body, headers=headers),
            lambda: sender.send("PUT", path.replace("/queues/", "/prompts/"), body, headers=headers),
            lambda: sender.send("PUT", path, body, headers={**headers, "X-Amz-Date": time.strftime("%Y%m%dT000000Z", time.gmtime())}),
            lambda: sender.send("PUT", path, body, headers={**headers, "X-Amz-Meta-More": "unsigned"}),
            lambda: sender.send("PUT", path, body, headers={k: v for k, v in headers.items() if k != "X-Amz-Date"})):
        status, error, _ = change()
        assert status == 403 and error in ("InvalidSignatureException", "IncompleteSignatureException"), (status, error)


def test_another_region_or_service(sender):
    assert sender.send("GET", LIST, headers=sender.headers("GET", LIST, b"", region="eu-west-1"))[0] == 403
    assert sender.send("GET", LIST, headers=sender.headers("GET", LIST, b"", service="s3"))[0] == 403


def test_presigned(sender, world):
    url = sender.presigned("GET", LIST)
    assert sender.send("GET", url, headers={})[0] == 200
    assert sender.send("GET", url + "&MaxResults=1", headers={})[0] == 403
    short = sender.presigned("GET", LIST, seconds=1)
    time.sleep(2.1)
    assert sender.send("GET", short, headers={})[0] == 403


def test_a_presigned_change_works_once(sender, world):
    queue = world.new("Queue")
    url = sender.presigned("DELETE", f"/queues/{world.instance}/{queue}")
    assert sender.send("DELETE", url, headers={})[0] == 200
    status, error, _ = sender.send("DELETE", url, headers={})
    assert (status, error) == (403, "AccessDeniedException")


def test_the_officer_reads_and_changes_nothing(server, world):
    officer = server.client(profile="switchkeep-officer")
    assert officer.list_queues(InstanceId=world.instance)["QueueSummaryList"]
    denied(lambda: officer.delete_queue(InstanceId=world.instance, QueueId=world.basic_queue), "connect:DeleteQueue", "no identity policy allows")


def statement(action, resource="*", effect="Allow", **condition):
    body = {"Effect": effect, "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [{**body, **({"Condition": condition} if condition else {})}]}


def test_a_narrow_policy(server, world, tmp_path):
    narrow = server.identity("narrow", statement("connect:ListQueues"), tmp_path)
    assert narrow.list_queues(InstanceId=world.instance)["QueueSummaryList"]
    for name in sorted(model.FIXTURES):
        if name == "ListQueues":
            continue
        request = model.FIXTURES[name].example(world)
        denied(lambda: model.method(narrow, name)(**request), f"connect:{name}", "narrow")


def test_tags_of_the_resource(server, world, tmp_path):
    red, blue = world.new("Queue", Tags={"colour": "red"}), world.new("Queue", Tags={"colour": "blue"})
    policy = statement("connect:DescribeQueue", StringEquals={"aws:ResourceTag/colour": "red"})
    reader = server.identity("reads-red", policy, tmp_path)
    assert reader.describe_queue(InstanceId=world.instance, QueueId=red)
    denied(lambda: reader.describe_queue(InstanceId=world.instance, QueueId=blue), "StringEquals aws:ResourceTag/colour")
    world.connect.tag_resource(resourceArn=world.connect.describe_queue(InstanceId=world.instance, QueueId=red)["Queue"]["QueueArn"], tags={"colour": "blue"})
    denied(lambda: reader.describe_queue(InstanceId=world.instance, QueueId=red))


def test_tags_of_the_request_and_the_instance(server, world, tmp_path):
    policy = statement(
        "connect:*", StringEquals={"aws:RequestTag/team": "sales", "connect:InstanceId": world.instance},
        **{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}})
    maker = server.identity("makes-sales", policy, tmp_path)
    request = dict(InstanceId=world.instance, Name=world.unique("tagged"), HoursOfOperationId=world.basic_hours)
    assert maker.create_queue(**request, Tags={"team": "sales"})
    denied(lambda: maker.create_queue(**request, Tags={"team": "support"}))
    denied(lambda: maker.create_queue(**request, Tags={"team": "sales", "more": "tags"}))
    denied(lambda: maker.create_queue(**request))
    denied(lambda: maker.create_queue(**{**request, "InstanceId": world.other_instance()}, Tags={"team": "sales"}))


def test_resources_that_are_named(server, world, tmp_path):
    one, two = world.new("Queue"), world.new("Queue")
    arn = world.connect.describe_queue(InstanceId=world.instance, QueueId=one)["Queue"]["QueueArn"]
    only = server.identity("one-queue", statement("connect:*", arn), tmp_path)
    assert only.describe_queue(InstanceId=world.instance, QueueId=one)
    denied(lambda: only.describe_queue(InstanceId=world.instance, QueueId=two))
    denied(lambda: only.update_queue_hours_of_operation(InstanceId=world.instance, QueueId=one, HoursOfOperationId=world.basic_hours), "operating-hours")


def test_missing_and_denied_look_the_same(server, world, tmp_path):
    stranger = server.identity("stranger", statement("connect:ListInstances"), tmp_path)
    for queue in (world.basic_queue, "00000000-0000-4000-8000-000000000000"):
        denied(lambda: stranger.describe_queue(InstanceId=world.instance, QueueId=queue))


def test_refusals_and_requests_are_recorded(server, world, tmp_path):
    import sqlite3
    ghost = server.identity("ghost", statement("connect:ListInstances"), tmp_path)
    denied(lambda: ghost.list_queues(InstanceId=world.instance))
    world.connect.create_queue(InstanceId=world.instance, Name=world.unique("audited"), Description="A secret plan", HoursOfOperationId=world.basic_hours)
    time.sleep(0.5)
    database = sqlite3.connect(f"file:{server.data}/keep/keep.sqlite?mode=ro", uri=True)
    events = [json.loads(row[0]) for row in database.execute("SELECT event FROM audit_event ORDER BY sequence DESC LIMIT 50")]
    refused = next(event for event in events if event.get("errorCode") == "AccessDeniedException" and event["userIdentity"].get("userName") == "ghost")
    assert refused["eventName"] == "ListQueues" and "no identity policy allows" in refused["errorMessage"]
    made = next(event for event in events if event["eventName"] == "CreateQueue")
    assert made["readOnly"] is False and made["requestParameters"]["HoursOfOperationId"] == world.basic_hours
    assert made["requestParameters"]["Description"].startswith("hmac-sha256:") and "secret plan" not in json.dumps(made)
    assert made["responseElements"]["QueueId"] and made["userIdentity"]["userName"] == "integration"
