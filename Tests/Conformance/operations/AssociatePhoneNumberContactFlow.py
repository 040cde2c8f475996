"""AssociatePhoneNumberContactFlow: a flow takes the calls of a number."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, numbers

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(PhoneNumberId=numbers.claimed(world), InstanceId=world.instance, ContactFlowId=contacts.flow(world))


def check(world, request, response):
    """A call to the number runs the flow; a flow that is associated stays."""
    number = numbers.described(world, request["PhoneNumberId"])["PhoneNumber"]
    telephones = numbers.exchange(world)
    call = telephones.dial(None, number=number)
    assert call.contact
    call.waits("play", isRepeated=True)
    call.hang_up()


def in_use(world):
    flow = world.new("ContactFlow")
    world.call("AssociatePhoneNumberContactFlow", {**example(world), "ContactFlowId": flow})
    world.refuses("DeleteContactFlow", dict(InstanceId=world.instance, ContactFlowId=flow), "InvalidRequestException")


EFFECTS = {"ContactFlowId": in_use}
OBJECTS = ["ContactFlowId"]
ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "ContactFlowId": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": world.other_instance()},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
