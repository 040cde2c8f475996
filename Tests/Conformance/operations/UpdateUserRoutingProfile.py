"""UpdateUserRoutingProfile."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, UserId=world.new("User"), RoutingProfileId=world.new("RoutingProfile"))


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    world.same(user, request, "RoutingProfileId")


VARIANTS = {"RoutingProfileId": lambda world: world.new("RoutingProfile")}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "RoutingProfileId": 5},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
