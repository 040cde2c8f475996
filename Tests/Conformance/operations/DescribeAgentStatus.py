"""DescribeAgentStatus: the status as it was written."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, AgentStatusId=world.new("AgentStatus", Description="Described"))


def check(world, request, response):
    status = response["AgentStatus"]
    assert status["AgentStatusId"] == request["AgentStatusId"]
    assert status["Description"] == "Described"
    assert status["LastModifiedTime"] and status["LastModifiedRegion"]


VARIANTS = {}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId="i" * 101, AgentStatusId=UNKNOWN),
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, AgentStatusId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
