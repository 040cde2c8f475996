"""GetContactAttributes: tells the attributes of a contact, open or over."""

from harness import INTERNAL, contacts


def example(world):
    return dict(InstanceId=world.instance, InitialContactId=contacts.over(world, Attributes={"a": "1"}))


def check(world, request, response):
    assert response["Attributes"]["a"] == "1"


VARIANTS = {}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "InitialContactId": "c" * 300},
    "ResourceNotFoundException": lambda world: {**example(world), "InitialContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL,
}
