"""UpdateRoutingProfileQueues: priority and delay change, of these queues alone."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def of(queue, channel):
    return {"QueueReference": {"QueueId": queue, "Channel": channel}}


def config(queue, channel, priority=1, delay=0):
    return {**of(queue, channel), "Priority": priority, "Delay": delay}


def queues(world, profile):
    """What the profile offers contacts from: (queue, channel, priority, delay)."""
    listed = world.connect.list_routing_profile_queues(InstanceId=world.instance, RoutingProfileId=profile)
    return {(q["QueueId"], q["Channel"], q["Priority"], q["Delay"]) for q in listed["RoutingProfileQueueConfigSummaryList"]}


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        QueueConfigs=[config(world.basic_queue, "VOICE", 9, 90)])


def check(world, request, response):
    expected = {"VOICE": (3, 20), "CHAT": (1, 0)}
    for each in request["QueueConfigs"]:
        expected[each["QueueReference"]["Channel"]] = (each["Priority"], each["Delay"])
    assert queues(world, request["RoutingProfileId"]) == {
        (world.basic_queue, channel, priority, delay) for channel, (priority, delay) in expected.items()}


VARIANTS = {"QueueConfigs": lambda world: [config(world.basic_queue, "CHAT", 8, 80)]}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QueueConfigs": [config(world.basic_queue, "TASK")]},
    "InvalidParameterException": lambda world: {**example(world), "QueueConfigs": [config(world.basic_queue, "VOICE", 100)]},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueConfigs": [config(UNKNOWN, "VOICE")]},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
