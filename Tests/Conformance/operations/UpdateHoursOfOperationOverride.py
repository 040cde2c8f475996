"""UpdateHoursOfOperationOverride: what is given changes, what is not stays."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def hours(day=None, start=(10, 0), end=(14, 0)):
    entry = {"StartTime": {"Hours": start[0], "Minutes": start[1]}, "EndTime": {"Hours": end[0], "Minutes": end[1]}}
    return {"Day": day, **entry} if day else entry


def example(world):
    parent = world.new("HoursOfOperation")
    return dict(
        InstanceId=world.instance, HoursOfOperationId=parent,
        HoursOfOperationOverrideId=world.new("HoursOfOperationOverride", HoursOfOperationId=parent),
        Name=world.unique("renamed"), Description="Changed", Config=[hours("TUESDAY")], EffectiveFrom="2028-01-01",
        EffectiveTill="2028-12-31", OverrideType="OPEN",
        RecurrenceConfig={"RecurrencePattern": {"Frequency": "YEARLY", "Interval": 1, "ByMonth": [4], "ByMonthDay": [15]}})


IDS = ("InstanceId", "HoursOfOperationId", "HoursOfOperationOverrideId")


def describe(world, request):
    return world.connect.describe_hours_of_operation_override(**{name: request[name] for name in IDS})["HoursOfOperationOverride"]


def check(world, request, response):
    world.same(
        describe(world, request), request, "Name", "Description", "Config", "EffectiveFrom", "EffectiveTill", "OverrideType",
        "RecurrenceConfig")


def stays(world):
    """What is not given stays, but an override that becomes temporary hours recurs no longer."""
    request = {name: value for name, value in example(world).items() if name in IDS}
    before = describe(world, request)
    world.connect.update_hours_of_operation_override(**request)
    assert describe(world, request) == before
    world.connect.update_hours_of_operation_override(**request, OverrideType="STANDARD")
    after = describe(world, request)
    assert after["OverrideType"] == "STANDARD" and "RecurrenceConfig" not in after


def by_weekday(world):
    request = example(world)
    for pattern in (
        {"Frequency": "MONTHLY", "Interval": 1, "ByWeekdayOccurrence": [3]},
        {"Frequency": "WEEKLY", "Interval": 2},
    ):
        request["RecurrenceConfig"] = {"RecurrencePattern": pattern}
        check(world, request, world.connect.update_hours_of_operation_override(**request))


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Otherwise",
    "Config": [hours("MONDAY", (22, 0), (2, 0))],
    "EffectiveFrom": "2028-02-01",
    "EffectiveTill": "2029-01-31",
    "OverrideType": "CLOSED",
    "RecurrenceConfig.RecurrencePattern.Interval": 2,
    "RecurrenceConfig.RecurrencePattern.ByMonth": [5],
    "RecurrenceConfig.RecurrencePattern.ByMonthDay": [-1],
}
EFFECTS = {
    "HoursOfOperationOverrideId": stays,
    "RecurrenceConfig.RecurrencePattern.Frequency": by_weekday,
    "RecurrenceConfig.RecurrencePattern.ByWeekdayOccurrence": by_weekday,
}
REFUSED = {}


def taken(world):
    request = example(world)
    other = {**request, "Name": "taken"}
    del other["HoursOfOperationOverrideId"]
    world.connect.create_hours_of_operation_override(**other)
    return {**request, "Name": "taken"}


ERRORS = {
    "DuplicateResourceException": taken,
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "OverrideType": "STANDARD"},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationOverrideId": UNKNOWN},
    "ConditionalOperationFailedException": unreachable("an update is one transaction"),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
