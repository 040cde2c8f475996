"""ListRoutingProfileQueues: the queues of a profile by name, in the order in which they were added."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def of(queue, channel):
    return {"QueueReference": {"QueueId": queue, "Channel": channel}}


def config(queue, channel, priority=1, delay=0):
    return {**of(queue, channel), "Priority": priority, "Delay": delay}


def example(world):
    queue = world.new("Queue", Name=world.unique("listed"))
    profile = world.new("RoutingProfile", QueueConfigs=[
        config(queue, "VOICE", 2, 10), config(queue, "CHAT", 3, 20), config(world.basic_queue, "TASK", 4, 30)])
    return dict(InstanceId=world.instance, RoutingProfileId=profile)


def check(world, request, response):
    listed = response["RoutingProfileQueueConfigSummaryList"]
    assert [(q["Channel"], q["Priority"], q["Delay"]) for q in listed] == [("VOICE", 2, 10), ("CHAT", 3, 20), ("TASK", 4, 30)]
    assert listed[2]["QueueName"] == "BasicQueue" and listed[2]["QueueId"] == world.basic_queue
    assert all(q["QueueArn"].endswith("/queue/" + q["QueueId"]) for q in listed)
    assert response["LastModifiedTime"] and response["LastModifiedRegion"]


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, RoutingProfileId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
