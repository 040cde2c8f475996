"""SearchAvailablePhoneNumbers: what is in the pool and nobody has."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, numbers


def example(world):
    number = numbers.free(world)
    return dict(
        InstanceId=world.instance, PhoneNumberCountryCode="GB", PhoneNumberType="DID", PhoneNumberPrefix=number[:12])


def check(world, request, response):
    found = response["AvailableNumbersList"]
    assert found and all(item["PhoneNumber"].startswith(request["PhoneNumberPrefix"]) for item in found)
    assert {(i["PhoneNumberCountryCode"], i["PhoneNumberType"]) for i in found} == {
        (request["PhoneNumberCountryCode"], request["PhoneNumberType"])}


def target(world):
    arn = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    request = {**example(world), "TargetArn": arn}
    del request["InstanceId"]
    check(world, request, world.call("SearchAvailablePhoneNumbers", request))


def by_type(world):
    number = numbers.free(world, "TOLL_FREE")
    assert number in numbers.available(world, number, PhoneNumberType="TOLL_FREE")
    assert numbers.available(world, number) == []


def by_country(world):
    number = numbers.free(world, "US")
    assert number in numbers.available(world, number, PhoneNumberCountryCode="US")
    assert numbers.available(world, number) == []


def by_prefix(world):
    number = numbers.free(world)
    request = {**example(world), "PhoneNumberPrefix": number[1:12]}
    check(world, {**request, "PhoneNumberPrefix": number[:12]}, world.call("SearchAvailablePhoneNumbers", request))


EFFECTS = {
    "TargetArn": target, "PhoneNumberType": by_type, "PhoneNumberCountryCode": by_country, "PhoneNumberPrefix": by_prefix,
}
ERRORS = {
    "InvalidParameterException": lambda world: {k: v for k, v in example(world).items() if k != "InstanceId"},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
