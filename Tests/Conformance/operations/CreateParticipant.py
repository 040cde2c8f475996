"""CreateParticipant: adds a bot to a chat."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, ContactId=contacts.chat(world),
        ParticipantDetails={"ParticipantRole": "CUSTOM_BOT", "DisplayName": "Robbie"})


def check(world, request, response):
    said = contacts.said(world, response["ParticipantCredentials"]["ParticipantToken"], speak="I am a bot")
    assert said["I am a bot"] == "text/plain"
    assert said.get(request["ParticipantDetails"]["DisplayName"]) and response["ParticipantId"]


VARIANTS = {"ParticipantDetails.DisplayName": "Marvin"}


def role(world):
    """Anybody else comes in by another way."""
    from botocore.exceptions import ClientError
    try:
        world.call("CreateParticipant", {**example(world), "ParticipantDetails": {"ParticipantRole": "AGENT", "DisplayName": "x"}})
    except ClientError as error:
        assert "CUSTOM_BOT" in error.response["Error"]["Message"]
    else:
        raise AssertionError("an agent was added")


OBJECTS = ["ContactId"]
EFFECTS = {"ParticipantDetails.ParticipantRole": role}
REFUSED = {"ParticipantDetails.ParticipantCapabilities": {"Video": "SEND"}}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "ContactId": contacts.task(world)},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "ServiceQuotaExceededException": unreachable("a chat takes as many bots as are added"),
    "ConflictException": unreachable("a chat that is open takes participants at any time"),
}
