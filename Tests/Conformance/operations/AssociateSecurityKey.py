"""AssociateSecurityKey: customer input may be encrypted to the certificates that the key signed."""

import pathlib
import tempfile

from harness import INTERNAL, THROTTLING, unreachable
from harness.keys import make_key

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def public_key(bits=2048):
    with tempfile.TemporaryDirectory() as folder:
        return make_key(pathlib.Path(folder), "key", bits)[1]


def associated(world, instance):
    pages = world.connect.get_paginator("list_security_keys").paginate(InstanceId=instance)
    return {key["AssociationId"]: key["Key"] for page in pages for key in page["SecurityKeys"]}


def vacant(world):
    """An instance that trusts no key: there are two at most."""
    instance = world.filled.setdefault("security keys", None) or world.new_instance()
    world.filled["security keys"] = instance
    for key in associated(world, instance):
        world.connect.disassociate_security_key(InstanceId=instance, AssociationId=key)
    return instance


def example(world):
    return dict(InstanceId=vacant(world), Key=public_key(), ClientToken=world.unique("token"))


def check(world, request, response):
    assert associated(world, request["InstanceId"])[response["AssociationId"]] == request["Key"]


def twice(world):
    request = example(world)
    world.call("AssociateSecurityKey", request)
    return {**request, "ClientToken": world.unique("token")}


def full(world):
    request = example(world)
    for _ in range(2):
        world.call("AssociateSecurityKey", {**request, "Key": public_key(), "ClientToken": world.unique("token")})
    return request


def of_rsa(world):
    """Only the PEM of an RSA public key of 2048 bits or more is one."""
    request = example(world)
    for wrong in ("text", public_key(1024), public_key().replace("PUBLIC", "PRIVATE")):
        try:
            world.call("AssociateSecurityKey", {**request, "Key": wrong, "ClientToken": world.unique("token")})
        except world.connect.exceptions.InvalidParameterException as error:
            assert "Key" in str(error)
        else:
            raise AssertionError(f"{wrong} was taken for a key")
    check(world, request, world.call("AssociateSecurityKey", request))


VARIANTS = {"Key": lambda world: public_key(3072)}
EFFECTS = {"Key": of_rsa}
ERRORS = {
    "ResourceConflictException": twice,
    "ServiceQuotaExceededException": full,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Key": "key"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
