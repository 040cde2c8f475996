"""DeleteQueue: a queue that a routing profile uses stays."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QueueId=world.new("Queue"))


def check(world, request, response):
    try:
        world.connect.describe_queue(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("the queue is still there")


ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, QueueId=world.new("User")),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceInUseException": lambda world: dict(InstanceId=world.instance, QueueId=world.basic_queue),
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
