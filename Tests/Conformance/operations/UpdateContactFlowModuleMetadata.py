"""UpdateContactFlowModuleMetadata."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def taken(world):
    name = world.unique("taken")
    world.new("ContactFlowModule", Name=name)
    return name


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"),
        Name=world.unique("renamed"), Description="Renamed", State="ARCHIVED")


def check(world, request, response):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=request["ContactFlowModuleId"])
    module = world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"]
    world.same(module, request, "Name", "Description", "State")


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "ContactFlowModuleId")}
    world.call("UpdateContactFlowModuleMetadata", {**ids, **request})
    for name, value in request.items():
        before = world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"]
        world.call("UpdateContactFlowModuleMetadata", {**ids, name: value})
        assert world.connect.describe_contact_flow_module(**ids)["ContactFlowModule"] == before, name


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again", "State": "ACTIVE"}
EFFECTS = {"Name": kept}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "DuplicateResourceException": lambda world: {**example(world), "Name": taken(world)},
    "InvalidParameterException": lambda world: {**example(world), "State": "AWAY"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
