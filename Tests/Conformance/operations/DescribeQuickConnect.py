"""DescribeQuickConnect."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QuickConnectId=world.new("QuickConnect"))


def check(world, request, response):
    found = response["QuickConnect"]
    assert found["QuickConnectId"] == request["QuickConnectId"] and found["Description"] == "Second line"
    assert found["LastModifiedTime"] and found["LastModifiedRegion"] and found["Tags"] == {"team": "sales"}


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
