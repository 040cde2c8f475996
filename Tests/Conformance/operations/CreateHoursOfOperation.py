"""CreateHoursOfOperation: every member stands in the description."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def day(name, start=(9, 0), end=(17, 30)):
    return {"Day": name, "StartTime": {"Hours": start[0], "Minutes": start[1]}, "EndTime": {"Hours": end[0], "Minutes": end[1]}}


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("hours"), Description="Office", TimeZone="Europe/London",
        Config=[day("MONDAY"), day("FRIDAY", (22, 0), (6, 0))],
        ParentHoursOfOperationConfigs=[{"HoursOfOperationId": world.basic_hours}], Tags={"team": "sales"})


def check(world, request, response):
    hours = world.connect.describe_hours_of_operation(
        InstanceId=world.instance, HoursOfOperationId=response["HoursOfOperationId"])["HoursOfOperation"]
    world.same(hours, request, "Name", "Description", "TimeZone", "Config", "Tags")
    assert hours["HoursOfOperationArn"] == response["HoursOfOperationArn"]
    assert hours["HoursOfOperationArn"].endswith("/operating-hours/" + response["HoursOfOperationId"])
    parents = [parent["Id"] for parent in hours.get("ParentHoursOfOperations", [])]
    assert parents == [parent["HoursOfOperationId"] for parent in request["ParentHoursOfOperationConfigs"]]


def orphan(world, **overrides):
    """Hours that inherit nothing, so that others can inherit from them."""
    return world.new("HoursOfOperation", ParentHoursOfOperationConfigs=[], **overrides)


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Night shift",
    "TimeZone": "America/New_York",
    "Config": [day("SUNDAY", (0, 0), (0, 0))],
    "ParentHoursOfOperationConfigs": lambda world: [{"HoursOfOperationId": orphan(world)}],
    "Tags": {"team": "support"},
}
REFUSED = {}


def taken(world):
    name = world.unique("taken")
    world.new("HoursOfOperation", Name=name)
    return {**example(world), "Name": name}


def child_as_parent(world):
    """The example's hours have a parent."""
    return {**example(world), "ParentHoursOfOperationConfigs": [{"HoursOfOperationId": world.new("HoursOfOperation")}]}


def unknown_parent(world):
    return {**example(world), "ParentHoursOfOperationConfigs": [{"HoursOfOperationId": UNKNOWN}]}


def full(world):
    return {**example(world), "InstanceId": world.full("HoursOfOperation"), "ParentHoursOfOperationConfigs": []}


ERRORS = {
    "DuplicateResourceException": taken,
    "InvalidRequestException": child_as_parent,
    "InvalidParameterException": lambda world: {**example(world), "TimeZone": "Europe/Atlantis"},
    "ResourceNotFoundException": unknown_parent,
    "LimitExceededException": full,
    "ServiceQuotaExceededException": unreachable("a full instance answers LimitExceededException"),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
RESULT = "HoursOfOperationId"
