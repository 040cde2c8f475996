"""DescribeQueue."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QueueId=world.new("Queue", Description="To be described"))


def check(world, request, response):
    assert response["Queue"]["QueueId"] == request["QueueId"] and response["Queue"]["Description"] == "To be described"


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
