"""ListRoutingProfiles: all routing profiles of an instance."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("RoutingProfile")
    return dict(InstanceId=world.instance)


def check(world, request, response):
    made = world.new("RoutingProfile")
    pages = world.connect.get_paginator("list_routing_profiles").paginate(**request)
    listed = [item for page in pages for item in page["RoutingProfileSummaryList"]]
    assert made in {item["Id"] for item in listed}
    assert 'Basic Routing Profile' in {item["Name"] for item in listed}
    assert all(item["Arn"].endswith(item["Id"]) for item in response["RoutingProfileSummaryList"])


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, NextToken="forged"),
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
