"""DeleteRoutingProfile: gone, unless a user has it; its queues are free again."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"))


def check(world, request, response):
    try:
        world.connect.describe_routing_profile(**request)
    except world.connect.exceptions.ResourceNotFoundException:
        return
    raise AssertionError("the routing profile is still there")


VARIANTS = {}
REFUSED = {}


def in_use(world):
    profile = world.new("RoutingProfile")
    world.new("User", RoutingProfileId=profile)
    return dict(InstanceId=world.instance, RoutingProfileId=profile)


ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId="i" * 101, RoutingProfileId=world.basic_routing_profile),
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=UNKNOWN),
    "ResourceInUseException": in_use,
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
