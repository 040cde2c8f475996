"""UpdateRoutingProfileDefaultOutboundQueue: outbound calls get another queue."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        DefaultOutboundQueueId=world.new("Queue"))


def check(world, request, response):
    profile = world.connect.describe_routing_profile(
        InstanceId=world.instance, RoutingProfileId=request["RoutingProfileId"])["RoutingProfile"]
    world.same(profile, request, "DefaultOutboundQueueId")


VARIANTS = {
    "DefaultOutboundQueueId": lambda world: world.new("Queue"),
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "DefaultOutboundQueueId": world.new("User")},
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "i" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "DefaultOutboundQueueId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
