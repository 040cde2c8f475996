"""ListPhoneNumbers: those of one instance."""

from harness import INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def some(world):
    return {kind: numbers.claimed(world, numbers.free(world, kind)) for kind in ("DID", "TOLL_FREE", "US")}


def example(world):
    some(world)
    return dict(InstanceId=world.instance, MaxResults=1000)


def check(world, request, response):
    for item in response["PhoneNumberSummaryList"]:
        number = numbers.described(world, item["Id"])
        assert number["InstanceId"] == world.instance and item == {
            "Id": number["PhoneNumberId"], "Arn": number["PhoneNumberArn"],
            **{name: number[name] for name in ("PhoneNumber", "PhoneNumberType", "PhoneNumberCountryCode")}}
    assert len(response["PhoneNumberSummaryList"]) >= 3


def listed(world, **members):
    found = world.connect.list_phone_numbers(InstanceId=world.instance, **members)["PhoneNumberSummaryList"]
    return {item["Id"] for item in found}


def by_type(world):
    made = some(world)
    found = listed(world, PhoneNumberTypes=["TOLL_FREE"])
    assert made["TOLL_FREE"] in found and not {made["DID"], made["US"]} & found


def by_country(world):
    made = some(world)
    found = listed(world, PhoneNumberCountryCodes=["US"])
    assert made["US"] in found and not {made["DID"], made["TOLL_FREE"]} & found


EFFECTS = {"PhoneNumberTypes": by_type, "PhoneNumberCountryCodes": by_country}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
