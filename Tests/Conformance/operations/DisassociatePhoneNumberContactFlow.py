"""DisassociatePhoneNumberContactFlow: nothing takes the calls of a number any more."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, numbers

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    number = numbers.claimed(world)
    world.connect.associate_phone_number_contact_flow(
        PhoneNumberId=number, InstanceId=world.instance, ContactFlowId=contacts.flow(world))
    return dict(PhoneNumberId=number, InstanceId=world.instance)


def check(world, request, response):
    number = numbers.described(world, request["PhoneNumberId"])["PhoneNumber"]
    assert numbers.exchange(world).refused(number) == 480


ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "PhoneNumberId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
