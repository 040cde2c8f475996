"""UpdateAgentStatus: what is given changes, what is not stays."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, AgentStatusId=world.new("AgentStatus"), Name=world.unique("renamed"), Description="Changed",
        State="DISABLED", DisplayOrder=9)


def describe(world, request):
    return world.connect.describe_agent_status(
        InstanceId=world.instance, AgentStatusId=request["AgentStatusId"])["AgentStatus"]


def check(world, request, response):
    world.same(describe(world, request), request, "Name", "Description", "State", "DisplayOrder")


def reset(world):
    """ResetOrderNumber takes the display order away, false does nothing, and an empty description removes it."""
    request = dict(InstanceId=world.instance, AgentStatusId=world.new("AgentStatus"))
    before = describe(world, request)
    world.connect.update_agent_status(**request, ResetOrderNumber=False)
    world.same(describe(world, request), before, "Name", "Description", "State", "DisplayOrder", "Type", "Tags")
    world.connect.update_agent_status(**request, ResetOrderNumber=True, Description="")
    after = describe(world, request)
    assert "DisplayOrder" not in after and "Description" not in after
    world.same(after, before, "Name", "State", "Type", "Tags")


VARIANTS = {
    "Name": lambda world: world.unique("other"),
    "Description": "Otherwise",
    "State": "ENABLED",
    "DisplayOrder": 1,
}
EFFECTS = {"ResetOrderNumber": reset}
REFUSED = {}


def available(world):
    """Agents could not work without it."""
    listed = world.connect.list_agent_statuses(InstanceId=world.instance, AgentStatusTypes=["ROUTABLE"])
    return dict(InstanceId=world.instance, AgentStatusId=listed["AgentStatusSummaryList"][0]["Id"], State="DISABLED")


ERRORS = {
    "InvalidRequestException": available,
    "InvalidParameterException": lambda world: {**example(world), "ResetOrderNumber": True},
    "DuplicateResourceException": lambda world: {**example(world), "Name": "Offline"},
    "ResourceNotFoundException": lambda world: {**example(world), "AgentStatusId": UNKNOWN},
    "LimitExceededException": unreachable("an update makes no status"),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
