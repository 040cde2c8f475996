"""DescribeRoutingProfile: the profile, with how many queues and users it has."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    profile = world.new("RoutingProfile", Description="Described")
    world.new("User", RoutingProfileId=profile)
    return dict(InstanceId=world.instance, RoutingProfileId=profile)


def check(world, request, response):
    profile = response["RoutingProfile"]
    world.same(profile, request, "InstanceId", "RoutingProfileId")
    assert profile["Description"] == "Described"
    assert profile["NumberOfAssociatedQueues"] == 1 and profile["NumberOfAssociatedManualAssignmentQueues"] == 1
    assert profile["NumberOfAssociatedUsers"] == 1
    basic = world.connect.describe_routing_profile(InstanceId=world.instance, RoutingProfileId=world.basic_routing_profile)
    assert basic["RoutingProfile"]["IsDefault"]
    contacts = {c["Channel"]: c["Concurrency"] for c in basic["RoutingProfile"]["MediaConcurrencies"]}
    assert contacts == {"VOICE": 1, "CHAT": 2, "TASK": 1}


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId="i" * 101, RoutingProfileId=world.basic_routing_profile),
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
