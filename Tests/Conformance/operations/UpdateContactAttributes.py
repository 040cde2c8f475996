"""UpdateContactAttributes: sets attributes of a contact, open or over."""

from harness import INTERNAL, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, InitialContactId=contacts.task(world), Attributes={"colour": "red"})


def check(world, request, response):
    found = world.connect.get_contact_attributes(InstanceId=world.instance, InitialContactId=request["InitialContactId"])["Attributes"]
    assert {name: found.get(name) for name in request["Attributes"]} == request["Attributes"]


def one_that_is_over(world):
    request = {**example(world), "InitialContactId": contacts.over(world)}
    check(world, request, world.call("UpdateContactAttributes", request))


VARIANTS = {"Attributes": {"colour": "blue"}}
EFFECTS = {"InitialContactId": one_that_is_over}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Attributes": {"big": "x" * 32_000, "more": "y" * 1_000}},
    "ResourceNotFoundException": lambda world: {**example(world), "InitialContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "InvalidActiveRegionException": unreachable("there is one region"),
}
