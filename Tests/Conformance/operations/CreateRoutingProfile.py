"""CreateRoutingProfile: every member stands in the description or the lists of queues."""

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


def concurrency(channel, contacts, behaviour="ROUTE_CURRENT_CHANNEL_ONLY"):
    return {"Channel": channel, "Concurrency": contacts, "CrossChannelBehavior": {"BehaviorType": behaviour}}


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("profile"), Description="Sales", DefaultOutboundQueueId=world.basic_queue,
        QueueConfigs=[config(world.basic_queue, "VOICE", 3, 20), config(world.basic_queue, "CHAT")],
        ManualAssignmentQueueConfigs=[of(world.basic_queue, "TASK")],
        MediaConcurrencies=[concurrency("VOICE", 1, "ROUTE_ANY_CHANNEL"), concurrency("CHAT", 4)],
        AgentAvailabilityTimer="TIME_SINCE_LAST_INBOUND", Tags={"team": "sales"})


def check(world, request, response):
    profile = world.connect.describe_routing_profile(
        InstanceId=world.instance, RoutingProfileId=response["RoutingProfileId"])["RoutingProfile"]
    world.same(
        profile, request, "InstanceId", "Name", "Description", "DefaultOutboundQueueId", "MediaConcurrencies",
        "AgentAvailabilityTimer", "Tags")
    assert profile["RoutingProfileArn"] == response["RoutingProfileArn"]
    assert not profile["IsDefault"] and profile["NumberOfAssociatedUsers"] == 0
    assert profile["NumberOfAssociatedQueues"] == len({c["QueueReference"]["QueueId"] for c in request["QueueConfigs"]})
    assert queues(world, response["RoutingProfileId"]) == wanted(request["QueueConfigs"])
    assert manual_queues(world, response["RoutingProfileId"]) == wanted_manual(request["ManualAssignmentQueueConfigs"])


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Support",
    "DefaultOutboundQueueId": lambda world: world.new("Queue"),
    "QueueConfigs": lambda world: [config(world.new("Queue"), "TASK", 99, 9999)],
    "ManualAssignmentQueueConfigs": lambda world: [of(world.new("Queue"), "CHAT")],
    "MediaConcurrencies": [concurrency("TASK", 10)],
    "AgentAvailabilityTimer": "TIME_SINCE_LAST_ACTIVITY",
    "Tags": {"team": "support"},
}
REFUSED = {}


def taken(world):
    name = world.unique("taken")
    world.new("RoutingProfile", Name=name)
    return {**example(world), "Name": name}


def full(world):
    instance = world.full("RoutingProfile")
    queue = world.connect.list_queues(InstanceId=instance, QueueTypes=["STANDARD"])["QueueSummaryList"][0]["Id"]
    return dict(
        InstanceId=instance, Name="one more", Description="Too many", DefaultOutboundQueueId=queue,
        MediaConcurrencies=[concurrency("VOICE", 1)])


def agents_queue(world):
    """Each user has a queue of its own, with the user's id; a routing profile cannot have it."""
    return {**example(world), "DefaultOutboundQueueId": world.new("User")}


ERRORS = {
    "InvalidRequestException": agents_queue,
    "InvalidParameterException": lambda world: {**example(world), "MediaConcurrencies": [concurrency("VOICE", 2)]},
    "DuplicateResourceException": taken,
    "ResourceNotFoundException": lambda world: {**example(world), "DefaultOutboundQueueId": UNKNOWN},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
RESULT = "RoutingProfileId"
