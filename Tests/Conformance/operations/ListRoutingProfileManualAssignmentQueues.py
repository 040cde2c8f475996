"""ListRoutingProfileManualAssignmentQueues: the queues of a profile by name, in the order in which they were added."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def of(queue, channel):
    return {"QueueReference": {"QueueId": queue, "Channel": channel}}


def example(world):
    queue = world.new("Queue", Name=world.unique("listed"))
    profile = world.new("RoutingProfile", ManualAssignmentQueueConfigs=[
        of(queue, "CHAT"), of(world.basic_queue, "TASK"), of(world.basic_queue, "EMAIL")])
    return dict(InstanceId=world.instance, RoutingProfileId=profile)


def check(world, request, response):
    listed = response["RoutingProfileManualAssignmentQueueConfigSummaryList"]
    assert [q["Channel"] for q in listed] == ["CHAT", "TASK", "EMAIL"]
    assert listed[1]["QueueName"] == "BasicQueue" and listed[1]["QueueId"] == world.basic_queue
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
