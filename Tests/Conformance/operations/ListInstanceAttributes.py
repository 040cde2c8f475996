"""ListInstanceAttributes."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, MaxResults=7)


def check(world, request, response):
    assert len(response["Attributes"]) == 7 and all(attribute["Value"] in ("true", "false") for attribute in response["Attributes"])


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 8},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
