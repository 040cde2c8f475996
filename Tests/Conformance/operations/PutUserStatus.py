"""PutUserStatus: sets the status of an agent."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, UserId=world.new("User"), AgentStatusId=contacts.status(world))


def check(world, request, response):
    found = world.connect.get_current_user_data(InstanceId=world.instance, Filters={"Agents": [request["UserId"]]})["UserDataList"]
    assert [user["Status"]["StatusArn"].split("/")[-1] for user in found] == [request["AgentStatusId"]]


def offline(world):
    """One who is offline is not among those who are there."""
    request = {**example(world), "AgentStatusId": contacts.status(world, "OFFLINE")}
    world.call("PutUserStatus", request)
    assert not world.connect.get_current_user_data(InstanceId=world.instance, Filters={"Agents": [request["UserId"]]})["UserDataList"]


OBJECTS = ["UserId"]
VARIANTS = {}
EFFECTS = {"AgentStatusId": offline}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "AgentStatusId": {"no": "text"}},
    "ResourceNotFoundException": lambda world: {**example(world), "AgentStatusId": contacts.NOBODY},
    "ThrottlingException": THROTTLING, "AccessDeniedException": ACCESS_DENIED, "InternalServiceException": INTERNAL,
}
