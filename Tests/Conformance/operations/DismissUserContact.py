"""DismissUserContact: clears a contact that an agent has done with."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    desk, user, flow = contacts.agent(world)
    contact = contacts.ends(world, world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    desk.contact("CONNECTING")
    desk.do("rejectContact", contactId=contact)
    world.desk = desk
    return dict(InstanceId=world.instance, UserId=user, ContactId=contact)


def check(world, request, response):
    world.desk.wait(
        lambda: all(contact["state"] != "REJECTED" for contact in world.desk.agent["contacts"]), "the end of the rejected contact")


OBJECTS = ["ContactId", "UserId"]
VARIANTS = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ContactId": "c" * 300},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "ThrottlingException": THROTTLING, "AccessDeniedException": ACCESS_DENIED, "InternalServiceException": INTERNAL,
}
