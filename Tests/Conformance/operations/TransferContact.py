"""TransferContact: sends a chat or a task elsewhere."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    queue = world.new("Queue")
    return dict(InstanceId=world.instance, ContactId=contacts.task(world), ContactFlowId=transfer(world), QueueId=queue)


def transfer(world):
    from contacts import flows
    return world.shared("ContactFlow", Name="where it is meant to go", Type="QUEUE_TRANSFER", Content=flows.flow(
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))


def check(world, request, response):
    made = contacts.described(world, contacts.ends(world, response["ContactId"]))
    assert made["PreviousContactId"] == request["ContactId"] and made["InitiationMethod"] == "TRANSFER"
    assert made["Arn"] == response["ContactArn"]
    assert made["QueueInfo"]["Id"] == (request.get("QueueId") or request["UserId"])


def to_a_user(world):
    request = example(world)
    del request["QueueId"]
    request["UserId"] = world.new("User")
    check(world, request, world.call("TransferContact", request))


def another_flow(world):
    from contacts import flows
    queue = world.new("Queue")
    request = {**example(world), "ContactFlowId": world.new("ContactFlow", Content=flows.to_queue(queue))}
    made = contacts.ends(world, world.call("TransferContact", request)["ContactId"])
    assert contacts.described(world, made)["QueueInfo"]["Id"] == queue


OBJECTS = ["ContactId"]
VARIANTS = {"QueueId": lambda world: world.new("Queue")}
EFFECTS = {"UserId": to_a_user, "ContactFlowId": another_flow}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "UserId": world.new("User")},
    "IdempotencyException": lambda world: twice(world), "AccessDeniedException": ACCESS_DENIED,
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": contacts.NOBODY},
    "ServiceQuotaExceededException": unreachable("there is no limit of its own"), "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}


def twice(world):
    request = {**example(world), "ClientToken": world.unique("token")}
    contacts.ends(world, world.call("TransferContact", request)["ContactId"])
    return {**request, "QueueId": world.new("Queue")}
