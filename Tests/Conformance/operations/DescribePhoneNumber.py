"""DescribePhoneNumber."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(PhoneNumberId=numbers.claimed(world, Tags={"team": "sales"}))


def check(world, request, response):
    number = response["ClaimedPhoneNumberSummary"]
    assert number["PhoneNumberId"] == request["PhoneNumberId"] and number["Tags"] == {"team": "sales"}
    again = world.connect.describe_phone_number(PhoneNumberId=number["PhoneNumberArn"])["ClaimedPhoneNumberSummary"]
    assert again == number
    world.refuses("DescribePhoneNumber", {"PhoneNumberId": number["PhoneNumberArn"].replace(":phone", ":1phone")}, "ResourceNotFoundException")


ERRORS = {
    "InvalidParameterException": unreachable("an id in a path has no bound that it could break; test_constraints.py sends what is unknown"),
    "ResourceNotFoundException": lambda world: {"PhoneNumberId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
