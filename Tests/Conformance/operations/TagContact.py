"""TagContact: adds tags to an open contact."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.task(world), Tags={"team": "sales"})


def check(world, request, response):
    assert contacts.described(world, request["ContactId"])["Tags"] == request["Tags"]


OBJECTS = ["ContactId"]
VARIANTS = {"Tags": {"team": "support"}}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "InvalidParameterException": lambda world: {**example(world), "Tags": {"aws:x": "y"}},
    "InvalidActiveRegionException": unreachable("there is one region"),
}
