"""ListInstances."""

from harness import INTERNAL


def example(world):
    return dict(MaxResults=10)


def check(world, request, response):
    assert world.instance in {instance["Id"] for instance in response["InstanceSummaryList"]}


ERRORS = {"InvalidRequestException": lambda world: dict(MaxResults=11), "InternalServiceException": INTERNAL}
