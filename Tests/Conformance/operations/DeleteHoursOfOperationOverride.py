"""DeleteHoursOfOperationOverride: gone, and its hours stay."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def override(world, **members):
    hours = world.new("HoursOfOperation")
    return dict(
        InstanceId=world.instance, HoursOfOperationId=hours,
        HoursOfOperationOverrideId=world.new("HoursOfOperationOverride", HoursOfOperationId=hours, **members))


def example(world):
    return override(world)


def check(world, request, response):
    left = world.connect.list_hours_of_operation_overrides(
        InstanceId=request["InstanceId"], HoursOfOperationId=request["HoursOfOperationId"])["HoursOfOperationOverrideList"]
    assert left == []


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "HoursOfOperationOverrideId": "o" * 37},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationOverrideId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
