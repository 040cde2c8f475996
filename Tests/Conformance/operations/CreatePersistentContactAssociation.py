"""CreatePersistentContactAssociation: lets a chat take up the past of another."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts


def example(world):
    return dict(
        InstanceId=world.instance, InitialContactId=contacts.chat(world), RehydrationType="ENTIRE_PAST_SESSION",
        SourceContactId=contacts.over_chat(world))


def check(world, request, response):
    assert response["ContinuedFromContactId"] == request["SourceContactId"]


def kind(world):
    assert world.call("CreatePersistentContactAssociation", {**example(world), "RehydrationType": "FROM_SEGMENT"})


VARIANTS = {"SourceContactId": lambda world: contacts.over_chat(world)}
EFFECTS = {"RehydrationType": kind}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "InitialContactId": contacts.task(world)},
    "InvalidParameterException": lambda world: {**example(world), "RehydrationType": "HALF"},
    "ResourceNotFoundException": lambda world: {**example(world), "SourceContactId": contacts.NOBODY},
    "AccessDeniedException": ACCESS_DENIED, "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
