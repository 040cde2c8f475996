"""ListPrompts."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("Prompt")
    return dict(InstanceId=world.instance, MaxResults=1000)


def check(world, request, response):
    assert response["PromptSummaryList"] and all(item["Id"] and item["Arn"] for item in response["PromptSummaryList"])


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
