"""DescribeHoursOfOperation: the hours as they were written."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, HoursOfOperationId=world.new("HoursOfOperation", Description="Described"))


def check(world, request, response):
    hours = response["HoursOfOperation"]
    assert hours["HoursOfOperationId"] == request["HoursOfOperationId"]
    assert hours["Description"] == "Described"
    assert [parent["Name"] for parent in hours["ParentHoursOfOperations"]] == ["Basic Hours"]
    assert hours["LastModifiedRegion"] and hours["LastModifiedTime"]


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId="i" * 101, HoursOfOperationId=world.basic_hours),
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, HoursOfOperationId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
