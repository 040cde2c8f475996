"""AssociateRoutingProfileQueues: queues are added, and those there are keep their place."""

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


def manual_queues(world, profile):
    listed = world.connect.list_routing_profile_manual_assignment_queues(InstanceId=world.instance, RoutingProfileId=profile)
    return {(q["QueueId"], q["Channel"]) for q in listed["RoutingProfileManualAssignmentQueueConfigSummaryList"]}


def wanted(configs):
    return {(c["QueueReference"]["QueueId"], c["QueueReference"]["Channel"], c["Priority"], c["Delay"]) for c in configs}


def wanted_manual(configs):
    return {(c["QueueReference"]["QueueId"], c["QueueReference"]["Channel"]) for c in configs}


def example(world):
    return dict(
        InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile"),
        QueueConfigs=[config(world.new("Queue"), "CHAT", 7, 30)], ManualAssignmentQueueConfigs=[of(world.new("Queue"), "CHAT")])


def check(world, request, response):
    profile = request["RoutingProfileId"]
    before = {(world.basic_queue, "VOICE", 3, 20), (world.basic_queue, "CHAT", 1, 0)}
    assert queues(world, profile) == before | wanted(request["QueueConfigs"])
    assert manual_queues(world, profile) == {(world.basic_queue, "TASK")} | wanted_manual(request["ManualAssignmentQueueConfigs"])


def again(world):
    """A queue that is there gets the new priority and delay, and stands there once."""
    profile = world.new("RoutingProfile")
    request = dict(InstanceId=world.instance, RoutingProfileId=profile, QueueConfigs=[config(world.basic_queue, "CHAT", 5, 50)])
    for _ in range(2):
        world.connect.associate_routing_profile_queues(**request)
    assert queues(world, profile) == {(world.basic_queue, "VOICE", 3, 20), (world.basic_queue, "CHAT", 5, 50)}


def manual_voice(world):
    """A call cannot be assigned by hand."""
    request = {**example(world), "ManualAssignmentQueueConfigs": [of(world.basic_queue, "VOICE")]}
    try:
        world.connect.associate_routing_profile_queues(**request)
    except world.connect.exceptions.InvalidParameterException as error:
        assert "ManualAssignmentQueueConfigs" in str(error)
        return
    raise AssertionError("VOICE was accepted")


VARIANTS = {
    "QueueConfigs": lambda world: [config(world.new("Queue"), "TASK", 1, 0)],
    "ManualAssignmentQueueConfigs": lambda world: [of(world.new("Queue"), "TASK")],
}
EFFECTS = {"RoutingProfileId": again, "ManualAssignmentQueueConfigs": manual_voice}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile")),
    "InvalidParameterException": lambda world: {**example(world), "QueueConfigs": [config(world.basic_queue, "CHAT")] * 2},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueConfigs": [config(UNKNOWN, "VOICE")]},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
