"""DescribeInstanceAttribute."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, AttributeType="EARLY_MEDIA")


def check(world, request, response):
    assert response["Attribute"] == {"AttributeType": request["AttributeType"], "Value": "true"}


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "AttributeType": "COLOUR"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
