"""ListHoursOfOperationOverrides: the overrides of some hours, in the order of their creation."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    hours = world.new("HoursOfOperation")
    for number in range(4):
        world.new("HoursOfOperationOverride", HoursOfOperationId=hours, Name=f"override {number}")
    return dict(InstanceId=world.instance, HoursOfOperationId=hours)


def check(world, request, response):
    listed = response["HoursOfOperationOverrideList"]
    assert [override["Name"] for override in listed] == [f"override {number}" for number in range(4)]
    assert {override["HoursOfOperationId"] for override in listed} == {request["HoursOfOperationId"]}
    for override in listed:
        assert override == world.connect.describe_hours_of_operation_override(
            **request, HoursOfOperationOverrideId=override["HoursOfOperationOverrideId"])["HoursOfOperationOverride"]


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, HoursOfOperationId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
