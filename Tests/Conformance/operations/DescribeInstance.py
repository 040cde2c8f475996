"""DescribeInstance."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance)


def check(world, request, response):
    assert response["Instance"]["Id"] == request["InstanceId"] and response["Instance"]["InstanceStatus"] == "ACTIVE"


ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId="x" * 101),
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "InternalServiceException": INTERNAL,
}
