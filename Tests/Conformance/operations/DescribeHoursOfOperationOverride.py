"""DescribeHoursOfOperationOverride: the override as it was written."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def override(world, **members):
    hours = world.new("HoursOfOperation")
    return dict(
        InstanceId=world.instance, HoursOfOperationId=hours,
        HoursOfOperationOverrideId=world.new("HoursOfOperationOverride", HoursOfOperationId=hours, **members))


def example(world):
    return override(world, Description="Described")


def check(world, request, response):
    found = response["HoursOfOperationOverride"]
    world.same(found, request, "HoursOfOperationId", "HoursOfOperationOverrideId")
    assert found["HoursOfOperationArn"].endswith("/operating-hours/" + request["HoursOfOperationId"])
    assert found["Description"] == "Described"


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "HoursOfOperationOverrideId": "o" * 37},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationOverrideId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
