"""UpdateUserRoutingProfile."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, UserId=world.new("User"), RoutingProfileId=world.new("RoutingProfile"))


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    world.same(user, request, "RoutingProfileId")
    try:
        world.connect.delete_routing_profile(InstanceId=world.instance, RoutingProfileId=request["RoutingProfileId"])
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceInUseException"
    else:
        raise AssertionError("the routing profile of a user was deleted")


def unknown(world):
    """What does not exist is refused by name, and nothing changes."""
    request = example(world)
    before = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    try:
        world.call("UpdateUserRoutingProfile", {**request, "RoutingProfileId": UNKNOWN})
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException" and UNKNOWN in str(error)
    else:
        raise AssertionError("it was taken")
    assert world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"] == before


VARIANTS = {"RoutingProfileId": lambda world: world.new("RoutingProfile")}
EFFECTS = {"RoutingProfileId": unknown}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "RoutingProfileId": 5},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
