"""UpdateRoutingProfileName: what is given changes, what is not stays."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        Name=world.unique("renamed"), Description="Changed")


def check(world, request, response):
    profile = world.connect.describe_routing_profile(
        InstanceId=world.instance, RoutingProfileId=request["RoutingProfileId"])["RoutingProfile"]
    world.same(profile, request, "Name", "Description")


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Otherwise",
}
REFUSED = {}


def taken(world):
    name = world.unique("taken")
    world.new("RoutingProfile", Name=name)
    return {**example(world), "Name": name}


ERRORS = {
    "DuplicateResourceException": taken,
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile")),
    "InvalidParameterException": lambda world: {**example(world), "Name": "n" * 128},
    "ResourceNotFoundException": lambda world: {**example(world), "RoutingProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
