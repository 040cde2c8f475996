"""UpdateHoursOfOperation: what is given changes, what is not stays."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def day(name, start=(9, 0), end=(17, 30)):
    return {"Day": name, "StartTime": {"Hours": start[0], "Minutes": start[1]}, "EndTime": {"Hours": end[0], "Minutes": end[1]}}


def example(world):
    return dict(
        InstanceId=world.instance, HoursOfOperationId=world.new("HoursOfOperation"), Name=world.unique("renamed"),
        Description="Changed", TimeZone="Asia/Tokyo", Config=[day("TUESDAY")])


def describe(world, request):
    return world.connect.describe_hours_of_operation(
        InstanceId=world.instance, HoursOfOperationId=request["HoursOfOperationId"])["HoursOfOperation"]


def check(world, request, response):
    world.same(describe(world, request), request, "Name", "Description", "TimeZone", "Config")


def stays(world):
    """Hours that are not given keep all they have; an empty description removes it."""
    request = dict(InstanceId=world.instance, HoursOfOperationId=world.new("HoursOfOperation"))
    before = describe(world, request)
    world.connect.update_hours_of_operation(**request)
    world.same(describe(world, request), before, "Name", "Description", "TimeZone", "Config", "Tags", "ParentHoursOfOperations")
    world.connect.update_hours_of_operation(**request, Description="")
    assert "Description" not in describe(world, request)


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Otherwise",
    "TimeZone": "UTC",
    "Config": [],
}
EFFECTS = {"HoursOfOperationId": stays}
REFUSED = {}


def taken(world):
    name = world.unique("taken")
    world.new("HoursOfOperation", Name=name)
    return {**example(world), "Name": name}


ERRORS = {
    "DuplicateResourceException": taken,
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "TimeZone": "GMT+25"},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
