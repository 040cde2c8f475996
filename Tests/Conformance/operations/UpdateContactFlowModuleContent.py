"""UpdateContactFlowModuleContent."""

import hashlib
import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text):
    return json.dumps({"Version": "2019-10-30", "StartAction": "end", "Actions": [
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}], "Metadata": {"text": text}})


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"), Content=content("one"), Settings="{}")


def check(world, request, response):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=request["ContactFlowModuleId"])
    module = world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"]
    world.same(module, request, "Content", "Settings")
    assert module["FlowModuleContentSha256"] == hashlib.sha256(request["Content"].encode()).hexdigest()


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "ContactFlowModuleId")}
    world.call("UpdateContactFlowModuleContent", {**ids, **request})
    for name, value in request.items():
        before = world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"]
        world.call("UpdateContactFlowModuleContent", {**ids, name: value})
        assert world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"] == before, name


VARIANTS = {"Content": content("two"), "Settings": '{"b": 2}'}
EFFECTS = {"Settings": kept}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": lambda world: {**example(world), "Content": ""},
    "InvalidContactFlowModuleException": lambda world: {**example(world), "Content": "[]"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
