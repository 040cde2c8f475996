"""ListPhoneNumbersV2: those of one instance, or of all."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def some(world):
    return {kind: numbers.claimed(world, numbers.free(world, kind)) for kind in ("DID", "TOLL_FREE", "US")}


def example(world):
    some(world)
    return dict(InstanceId=world.instance, MaxResults=1000)


def check(world, request, response):
    found = response["ListPhoneNumbersSummaryList"]
    assert len(found) >= 3 and {item["InstanceId"] for item in found} == {request["InstanceId"]}
    for item in found:
        number = numbers.described(world, item["PhoneNumberId"])
        assert item == {name: value for name, value in number.items() if name not in ("Tags", "PhoneNumberStatus")}


def listed(world, **members):
    found = world.connect.list_phone_numbers_v2(MaxResults=1000, **members)["ListPhoneNumbersSummaryList"]
    return {item["PhoneNumberId"] for item in found}


def filtered(member, value, kind):
    def effect(world):
        made = some(world)
        found = listed(world, InstanceId=world.instance, **{member: value})
        assert {word for word, number in made.items() if number in found} == {kind}
    return effect


def by_prefix(world):
    number = numbers.free(world)
    made = numbers.claimed(world, number)
    assert made in listed(world, PhoneNumberPrefix=number[:12]) and made in listed(world, PhoneNumberPrefix=number[1:12])
    assert made not in listed(world, PhoneNumberPrefix="+1")


def target(world):
    """One instance has its own; without any, all are there."""
    here, there = numbers.claimed(world), numbers.claimed(world, InstanceId=world.other_instance())
    arn = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    found = listed(world, TargetArn=arn)
    assert here in found and there not in found
    assert {here, there} <= listed(world)


EFFECTS = {
    "TargetArn": target, "PhoneNumberCountryCodes": filtered("PhoneNumberCountryCodes", ["US"], "US"),
    "PhoneNumberTypes": filtered("PhoneNumberTypes", ["TOLL_FREE"], "TOLL_FREE"), "PhoneNumberPrefix": by_prefix,
}
ERRORS = {
    "InvalidParameterException": lambda world: {**example(world), "TargetArn": "arn:aws:connect:us-east-1:1:traffic-distribution-group/x"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
