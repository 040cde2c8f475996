"""UntagContact: removes tags from an open contact."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    contact = contacts.task(world)
    world.connect.tag_contact(InstanceId=world.instance, ContactId=contact, Tags={"a": "1", "b": "2"})
    return dict(InstanceId=world.instance, ContactId=contact, TagKeys=["a"])


def check(world, request, response):
    left = {name: value for name, value in {"a": "1", "b": "2"}.items() if name not in request["TagKeys"]}
    assert contacts.described(world, request["ContactId"]).get("Tags") == left


OBJECTS = ["ContactId"]
VARIANTS = {"TagKeys": ["b"]}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "InvalidParameterException": lambda world: {**example(world), "TagKeys": ["k" * 200]},
    "InvalidActiveRegionException": unreachable("there is one region"),
}
