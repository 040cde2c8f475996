"""CreateContactFlowModule."""

import hashlib
import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text="Hello"):
    return json.dumps({"Version": "2019-10-30", "StartAction": "end", "Metadata": {"text": text}, "Actions": [
        {"Identifier": "end", "Type": "EndFlowModuleExecution", "Parameters": {}, "Transitions": {}}]})


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("module"), Description="Ends", Content=content(), Settings='{"a": 1}',
        Tags={"team": "sales"})


def check(world, request, response):
    module = world.connect.describe_contact_flow_module(
        InstanceId=world.instance, ContactFlowModuleId=response["Id"])["ContactFlowModule"]
    world.same(module, request, "Name", "Description", "Content", "Settings", "Tags")
    assert (module["State"], module["Status"], module["Arn"]) == ("ACTIVE", "PUBLISHED", response["Arn"])
    assert module["FlowModuleContentSha256"] == hashlib.sha256(request["Content"].encode()).hexdigest()


def duplicate(world):
    request = example(world)
    world.call("CreateContactFlowModule", request)
    return request


def reused(world):
    request = {**example(world), "ClientToken": world.unique("token")}
    world.call("CreateContactFlowModule", request)
    return {**request, "Description": "Another"}


RESULT = "Id"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Other", "Content": content("Goodbye"), "Settings": "{}",
    "Tags": {"team": "support"},
}
REFUSED = {"ExternalInvocationConfiguration": {"Enabled": True}}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidContactFlowModuleException": lambda world: {**example(world), "Content": "{}"},
    "InvalidParameterException": lambda world: {**example(world), "Name": " "},
    "DuplicateResourceException": duplicate,
    "IdempotencyException": reused,
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("ContactFlowModule")},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
