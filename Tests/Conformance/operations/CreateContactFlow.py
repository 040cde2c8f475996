"""CreateContactFlow: published, which checks the content, or saved."""

import hashlib
import json

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text="Hello"):
    return json.dumps({
        "Version": "2019-10-30", "StartAction": "say", "Metadata": {},
        "Actions": [
            {"Identifier": "say", "Type": "MessageParticipant", "Parameters": {"Text": text},
             "Transitions": {
                 "NextAction": "end", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"}], "Conditions": []}},
            {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
        ]})


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("flow"), Type="CONTACT_FLOW", Description="Says hello", Content=content(),
        Status="PUBLISHED", Tags={"team": "sales"})


def check(world, request, response):
    suffix = ":$SAVED" if request["Status"] == "SAVED" else ""
    flow = world.connect.describe_contact_flow(
        InstanceId=world.instance, ContactFlowId=response["ContactFlowId"] + suffix)["ContactFlow"]
    world.same(flow, request, "Name", "Type", "Description", "Content", "Status", "Tags")
    assert flow["State"] == "ACTIVE" and flow["Arn"] == response["ContactFlowArn"]
    assert flow["FlowContentSha256"] == response["FlowContentSha256"] == hashlib.sha256(request["Content"].encode()).hexdigest()


def duplicate(world):
    request = example(world)
    world.call("CreateContactFlow", request)
    return request


def drafts(world):
    """What is published is checked, and what is wrong is told; a draft is not checked."""
    old, headless = '{"Version": "1", "StartAction": "a", "Actions": []}', '{"Version": "2019-10-30", "Actions": []}'
    for wrong in ("", "{", "[]", old, headless):
        try:
            world.call("CreateContactFlow", {**example(world), "Content": wrong})
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidContactFlowException" and error.response["problems"][0]["message"]
        else:
            raise AssertionError(f"{wrong} was published")
        world.new("ContactFlow", Content=wrong, Status="SAVED")


RESULT = "ContactFlowId"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Type": "CUSTOMER_QUEUE", "Description": "Other", "Content": content("Goodbye"),
    "Status": "SAVED", "Tags": {"team": "support"},
}
EFFECTS = {"Status": drafts}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidContactFlowException": lambda world: {**example(world), "Content": "{}"},
    "InvalidParameterException": lambda world: {**example(world), "Type": "SOMETHING"},
    "DuplicateResourceException": duplicate,
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("ContactFlow")},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
