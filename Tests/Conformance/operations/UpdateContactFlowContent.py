"""UpdateContactFlowContent."""

import hashlib
import json

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(text):
    return json.dumps({"Version": "2019-10-30", "StartAction": "end", "Actions": [
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}], "Metadata": {"text": text}})


def draft(world):
    """A draft is saved without being checked, and what is published stays."""
    flow = world.new("ContactFlow")
    ids = dict(InstanceId=world.instance, ContactFlowId=flow)
    before = world.connect.describe_contact_flow(**ids)["ContactFlow"]
    world.connect.update_contact_flow_content(InstanceId=world.instance, ContactFlowId=f"{flow}:$SAVED", Content="not yet")
    assert world.connect.describe_contact_flow(**ids)["ContactFlow"]["Content"] == before["Content"]
    saved = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=f"{flow}:$SAVED")["ContactFlow"]
    assert saved["Content"] == "not yet" and saved["Status"] == "SAVED"
    world.connect.update_contact_flow_content(**ids, Content=content("now"))
    saved = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=f"{flow}:$SAVED")["ContactFlow"]
    assert saved["Content"] == content("now") and saved["Status"] == "PUBLISHED", "a publication ends the draft"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"), Content=content("one"))


def check(world, request, response):
    flow = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=request["ContactFlowId"])["ContactFlow"]
    assert flow["Content"] == request["Content"] and flow["Status"] == "PUBLISHED"
    assert flow["FlowContentSha256"] == hashlib.sha256(request["Content"].encode()).hexdigest()


VARIANTS = {"Content": content("two")}
EFFECTS = {"ContactFlowId": draft}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidContactFlowException": lambda world: {**example(world), "Content": "[]"},
    "InvalidParameterException": lambda world: {**example(world), "Content": 5},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
