"""DeleteHoursOfOperation: gone with its overrides, unless it is used."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    hours = world.new("HoursOfOperation")
    world.new("HoursOfOperationOverride", HoursOfOperationId=hours)
    return dict(InstanceId=world.instance, HoursOfOperationId=hours)


def check(world, request, response):
    try:
        world.connect.describe_hours_of_operation(**request)
    except world.connect.exceptions.ResourceNotFoundException:
        return
    raise AssertionError("the hours of operation are still there")


VARIANTS = {}
REFUSED = {}


def in_use(world):
    hours = world.new("HoursOfOperation")
    world.new("Queue", HoursOfOperationId=hours)
    return dict(InstanceId=world.instance, HoursOfOperationId=hours)


ERRORS = {
    "InvalidRequestException": in_use,
    "InvalidParameterException": lambda world: dict(InstanceId="i" * 101, HoursOfOperationId=world.basic_hours),
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, HoursOfOperationId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
