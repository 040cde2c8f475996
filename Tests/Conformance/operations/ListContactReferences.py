"""ListContactReferences: lists the references of the types asked for."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    contact = contacts.task(world, References={
        "site": {"Type": "URL", "Value": "https://example.com"}, "number": {"Type": "NUMBER", "Value": "7"},
        "text": {"Type": "STRING", "Value": "t"}, "day": {"Type": "DATE", "Value": "1700000000"},
        "mail": {"Type": "EMAIL", "Value": "a@example.com"}})
    return dict(InstanceId=world.instance, ContactId=contact, ReferenceTypes=["URL", "NUMBER"])


def check(world, request, response):
    assert {list(reference)[0].upper() for reference in response["ReferenceSummaryList"]} == set(request["ReferenceTypes"])


VARIANTS = {"ReferenceTypes": ["STRING", "DATE", "EMAIL"]}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ReferenceTypes": ["NONE"]},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
}
