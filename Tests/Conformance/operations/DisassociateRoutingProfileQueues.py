"""DisassociateRoutingProfileQueues: queues are taken out, and the others stay."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def queues(world, profile):
    """What the profile offers contacts from: (queue, channel, priority, delay)."""
    listed = world.connect.list_routing_profile_queues(InstanceId=world.instance, RoutingProfileId=profile)
    return {(q["QueueId"], q["Channel"], q["Priority"], q["Delay"]) for q in listed["RoutingProfileQueueConfigSummaryList"]}


def manual_queues(world, profile):
    listed = world.connect.list_routing_profile_manual_assignment_queues(InstanceId=world.instance, RoutingProfileId=profile)
    return {(q["QueueId"], q["Channel"]) for q in listed["RoutingProfileManualAssignmentQueueConfigSummaryList"]}


def reference(queue, channel):
    return {"QueueId": queue, "Channel": channel}


def example(world):
    profile = world.new("RoutingProfile", ManualAssignmentQueueConfigs=[
        {"QueueReference": reference(world.basic_queue, channel)} for channel in ("TASK", "CHAT")])
    return dict(
        InstanceId=world.instance, RoutingProfileId=profile, QueueReferences=[reference(world.basic_queue, "VOICE")],
        ManualAssignmentQueueReferences=[reference(world.basic_queue, "TASK")])


def check(world, request, response):
    left = {(world.basic_queue, "VOICE", 3, 20), (world.basic_queue, "CHAT", 1, 0)}
    gone = {(each["QueueId"], each["Channel"]) for each in request["QueueReferences"]}
    assert queues(world, request["RoutingProfileId"]) == {queue for queue in left if queue[:2] not in gone}
    manual_left = {(world.basic_queue, "TASK"), (world.basic_queue, "CHAT")}
    manual_gone = {(each["QueueId"], each["Channel"]) for each in request["ManualAssignmentQueueReferences"]}
    assert manual_queues(world, request["RoutingProfileId"]) == manual_left - manual_gone


VARIANTS = {
    "QueueReferences": lambda world: [reference(world.basic_queue, "CHAT")],
    "ManualAssignmentQueueReferences": lambda world: [reference(world.basic_queue, "CHAT")],
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=world.new("RoutingProfile")),
    "InvalidParameterException": lambda world: {**example(world), "QueueReferences": [reference("q", "VOICE")] * 11},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueReferences": [reference(UNKNOWN, "VOICE")]},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
