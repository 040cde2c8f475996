"""UpdateQuickConnectConfig: another destination, of any type."""

from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def to_user(user, flow):
    return {"QuickConnectType": "USER", "UserConfig": {"UserId": user, "ContactFlowId": flow}}


def to_queue(queue, flow):
    return {"QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": queue, "ContactFlowId": flow}}


def flow(world):
    return world.new("ContactFlow", Type="AGENT_TRANSFER")


def example(world):
    return dict(
        InstanceId=world.instance, QuickConnectId=world.new("QuickConnect"), QuickConnectConfig=to_user(world.new("User"), flow(world)))


def check(world, request, response):
    found = world.connect.describe_quick_connect(InstanceId=world.instance, QuickConnectId=request["QuickConnectId"])["QuickConnect"]
    assert found["QuickConnectConfig"] == request["QuickConnectConfig"]


def each_type(world):
    request = example(world)
    for config in (
            {"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+442071838750"}},
            {"QuickConnectType": "FLOW", "FlowConfig": {"ContactFlowId": flow(world)}}, to_queue(world.new("Queue"), flow(world))):
        changed = {**request, "QuickConnectConfig": config}
        check(world, changed, world.call("UpdateQuickConnectConfig", changed))


def released(world):
    """What it led to before can go."""
    queue = world.new("Queue")
    quick_connect = world.new("QuickConnect", QuickConnectConfig=to_queue(queue, flow(world)))
    world.call("UpdateQuickConnectConfig", {**example(world), "QuickConnectId": quick_connect})
    world.connect.delete_queue(InstanceId=world.instance, QueueId=queue)


def without_config(world):
    request = example(world)
    del request["QuickConnectConfig"]["UserConfig"]
    return request


VARIANTS = {
    "QuickConnectConfig.UserConfig.UserId": lambda world: world.new("User"), "QuickConnectConfig.UserConfig.ContactFlowId": flow,
}
EFFECTS = {
    "QuickConnectConfig.QuickConnectType": each_type, "QuickConnectConfig.PhoneConfig": each_type, "QuickConnectConfig.FlowConfig": each_type,
    "QuickConnectConfig.QueueConfig": released,
}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QuickConnectConfig": to_queue(world.new("User"), flow(world))},
    "InvalidParameterException": without_config,
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectConfig": to_user(UNKNOWN, flow(world))},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
