"""PauseContact: pauses a task."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    contact = contacts.task(world)
    return dict(InstanceId=world.instance, ContactId=contact)


def check(world, request, response):
    """What is paused can be resumed."""
    world.connect.resume_contact(InstanceId=world.instance, ContactId=request["ContactId"])


def runs_a_flow(world):
    from contacts import flows
    flow = world.new("ContactFlow", Content=flows.flow(
        flows.action("set", "UpdateContactAttributes", {"Attributes": {"seen": "pause"}, "TargetContact": "Current"}, next="end",
                     errors=[("NoMatchingError", "end")]), flows.action("end", "EndFlowExecution")))
    request = {**example(world), "ContactFlowId": flow}
    world.call("PauseContact", request)
    assert contacts.described(world, request["ContactId"])["Attributes"]["seen"] == "pause"


OBJECTS = ["ContactId"]
VARIANTS = {}
EFFECTS = {"ContactFlowId": runs_a_flow}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED, "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "InvalidRequestException": lambda world: {**example(world), "ContactId": contacts.chat(world)},
    "InvalidParameterException": lambda world: {**example(world), "ContactId": "c" * 300},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "LimitExceededException": unreachable("a task may be paused any number of times"),
    "ConflictException": lambda world: {**example(world), "ContactId": paused(world)},
}


def paused(world):
    contact = contacts.task(world)
    world.connect.pause_contact(InstanceId=world.instance, ContactId=contact)
    return contact
