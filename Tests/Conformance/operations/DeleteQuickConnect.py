"""DeleteQuickConnect: one that a queue has stays."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QuickConnectId=world.new("QuickConnect"))


def check(world, request, response):
    try:
        world.connect.describe_quick_connect(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("the quick connect is still there")


def associated(world):
    request = example(world)
    world.new("Queue", QuickConnectIds=[request["QuickConnectId"]])
    return request


ERRORS = {
    "InvalidRequestException": associated,
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
