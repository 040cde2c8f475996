"""ClaimPhoneNumber: a number of the pool becomes an instance's."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, PhoneNumber=numbers.free(world), PhoneNumberDescription="Sales line", Tags={"team": "sales"})


def check(world, request, response):
    number = numbers.described(world, response["PhoneNumberId"])
    world.same(number, request, "PhoneNumber", "PhoneNumberDescription", "Tags")
    assert number["PhoneNumberArn"] == response["PhoneNumberArn"] and number["PhoneNumberStatus"] == {"Status": "CLAIMED"}
    assert (number["PhoneNumberCountryCode"], number["PhoneNumberType"]) == ("GB", "DID") and number["InstanceId"] == world.instance
    assert number["PhoneNumberArn"].split(":")[5] == f"phone-number/{response['PhoneNumberId']}"
    assert number["TargetArn"].endswith(f":instance/{world.instance}")
    assert numbers.available(world, request["PhoneNumber"]) == []


def target(world):
    arn = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    request = {**example(world), "TargetArn": arn}
    del request["InstanceId"]
    check(world, request, world.call("ClaimPhoneNumber", request))


def claimed(world):
    request = example(world)
    world.call("ClaimPhoneNumber", request)
    return request


RESULT = "PhoneNumberId"
VARIANTS = {
    "PhoneNumberDescription": "Support line", "Tags": {"team": "support"}, "PhoneNumber": lambda world: numbers.free(world),
}
EFFECTS = {"TargetArn": target}
ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "TargetArn": "arn:aws:connect:us-east-1:1:instance/x"},
    "ResourceNotFoundException": claimed,
    "IdempotencyException": unreachable("test_idempotency.py provokes it, with a token that was used before"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
