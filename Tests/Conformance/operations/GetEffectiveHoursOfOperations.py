"""GetEffectiveHoursOfOperations: the overrides rank as Connect ranks them."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def time(hour, minute=0):
    return {"Hours": hour, "Minutes": minute}


def span(start, end, day=None):
    entry = {"StartTime": time(start), "EndTime": time(end)}
    return {"Day": day, **entry} if day else entry


def office(world, **members):
    """Monday to Friday from 9 to 17; the first of March 2027 is a Monday."""
    weekdays = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")
    config = [span(9, 17, day) for day in weekdays]
    return world.new("HoursOfOperation", Config=config, ParentHoursOfOperationConfigs=[], **members)


def override(world, hours, name, kind, config, first, last, recurs=None):
    recurrence = {"RecurrenceConfig": {"RecurrencePattern": recurs}} if recurs else {}
    world.connect.create_hours_of_operation_override(
        InstanceId=world.instance, HoursOfOperationId=hours, Name=name, OverrideType=kind, Config=config, EffectiveFrom=first,
        EffectiveTill=last, **recurrence)


def example(world):
    hours = office(world, TimeZone="Europe/London")
    override(world, hours, "Short Tuesday", "STANDARD", [span(10, 12)], "2027-03-02", "2027-03-02")
    weekly = {"Frequency": "WEEKLY", "Interval": 1}
    override(world, hours, "Night", "OPEN", [span(22, 2, "TUESDAY")], "2027-03-01", "2027-03-31", weekly)
    monthly = {"Frequency": "MONTHLY", "Interval": 1, "ByMonthDay": [3]}
    override(world, hours, "Drill", "CLOSED", [span(11, 13)], "2027-03-01", "2027-12-31", monthly)
    return dict(InstanceId=world.instance, HoursOfOperationId=hours, FromDate="2027-03-01", ToDate="2027-03-06")


EXPECTED = {
    "2027-03-01": [(9, 17)], "2027-03-02": [(10, 12), (22, 0)], "2027-03-03": [(0, 2), (9, 11), (13, 17)],
    "2027-03-04": [(9, 17)], "2027-03-05": [(9, 17)], "2027-03-06": [], "2027-03-07": [],
}
OVERRIDES = {
    "2027-03-02": [("Short Tuesday", "OPEN", 10, 12), ("Night", "OPEN", 22, 2)],
    "2027-03-03": [("Drill", "CLOSED", 11, 13)],
}


def dates(request):
    return [date for date in EXPECTED if request["FromDate"] <= date <= request["ToDate"]]


def check(world, request, response):
    assert response["TimeZone"] == "Europe/London"
    assert [entry["Date"] for entry in response["EffectiveHoursOfOperationList"]] == dates(request)
    for entry in response["EffectiveHoursOfOperationList"]:
        hours = [(hour["Start"]["Hours"], hour["End"]["Hours"]) for hour in entry["OperationalHours"]]
        assert hours == EXPECTED[entry["Date"]], entry["Date"]
    told = {
        entry["Date"]: [
            (hour["OverrideName"], hour["OperationalStatus"], hour["Start"]["Hours"], hour["End"]["Hours"])
            for hour in entry["OverrideHours"]]
        for entry in response["EffectiveOverrideHoursList"]}
    assert told == {date: OVERRIDES[date] for date in dates(request) if date in OVERRIDES}


def inherited(world):
    """A child takes the overrides of its parents, not their weekly hours."""
    parent = office(world)
    override(world, parent, "Holiday", "STANDARD", [], "2027-03-01", "2027-03-01")
    child = world.new(
        "HoursOfOperation", Config=[span(0, 0, "MONDAY")], ParentHoursOfOperationConfigs=[{"HoursOfOperationId": parent}])
    response = world.connect.get_effective_hours_of_operations(
        InstanceId=world.instance, HoursOfOperationId=child, FromDate="2027-03-01", ToDate="2027-03-08")
    hours = {entry["Date"]: entry["OperationalHours"] for entry in response["EffectiveHoursOfOperationList"]}
    assert hours["2027-03-01"] == [] and hours["2027-03-02"] == []
    assert hours["2027-03-08"] == [{"Start": time(0), "End": time(0)}]


VARIANTS = {"FromDate": "2027-03-02", "ToDate": "2027-03-07"}
EFFECTS = {"HoursOfOperationId": inherited}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "ToDate": "2027-02-28"},
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationId": UNKNOWN},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
