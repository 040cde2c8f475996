"""UpdateRoutingProfileConcurrency: the channels are set anew."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def concurrency(channel, contacts, behaviour="ROUTE_ANY_CHANNEL"):
    return {"Channel": channel, "Concurrency": contacts, "CrossChannelBehavior": {"BehaviorType": behaviour}}


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        MediaConcurrencies=[concurrency("TASK", 5)])


def check(world, request, response):
    profile = world.connect.describe_routing_profile(
        InstanceId=world.instance, RoutingProfileId=request["RoutingProfileId"])["RoutingProfile"]
    world.same(profile, request, "MediaConcurrencies")


VARIANTS = {
    "MediaConcurrencies": [concurrency("CHAT", 10, "ROUTE_CURRENT_CHANNEL_ONLY"), concurrency("VOICE", 1)],
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "MediaConcurrencies": [concurrency("CHAT", 1)] * 2},
    "ResourceNotFoundException": lambda world: {**example(world), "RoutingProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
