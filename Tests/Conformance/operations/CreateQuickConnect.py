"""CreateQuickConnect: to a user, to a queue, to a phone number, into a flow."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def to_user(user, flow):
    return {"QuickConnectType": "USER", "UserConfig": {"UserId": user, "ContactFlowId": flow}}


def to_queue(queue, flow):
    return {"QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": queue, "ContactFlowId": flow}}


def to_phone(number):
    return {"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": number}}


def into_flow(flow):
    return {"QuickConnectType": "FLOW", "FlowConfig": {"ContactFlowId": flow}}


def flow(world):
    return world.new("ContactFlow", Type="QUEUE_TRANSFER")


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("quick"), Description="Second line",
        QuickConnectConfig=to_queue(world.basic_queue, world.shared("ContactFlow", Type="QUEUE_TRANSFER")), Tags={"team": "sales"})


def check(world, request, response):
    found = world.connect.describe_quick_connect(InstanceId=world.instance, QuickConnectId=response["QuickConnectId"])["QuickConnect"]
    world.same(found, request, "Name", "Description", "QuickConnectConfig", "Tags")
    assert found["QuickConnectARN"] == response["QuickConnectARN"]
    assert found["QuickConnectARN"].endswith("/transfer-destination/" + response["QuickConnectId"])


def made(world, config):
    """The config as it is described."""
    quick_connect = world.new("QuickConnect", QuickConnectConfig=config)
    return world.connect.describe_quick_connect(InstanceId=world.instance, QuickConnectId=quick_connect)["QuickConnect"]["QuickConnectConfig"]


def each_type(world):
    user, transfer = world.new("User"), world.new("ContactFlow", Type="AGENT_TRANSFER")
    for config in (to_user(user, transfer), to_phone("+442071838750"), into_flow(transfer), to_queue(world.new("Queue"), transfer)):
        assert made(world, config) == config


def by_arn(world):
    """Names may be ARNs; ids are described."""
    queue, user, transfer = world.new("Queue"), world.new("User"), flow(world)
    base = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    arn = f"{base}/contact-flow/{transfer}"
    assert made(world, to_queue(f"{base}/queue/{queue}", arn)) == to_queue(queue, transfer)
    assert made(world, to_user(f"{base}/agent/{user}", arn)) == to_user(user, transfer)
    assert made(world, into_flow(arn)) == into_flow(transfer)


def held(world):
    """Its queue and its flow stay as long as it is there; its user may go first, as Connect has it."""
    queue, transfer, user = world.new("Queue"), flow(world), world.new("User")
    to_both = world.new("QuickConnect", QuickConnectConfig=to_queue(queue, transfer))
    to_agent = world.new("QuickConnect", QuickConnectConfig=to_user(user, transfer))
    errors = world.connect.exceptions
    for delete, error in (
            (lambda: world.connect.delete_queue(InstanceId=world.instance, QueueId=queue), errors.ResourceInUseException),
            (lambda: world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=transfer), errors.InvalidRequestException)):
        try:
            delete()
        except error as refused:
            assert to_both in str(refused)
        else:
            raise AssertionError("what the quick connect needs is gone")
    world.connect.delete_user(InstanceId=world.instance, UserId=user)
    for quick_connect in (to_both, to_agent):
        world.connect.delete_quick_connect(InstanceId=world.instance, QuickConnectId=quick_connect)
    world.connect.delete_queue(InstanceId=world.instance, QueueId=queue)
    world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=transfer)


def mismatches(world):
    """The config of the type, and no other."""
    phone, queue = to_phone("+442071838750"), to_queue(world.basic_queue, flow(world))
    for config in ({**phone, "QuickConnectType": "USER"}, {**phone, "QueueConfig": queue["QueueConfig"]}, {"QuickConnectType": "FLOW"}):
        try:
            made(world, config)
        except world.connect.exceptions.InvalidParameterException as error:
            assert "QuickConnectConfig" in str(error)
        else:
            raise AssertionError(f"{config} was accepted")


def missing(world):
    """What it leads to must be there, in this instance."""
    transfer = flow(world)
    other = world.connect.list_queues(InstanceId=world.other_instance(), QueueTypes=["STANDARD"])["QueueSummaryList"][0]["Id"]
    for config in (to_user(UNKNOWN, transfer), to_queue(UNKNOWN, transfer), into_flow(UNKNOWN), to_queue(other, transfer)):
        try:
            made(world, config)
        except world.connect.exceptions.ResourceNotFoundException:
            continue
        raise AssertionError(f"{config} was accepted")


def duplicate(world):
    request = example(world)
    world.call("CreateQuickConnect", request)
    return request


def limited(world):
    instance = world.full("QuickConnect")
    return dict(InstanceId=instance, Name=world.unique("quick"), QuickConnectConfig=to_phone("+442071838750"))


RESULT = "QuickConnectId"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Third line", "Tags": {"team": "support"},
    "QuickConnectConfig": lambda world: to_user(world.new("User"), flow(world)),
    "QuickConnectConfig.QueueConfig.QueueId": lambda world: world.new("Queue"),
    "QuickConnectConfig.QueueConfig.ContactFlowId": flow,
}
EFFECTS = {
    "QuickConnectConfig.QuickConnectType": each_type, "QuickConnectConfig.UserConfig": missing, "QuickConnectConfig.FlowConfig": by_arn,
    "QuickConnectConfig.PhoneConfig": mismatches, "QuickConnectConfig.QueueConfig": held,
}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QuickConnectConfig": to_queue(world.new("User"), flow(world))},
    "InvalidParameterException": lambda world: {**example(world), "QuickConnectConfig": to_phone("020 7183")},
    "DuplicateResourceException": duplicate,
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectConfig": to_user(UNKNOWN, flow(world))},
    "LimitExceededException": limited,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
