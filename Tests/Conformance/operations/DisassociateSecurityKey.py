"""DisassociateSecurityKey: nothing more is encrypted to the certificates that the key signed."""

from harness import INTERNAL, THROTTLING, unreachable
from operations.AssociateSecurityKey import associated, public_key, vacant

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def associate(world, instance):
    return world.connect.associate_security_key(InstanceId=instance, Key=public_key())["AssociationId"]


def example(world):
    instance = vacant(world)
    return dict(InstanceId=instance, AssociationId=associate(world, instance), ClientToken=world.unique("token"))


def check(world, request, response):
    assert response == {}
    assert request["AssociationId"] not in associated(world, request["InstanceId"])


def alone(world):
    """The other stays, and there is room again."""
    request = example(world)
    stays = associate(world, request["InstanceId"])
    world.call("DisassociateSecurityKey", request)
    assert list(associated(world, request["InstanceId"])) == [stays]
    another = associate(world, request["InstanceId"])
    assert set(associated(world, request["InstanceId"])) == {stays, another}


VARIANTS = {}
EFFECTS = {"AssociationId": alone}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "AssociationId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "AssociationId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
