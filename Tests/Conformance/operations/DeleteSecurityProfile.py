"""DeleteSecurityProfile."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, SecurityProfileId=world.new("SecurityProfile"))


def check(world, request, response):
    try:
        world.connect.describe_security_profile(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


def used(world):
    profile = world.new("SecurityProfile")
    world.new("User", SecurityProfileIds=[profile])
    return dict(InstanceId=world.instance, SecurityProfileId=profile)


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "ResourceInUseException": used,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "SecurityProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
