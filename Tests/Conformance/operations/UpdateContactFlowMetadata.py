"""UpdateContactFlowMetadata."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"



def taken(world):
    name = world.unique("taken")
    world.new("ContactFlow", Name=name)
    return name



def example(world):
    return dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"), Name=world.unique("renamed"), Description="Renamed", ContactFlowState="ARCHIVED")


def check(world, request, response):
    flow = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=request["ContactFlowId"])["ContactFlow"]
    world.same(flow, request, "Name", "Description")
    assert flow["State"] == request["ContactFlowState"]


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again", "ContactFlowState": "ACTIVE"}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "DuplicateResourceException": lambda world: {**example(world), "Name": taken(world)},
    "InvalidParameterException": lambda world: {**example(world), "ContactFlowState": "AWAY"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
