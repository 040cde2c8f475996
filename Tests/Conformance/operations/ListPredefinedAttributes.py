"""ListPredefinedAttributes."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("PredefinedAttribute")
    return dict(InstanceId=world.instance)


def check(world, request, response):
    listed = response["PredefinedAttributeSummaryList"]
    assert listed and all(summary["Name"] and summary["LastModifiedTime"] and summary["LastModifiedRegion"] for summary in listed)


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
