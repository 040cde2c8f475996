"""CreateHoursOfOperationOverride: every member stands in the description."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def hours(day=None, start=(10, 0), end=(14, 0)):
    entry = {"StartTime": {"Hours": start[0], "Minutes": start[1]}, "EndTime": {"Hours": end[0], "Minutes": end[1]}}
    return {"Day": day, **entry} if day else entry


def example(world):
    return dict(
        InstanceId=world.instance, HoursOfOperationId=world.new("HoursOfOperation"), Name=world.unique("override"),
        Description="Last Friday of each other month", Config=[hours("FRIDAY")], EffectiveFrom="2027-01-01",
        EffectiveTill="2027-12-31", OverrideType="CLOSED",
        RecurrenceConfig={"RecurrencePattern": {"Frequency": "MONTHLY", "Interval": 2, "ByWeekdayOccurrence": [-1]}})


def described(world, request, response):
    return world.connect.describe_hours_of_operation_override(
        InstanceId=world.instance, HoursOfOperationId=request["HoursOfOperationId"],
        HoursOfOperationOverrideId=response["HoursOfOperationOverrideId"])["HoursOfOperationOverride"]


def check(world, request, response):
    world.same(
        described(world, request, response), request, "HoursOfOperationId", "Name", "Description", "Config", "EffectiveFrom",
        "EffectiveTill", "OverrideType", "RecurrenceConfig")


def patterns(world):
    """The other two ways to recur, and none: temporary hours, which an override is unless it says otherwise."""
    base = example(world)
    for pattern in (
        {"Frequency": "WEEKLY", "Interval": 6},
        {"Frequency": "YEARLY", "Interval": 1, "ByMonth": [12], "ByMonthDay": [25]},
    ):
        request = {**base, "Name": world.unique("override"), "RecurrenceConfig": {"RecurrencePattern": pattern}}
        check(world, request, world.connect.create_hours_of_operation_override(**request))
    request = {**base, "Name": world.unique("override"), "Config": []}
    del request["RecurrenceConfig"], request["OverrideType"]
    override = described(world, request, world.connect.create_hours_of_operation_override(**request))
    assert override["OverrideType"] == "STANDARD" and "RecurrenceConfig" not in override


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Otherwise",
    "Config": [hours("MONDAY", (0, 0), (0, 0))],
    "EffectiveFrom": "2027-02-01",
    "EffectiveTill": "2028-01-31",
    "OverrideType": "OPEN",
    "RecurrenceConfig.RecurrencePattern.Interval": 3,
    "RecurrenceConfig.RecurrencePattern.ByWeekdayOccurrence": [2],
}
# These exclude what the example sets, or need more beside them.
EFFECTS = {
    "RecurrenceConfig.RecurrencePattern.Frequency": patterns,
    "RecurrenceConfig.RecurrencePattern.ByMonth": patterns,
    "RecurrenceConfig.RecurrencePattern.ByMonthDay": patterns,
}
REFUSED = {}


def taken(world):
    request = example(world)
    world.connect.create_hours_of_operation_override(**request)
    return request


def full(world):
    request = example(world)
    for number in range(50):
        world.connect.create_hours_of_operation_override(**{**request, "Name": f"override {number}"})
    return request


ERRORS = {
    "DuplicateResourceException": taken,
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "EffectiveTill": "2027-02-30"},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationId": UNKNOWN},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
RESULT = "HoursOfOperationOverrideId"
