"""ListSecurityKeys: in the order in which they were associated, those of the instance alone."""

from harness import INTERNAL, THROTTLING, unreachable
from operations.AssociateSecurityKey import public_key, vacant

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    instance = vacant(world)
    for _ in range(2):
        world.connect.associate_security_key(InstanceId=instance, Key=public_key())
    return dict(InstanceId=instance, MaxResults=2)


def check(world, request, response):
    keys = response["SecurityKeys"]
    assert len(keys) == 2 and all({"AssociationId", "Key", "CreationTime"} == set(key) for key in keys)
    assert keys[0]["CreationTime"] <= keys[1]["CreationTime"]
    pages, token = [], {}
    while token is not None:
        page = world.connect.list_security_keys(InstanceId=request["InstanceId"], MaxResults=1, **token)
        pages += page["SecurityKeys"]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    assert pages == keys
    elsewhere = world.connect.list_security_keys(InstanceId=world.other_instance())["SecurityKeys"]
    assert elsewhere == []


VARIANTS = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 3},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
