"""StopContact: ends a contact."""

from harness import INTERNAL, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.task(world), DisconnectReason={"Code": "CUSTOM"})


def check(world, request, response):
    over = contacts.described(world, request["ContactId"])
    assert over["DisconnectTimestamp"] and over["DisconnectReason"] == request["DisconnectReason"]["Code"]


OBJECTS = ["ContactId"]
VARIANTS = {"DisconnectReason.Code": "OTHER"}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "DisconnectReason": {"Code": 7}},
    "ContactNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "InvalidActiveRegionException": unreachable("there is one region"),
}
