"""UpdateContactFlowName."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def taken(world):
    name = world.unique("taken")
    world.new("ContactFlow", Name=name)
    return name


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"), Name=world.unique("renamed"), Description="Renamed")


def check(world, request, response):
    flow = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=request["ContactFlowId"])["ContactFlow"]
    world.same(flow, request, "Name", "Description")


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "ContactFlowId")}
    world.call("UpdateContactFlowName", {**ids, **request})
    for name, value in request.items():
        before = {**world.connect.describe_contact_flow(**ids)["ContactFlow"], "LastModifiedTime": None}
        world.call("UpdateContactFlowName", {**ids, name: value})
        assert {**world.connect.describe_contact_flow(**ids)["ContactFlow"], "LastModifiedTime": None} == before, name


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again"}
EFFECTS = {"Name": kept}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "DuplicateResourceException": lambda world: {**example(world), "Name": taken(world)},
    "InvalidParameterException": lambda world: {**example(world), "Name": ""},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
