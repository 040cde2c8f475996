"""ReleasePhoneNumber: back into the pool."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"
RELEASED = {}


def example(world):
    number = numbers.free(world)
    made = numbers.claimed(world, number)
    RELEASED[made] = number
    return dict(PhoneNumberId=made)


def check(world, request, response):
    world.refuses("DescribePhoneNumber", request, "ResourceNotFoundException")
    number = RELEASED[request["PhoneNumberId"]]
    assert number in numbers.available(world, number)


def in_use(world):
    number = numbers.claimed(world)
    queue = world.new("Queue", OutboundCallerConfig={"OutboundCallerIdNumberId": number})
    world.later(lambda: world.connect.update_queue_outbound_caller_config(
        InstanceId=world.instance, QueueId=queue, OutboundCallerConfig={}))
    return dict(PhoneNumberId=number)


ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "ClientToken": "x" * 501},
    "ResourceNotFoundException": lambda world: {"PhoneNumberId": UNKNOWN},
    "ResourceInUseException": in_use,
    "IdempotencyException": unreachable("test_phone_numbers.py provokes it, with a token that was used before"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
