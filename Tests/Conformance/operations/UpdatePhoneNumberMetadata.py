"""UpdatePhoneNumberMetadata: the description."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(PhoneNumberId=numbers.claimed(world, PhoneNumberDescription="One"), PhoneNumberDescription="Two")


def check(world, request, response):
    world.same(numbers.described(world, request["PhoneNumberId"]), request, "PhoneNumberDescription")


def nothing(world):
    request = {**example(world), "PhoneNumberDescription": ""}
    world.call("UpdatePhoneNumberMetadata", request)
    assert "PhoneNumberDescription" not in numbers.described(world, request["PhoneNumberId"])


VARIANTS = {"PhoneNumberDescription": "Three"}
EFFECTS = {"PhoneNumberDescription": nothing}
ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "PhoneNumberDescription": "x" * 501},
    "InvalidRequestException": lambda world: {"PhoneNumberId": numbers.claimed(world)},
    "ResourceNotFoundException": lambda world: {**example(world), "PhoneNumberId": UNKNOWN},
    "ResourceInUseException": unreachable("a description is in nobody's way"),
    "IdempotencyException": unreachable("test_idempotency.py provokes it, with a token that was used before"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
