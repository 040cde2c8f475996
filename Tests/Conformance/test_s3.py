"""The S3 read API with boto3 and the AWS CLI; what it says of content that is there, Tests/KeepTests shows."""

import json
import os

import boto3
import botocore.config
import pytest
import requests
from botocore.exceptions import ClientError
from harness import sessions
from test_cli import aws


@pytest.fixture(scope="module")
def s3(server):
    return sessions.client(server, "s3", sessions.assume(server)["Credentials"])


def error(call):
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_buckets_are_listed(server, s3):
    listed = s3.list_buckets()
    assert listed["Owner"]["ID"] == sessions.account(server)
    assert all(bucket["Name"].startswith("connect-") for bucket in listed["Buckets"])


def test_as_typed(server):
    keys = sessions.assume(server)["Credentials"]
    environment = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"], "AWS_SESSION_TOKEN": keys["SessionToken"]}
    os.environ.update(environment)
    try:
        listed = aws(server, "switchkeep-officer", "s3api", "list-buckets", "--no-paginate")
        missing = aws(server, "switchkeep-officer", "s3", "ls", "s3://connect-none/")
        stored = aws(server, "switchkeep-officer", "s3", "cp", str(server.data / "ca.pem"), "s3://connect-none/ca.pem")
    finally:
        for name in environment:
            del os.environ[name]
    assert listed.returncode == 0 and "Buckets" in json.loads(listed.stdout), listed.stderr
    assert missing.returncode != 0 and "NoSuchBucket" in missing.stderr
    assert stored.returncode != 0 and "MethodNotAllowed" in stored.stderr


def test_what_is_not_there_is_said_to_who_may_list(s3):
    assert error(lambda: s3.list_objects_v2(Bucket="connect-none")) == ("NoSuchBucket", 404)
    assert error(lambda: s3.list_objects(Bucket="other")) == ("NoSuchBucket", 404)
    assert error(lambda: s3.get_bucket_location(Bucket="connect-none")) == ("NoSuchBucket", 404)
    assert error(lambda: s3.head_bucket(Bucket="connect-none")) == ("404", 404)
    assert error(lambda: s3.get_object(Bucket="connect-none", Key="connect/a")) == ("NoSuchBucket", 404)


def test_who_may_not_list_learns_nothing(server, world):
    keys = sessions.assume(server, Policy=json.dumps(sessions.allowing("s3:ListAllMyBuckets")))["Credentials"]
    blind = sessions.client(server, "s3", keys)
    for bucket in ("connect-none", f"connect-{world.instance}", "anything"):
        for call in (
                lambda: blind.list_objects_v2(Bucket=bucket), lambda: blind.get_object(Bucket=bucket, Key="connect/a"),
                lambda: blind.get_bucket_location(Bucket=bucket)):
            assert error(call) == ("AccessDenied", 403)
        assert error(lambda: blind.head_object(Bucket=bucket, Key="connect/a")) == ("403", 403)


def test_content_needs_a_session_with_a_purpose(server):
    officer = server.client("s3", "switchkeep-officer")
    assert officer.list_buckets()
    with pytest.raises(ClientError) as caught:
        officer.get_object(Bucket="connect-none", Key="connect/a")
    assert caught.value.response["Error"]["Code"] == "AccessDenied" and "purpose" in caught.value.response["Error"]["Message"]
    administrator = server.client("s3", "switchkeep")
    assert error(lambda: administrator.get_object(Bucket="connect-none", Key="connect/a")) == ("AccessDenied", 403)


@pytest.mark.parametrize("call,expected", [
    (lambda s3: s3.put_object(Bucket="connect-none", Key="a", Body=b"x"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.delete_object(Bucket="connect-none", Key="a"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.copy_object(Bucket="connect-none", Key="a", CopySource="b/c"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.create_multipart_upload(Bucket="connect-none", Key="a"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.delete_objects(Bucket="connect-none", Delete={"Objects": [{"Key": "a"}]}), ("MethodNotAllowed", 405)),
    (lambda s3: s3.create_bucket(Bucket="connect-new"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.delete_bucket(Bucket="connect-none"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.put_bucket_policy(Bucket="connect-none", Policy="{}"), ("MethodNotAllowed", 405)),
    (lambda s3: s3.get_bucket_policy(Bucket="connect-none"), ("NotImplemented", 501)),
    (lambda s3: s3.get_object_tagging(Bucket="connect-none", Key="a"), ("NoSuchBucket", 404)),
    (lambda s3: s3.list_object_versions(Bucket="connect-none"), ("NotImplemented", 501)),
    (lambda s3: s3.get_object(Bucket="connect-none", Key="a", VersionId="1"), ("NotImplemented", 501)),
    (lambda s3: s3.get_object(Bucket="connect-none", Key="a", ResponseContentType="text/html"), ("NotImplemented", 501)),
    (lambda s3: s3.get_object(Bucket="connect-none", Key="a", RequestPayer="requester"), ("NotImplemented", 501)),
    (lambda s3: s3.list_buckets(Prefix="connect-"), ("NotImplemented", 501)),
    (lambda s3: s3.list_objects_v2(Bucket="connect-none", ExpectedBucketOwner="000000000000"), ("AccessDenied", 403))])
def test_what_is_not_served_is_named(s3, call, expected):
    assert error(lambda: call(s3)) == expected


def test_presigned_is_refused(server, s3):
    newer = s3.meta.config.merge(botocore.config.Config(signature_version="s3v4"))
    session = boto3.Session(region_name=s3.meta.region_name)
    keys = sessions.assume(server)["Credentials"]
    signer = session.client(
        "s3", endpoint_url=server.urls["keep"], config=newer, aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
    # The older form of signatures is known to nobody here.
    for client, word in ((signer, "presigned"), (s3, "Missing")):
        url = client.generate_presigned_url("get_object", Params={"Bucket": "connect-none", "Key": "connect/a"}, ExpiresIn=60)
        answer = requests.get(url, verify=str(server.data / "ca.pem"), timeout=30)
        assert answer.status_code == 403 and "<Code>AccessDenied</Code>" in answer.text and word in answer.text


def test_the_form_of_an_error(server):
    answer = requests.get(
        server.urls["keep"] + "/connect-none/a", verify=str(server.data / "ca.pem"), timeout=30,
        headers={"Authorization": (
            "AWS4-HMAC-SHA256 Credential=AKIAAAAAAAAAAAAAAAAA/20300101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature="
            + "0" * 64), "X-Amz-Date": "20300101T000000Z"})
    assert answer.status_code == 403 and answer.headers["content-type"] == "application/xml"
    assert answer.text.startswith("<?xml") and "<Error><Code>RequestTimeTooSkewed</Code>" in answer.text
    assert answer.headers["x-amz-request-id"] in answer.text


def test_refusals_are_on_record_with_their_reason(server):
    keys = sessions.assume(server)["Credentials"]
    reader = sessions.client(server, "s3", keys)
    assert error(lambda: reader.get_object(Bucket="connect-none", Key="John Doe"))[0] == "NoSuchBucket"
    found = sessions.events_of(server, lambda event: event["eventSource"] == "s3.amazonaws.com" and event["userIdentity"].get("accessKeyId") == keys["AccessKeyId"])
    assert found[-1]["errorCode"] == "NoSuchBucket" and found[-1]["requestParameters"]["key"].startswith("hmac-sha256:")
    assert found[-1]["userIdentity"]["sessionContext"]["purpose"] == "complaint 4711"
