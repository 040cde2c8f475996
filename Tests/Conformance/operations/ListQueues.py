"""ListQueues: standard queues, and agents' own."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("User")
    return dict(InstanceId=world.instance, QueueTypes=["AGENT"], MaxResults=1000)


def check(world, request, response):
    found = {queue["QueueType"] for queue in response["QueueSummaryList"]}
    assert found == set(request["QueueTypes"])


VARIANTS = {"QueueTypes": ["STANDARD"]}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
