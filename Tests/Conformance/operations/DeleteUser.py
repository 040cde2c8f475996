"""DeleteUser."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, UserId=world.new("User"))


def check(world, request, response):
    try:
        world.connect.describe_user(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")
    pages = world.connect.get_paginator("list_queues").paginate(InstanceId=world.instance, QueueTypes=["AGENT"])
    assert all(queue["Id"] != request["UserId"] for page in pages for queue in page["QueueSummaryList"])


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
