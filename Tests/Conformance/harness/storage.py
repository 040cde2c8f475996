"""Where content goes: each change is asked for by making it, approved by an officer, and made again."""

import json
import re

from botocore.exceptions import ClientError

from . import approvals

PREFIXES = {"CHAT_TRANSCRIPTS": "connect/ChatTranscripts", "ATTACHMENTS": "connect/Attachments"}
APPROVAL = re.compile(r"switchkeep approval approve ([0-9a-f-]{36})")


def new_key(server, alias):
    """The id of a KMS key of that alias."""
    return json.loads(server.command("key", "create", "--alias", alias).stdout)["KeyId"]


def key_arn(server, key):
    account = json.loads((server.data / "settings.json").read_text())["account"]
    return f"arn:aws:kms:us-east-1:{account}:key/{key}"


def config(instance, key=None, type="CHAT_TRANSCRIPTS", **changed):
    s3 = {"BucketName": f"connect-{instance}", "BucketPrefix": PREFIXES[type], **changed}
    if key:
        s3["EncryptionConfig"] = {"EncryptionType": "KMS", "KeyId": key}
    return {"StorageType": "S3", "S3Config": s3}


def made(call, request):
    """What the request answers, and the id of the approval that it waits for: one of the two."""
    try:
        return call(**request), None
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidRequestException", error
        found = APPROVAL.search(error.response["Error"]["Message"])
        assert found, error
        return None, found[1]


def asked(call, request):
    """The id of the approval that the request waits for."""
    answer, waits = made(call, request)
    assert waits, f"it was carried out without an officer: {answer}"
    return waits


def settled(server, call, request):
    """Makes the request, has the officer approve it, and makes it again. One that was approved for another test is made at once."""
    answer, waits = made(call, request)
    if waits is None:
        return answer
    approvals.approve(server, waits)
    return call(**request)


def vacate(server, connect, instance):
    """Takes back whatever is chosen."""
    for type in PREFIXES:
        for found in connect.list_instance_storage_configs(InstanceId=instance, ResourceType=type)["StorageConfigs"]:
            settled(server, connect.disassociate_instance_storage_config, dict(
                InstanceId=instance, AssociationId=found["AssociationId"], ResourceType=type))
