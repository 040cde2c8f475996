"""ListContactFlows."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowTypes=["CUSTOMER_QUEUE"], MaxResults=1000)


def check(world, request, response):
    assert {flow["ContactFlowType"] for flow in response["ContactFlowSummaryList"]} == set(request["ContactFlowTypes"])


VARIANTS = {"ContactFlowTypes": ["AGENT_HOLD"]}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
