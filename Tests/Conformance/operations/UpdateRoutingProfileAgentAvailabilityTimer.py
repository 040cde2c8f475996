"""UpdateRoutingProfileAgentAvailabilityTimer: the timer is set."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        AgentAvailabilityTimer="TIME_SINCE_LAST_INBOUND")


def check(world, request, response):
    profile = world.connect.describe_routing_profile(
        InstanceId=world.instance, RoutingProfileId=request["RoutingProfileId"])["RoutingProfile"]
    world.same(profile, request, "AgentAvailabilityTimer")


VARIANTS = {
    "AgentAvailabilityTimer": "TIME_SINCE_LAST_ACTIVITY",
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "AgentAvailabilityTimer": "TIME_SINCE_LUNCH"},
    "ResourceNotFoundException": lambda world: {**example(world), "RoutingProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
