"""ImportPhoneNumber: a number of the pool by an ARN of where it comes from."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers, sessions, unreachable


def source(world, number=None):
    account = sessions.account(world.server)
    return f"arn:aws:sms-voice:us-east-1:{account}:phone-number/{(number or numbers.free(world))[1:]}"


def example(world):
    return dict(
        InstanceId=world.instance, SourcePhoneNumberArn=source(world), PhoneNumberDescription="Sales line", Tags={"team": "sales"})


def check(world, request, response):
    number = numbers.described(world, response["PhoneNumberId"])
    world.same(number, request, "PhoneNumberDescription", "Tags", "SourcePhoneNumberArn")
    assert number["PhoneNumber"] == "+" + request["SourcePhoneNumberArn"].split("/")[-1] and number["InstanceId"] == world.instance


RESULT = "PhoneNumberId"
VARIANTS = {"PhoneNumberDescription": "Support line", "Tags": {"team": "support"}, "SourcePhoneNumberArn": source}
ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "SourcePhoneNumberArn": "arn:aws:s3:::x"},
    "ResourceNotFoundException": lambda world: {**example(world), "SourcePhoneNumberArn": source(world, "+4420000000")},
    "IdempotencyException": unreachable("test_idempotency.py provokes it, with a token that was used before"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
