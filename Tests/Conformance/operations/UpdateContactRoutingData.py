"""UpdateContactRoutingData: changes the place of a contact that waits."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.task(world), QueuePriority=2, QueueTimeAdjustmentSeconds=30)


def check(world, request, response):
    world.same(contacts.described(world, request["ContactId"]), request, "QueuePriority", "QueueTimeAdjustmentSeconds")


def criteria(world):
    """A contact that asks for a skill that nobody has goes to nobody, until the step expires."""
    desk, user, flow = contacts.agent(world)
    desk.go("Offline")
    contact = contacts.ends(world, world.connect.start_task_contact(
        InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    condition = {"Name": "language", "Value": "Volapuk", "ProficiencyLevel": 3, "ComparisonOperator": "NumberGreaterOrEqualTo"}
    world.call("UpdateContactRoutingData", dict(
        InstanceId=world.instance, ContactId=contact, RoutingCriteria={
            "Steps": [{"Expression": {"AttributeCondition": condition}, "Expiry": {"DurationInSeconds": 2}}]}))
    desk.go("Available")
    assert not desk.agent["contacts"]
    assert desk.contact("CONNECTING")["contactId"] == contact


VARIANTS = {"QueuePriority": 3, "QueueTimeAdjustmentSeconds": 60}
EFFECTS = {"RoutingCriteria": criteria}
ERRORS = {
    "ResourceConflictException": unreachable("a contact that waits can be moved at any time"),
    "InvalidParameterException": lambda world: {**example(world), "QueuePriority": 0},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING, "AccessDeniedException": ACCESS_DENIED,
    "InvalidActiveRegionException": unreachable("there is one region"),
}
