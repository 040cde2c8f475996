"""DescribeContactFlow."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"))


def check(world, request, response):
    assert response["ContactFlow"]["Id"] == request["ContactFlowId"] and response["ContactFlow"]["Name"]


ERRORS = {
    "ContactFlowNotPublishedException": lambda world: dict(
        InstanceId=world.instance, ContactFlowId=world.new("ContactFlow", Status="SAVED")),
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
