"""CreateContactFlowModuleVersion: a copy of a module's content and settings, which stays as it is."""

import hashlib
import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text="Hello"):
    return json.dumps({"Version": "2019-10-30", "StartAction": "end", "Metadata": {"text": text}, "Actions": [
        {"Identifier": "end", "Type": "EndFlowModuleExecution", "Parameters": {}, "Transitions": {}}]})


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule", Content=content()), Description="As of today",
        FlowModuleContentSha256=sha256(content()))


def described(world, module, qualifier):
    return world.connect.describe_contact_flow_module(
        InstanceId=world.instance, ContactFlowModuleId=f"{module}:{qualifier}")["ContactFlowModule"]


def check(world, request, response):
    module = described(world, request["ContactFlowModuleId"], response["Version"])
    assert module["Version"] == response["Version"] and module["VersionDescription"] == request["Description"]
    assert module["Id"] == request["ContactFlowModuleId"] and module["Arn"] == response["ContactFlowModuleArn"]
    assert module["FlowModuleContentSha256"] == request["FlowModuleContentSha256"] == sha256(module["Content"])


def stays(world):
    """Numbers count up; another content or other settings of the module leave a version as it was."""
    module = world.new("ContactFlowModule", Content=content("one"), Settings='{"a": 1}')
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=module)
    assert world.connect.create_contact_flow_module_version(**ids)["Version"] == 1
    world.connect.update_contact_flow_module_content(**ids, Content=content("two"), Settings='{"a": 2}')
    assert world.connect.create_contact_flow_module_version(**ids)["Version"] == 2
    one, two, latest = (described(world, module, qualifier) for qualifier in (1, 2, "$LATEST"))
    assert (one["Content"], one["Settings"]) == (content("one"), '{"a": 1}') and one["FlowModuleContentSha256"] == sha256(content("one"))
    assert (two["Content"], two["Settings"]) == (content("two"), '{"a": 2}') == (latest["Content"], latest["Settings"])
    assert "Version" not in latest and latest == world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"]
    world.connect.delete_contact_flow_module_version(**ids, ContactFlowModuleVersion=2)
    assert world.connect.create_contact_flow_module_version(**ids)["Version"] == 3


def full(world):
    request = example(world)
    for _ in range(QUOTAS["contact-flow-module-version"]):
        world.call("CreateContactFlowModuleVersion", request)
    # It is each module that is full.
    world.call("CreateContactFlowModuleVersion", example(world))
    return request


RESULT = "Version"
VARIANTS = {"Description": "As of tomorrow"}
EFFECTS = {
    "ContactFlowModuleId": stays,
    "FlowModuleContentSha256": lambda world: world.call(
        "CreateContactFlowModuleVersion", {**example(world), "FlowModuleContentSha256": sha256(content()).upper()}),
}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": lambda world: {**example(world), "FlowModuleContentSha256": sha256("another")},
    "InvalidParameterException": lambda world: {**example(world), "FlowModuleContentSha256": "short"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
