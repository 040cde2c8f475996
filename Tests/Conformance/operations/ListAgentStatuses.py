"""ListAgentStatuses: those of the types asked for."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("AgentStatus")
    return dict(InstanceId=world.instance, AgentStatusTypes=["ROUTABLE", "CUSTOM"])


def check(world, request, response):
    listed = response["AgentStatusSummaryList"]
    assert {status["Type"] for status in listed} == set(request["AgentStatusTypes"])
    assert all(status["Arn"].endswith("/agent-state/" + status["Id"]) for status in listed)
    everything = world.connect.list_agent_statuses(InstanceId=world.instance, MaxResults=1000)["AgentStatusSummaryList"]
    defaults = {status["Name"]: status["Type"] for status in everything if status["Type"] != "CUSTOM"}
    assert defaults == {"Available": "ROUTABLE", "Offline": "OFFLINE"}


VARIANTS = {"AgentStatusTypes": ["OFFLINE"]}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, NextToken="forged"),
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
