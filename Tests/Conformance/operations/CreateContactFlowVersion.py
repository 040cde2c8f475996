"""CreateContactFlowVersion: a copy of what is published, which stays as it is."""

import hashlib
import json

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text="Hello"):
    return json.dumps({"Version": "2019-10-30", "StartAction": "end", "Actions": [
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}], "Metadata": {"text": text}})


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowId=world.new("ContactFlow", Content=content()), Description="As of today",
        FlowContentSha256=sha256(content()))


def described(world, flow, version):
    return world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=f"{flow}:{version}")["ContactFlow"]


def check(world, request, response):
    flow = described(world, request["ContactFlowId"], response["Version"])
    assert flow["Version"] == response["Version"] and flow["VersionDescription"] == request["Description"]
    assert flow["Id"] == request["ContactFlowId"] and flow["Arn"] == response["ContactFlowArn"] and flow["Status"] == "PUBLISHED"
    assert flow["FlowContentSha256"] == request["FlowContentSha256"] == sha256(flow["Content"])


def stays(world):
    """Numbers count up, also past one that is gone; a later publication, draft or name of the flow leaves a version as it was."""
    flow = world.new("ContactFlow", Content=content("one"))
    ids = dict(InstanceId=world.instance, ContactFlowId=flow)
    assert world.connect.create_contact_flow_version(**ids)["Version"] == 1
    world.connect.update_contact_flow_content(**ids, Content=content("two"))
    assert world.connect.create_contact_flow_version(**ids)["Version"] == 2
    world.connect.update_contact_flow_content(InstanceId=world.instance, ContactFlowId=f"{flow}:$SAVED", Content=content("three"))
    assert world.connect.create_contact_flow_version(**ids)["Version"] == 3
    assert [json.loads(described(world, flow, number)["Content"])["Metadata"]["text"] for number in (1, 2, 3)] == ["one", "two", "two"]
    assert "VersionDescription" not in described(world, flow, 1)
    latest, saved = described(world, flow, "$LATEST"), described(world, flow, "$SAVED")
    assert (latest["Content"], latest["Status"]) == (content("two"), "PUBLISHED") and "Version" not in latest
    assert (saved["Content"], saved["Status"]) == (content("three"), "SAVED") and "Version" not in saved
    arn = world.connect.describe_contact_flow(**ids)["ContactFlow"]["Arn"]
    assert described(world, arn, 1) == described(world, flow, 1)
    world.connect.delete_contact_flow_version(**ids, ContactFlowVersion=3)
    assert world.connect.create_contact_flow_version(**ids)["Version"] == 4


def other_content(world):
    """The digest may be of any case, and must be of what is published."""
    request = example(world)
    response = world.call("CreateContactFlowVersion", {**request, "FlowContentSha256": sha256(content()).upper()})
    check(world, request, response)
    try:
        world.call("CreateContactFlowVersion", {**request, "FlowContentSha256": sha256("")})
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidRequestException"
    else:
        raise AssertionError("the digest of another content was taken")


def full(world):
    request = example(world)
    for _ in range(QUOTAS["contact-flow-version"]):
        world.call("CreateContactFlowVersion", request)
    # It is each flow that is full.
    world.call("CreateContactFlowVersion", example(world))
    return request


RESULT = "Version"
VARIANTS = {"Description": "As of tomorrow"}
EFFECTS = {"FlowContentSha256": other_content, "ContactFlowId": stays}
REFUSED = {"ContactFlowVersion": 7, "LastModifiedTime": 1_800_000_000, "LastModifiedRegion": "eu-west-1"}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow", Status="SAVED")),
    "InvalidParameterException": lambda world: {**example(world), "FlowContentSha256": "short"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
