"""ListSecurityProfilePermissions."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"

VALUES = ["BasicAgentAccess", "Queues.View"]


def example(world):
    return dict(InstanceId=world.instance, SecurityProfileId=world.new("SecurityProfile", Permissions=VALUES))


def check(world, request, response):
    assert response["Permissions"] == VALUES


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "SecurityProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
