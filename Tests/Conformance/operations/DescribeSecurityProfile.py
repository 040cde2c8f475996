"""DescribeSecurityProfile."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, SecurityProfileId=world.new("SecurityProfile"))


def check(world, request, response):
    profile = response["SecurityProfile"]
    assert profile["Id"] == request["SecurityProfileId"] and profile["SecurityProfileName"]


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "SecurityProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
