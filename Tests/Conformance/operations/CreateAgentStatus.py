"""CreateAgentStatus: every member stands in the description; the type is CUSTOM."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("status"), Description="At lunch", State="ENABLED", DisplayOrder=7,
        Tags={"team": "sales"})


def check(world, request, response):
    status = world.connect.describe_agent_status(
        InstanceId=world.instance, AgentStatusId=response["AgentStatusId"])["AgentStatus"]
    world.same(status, request, "Name", "Description", "State", "DisplayOrder", "Tags")
    assert status["Type"] == "CUSTOM"
    assert status["AgentStatusARN"] == response["AgentStatusARN"]
    assert status["AgentStatusARN"].endswith("/agent-state/" + response["AgentStatusId"])


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "On a break",
    "State": "DISABLED",
    "DisplayOrder": 50,
    "Tags": {"team": "support"},
}
REFUSED = {}


def taken(world):
    name = world.unique("taken")
    world.new("AgentStatus", Name=name)
    return {**example(world), "Name": name}


ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "DisplayOrder": 51},
    "DuplicateResourceException": taken,
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("AgentStatus")},
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
RESULT = "AgentStatusId"
