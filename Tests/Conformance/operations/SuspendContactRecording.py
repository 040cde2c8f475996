"""SuspendContactRecording: it is silent until it is resumed."""

from harness import INTERNAL, contacts, numbers, unreachable

CALLS = {}


def example(world):
    call = numbers.recorded_call(world)
    CALLS[call.contact] = call
    request = dict(InstanceId=world.instance, ContactId=call.contact, InitialContactId=call.contact)
    return {**request, "ContactRecordingType": "AGENT"}


def told(call):
    """What the telephone was told last."""
    call.waits("setRecording")
    return [c["behavior"] for c in call.commands if c["command"] == "setRecording"][-1]


def check(world, request, response):
    call = CALLS[request["ContactId"]]
    behavior = told(call)
    assert behavior["RecordingBehavior"]["RecordedParticipants"] == [] and behavior["IsSuspended"] is True
    world.refuses("SuspendContactRecording", request, "InvalidRequestException")


def of_another_type(world):
    world.refuses("SuspendContactRecording", {**example(world), "ContactRecordingType": "SCREEN"}, "InvalidRequestException")


EFFECTS = {"ContactRecordingType": of_another_type}
OBJECTS = ["ContactId", "InitialContactId"]
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), **dict.fromkeys(("ContactId", "InitialContactId"), contacts.chat(world))},
    "ResourceNotFoundException": lambda world: {**example(world), "InitialContactId": contacts.NOBODY},
    "InvalidActiveRegionException": unreachable("there is one region"),
    "InternalServiceException": INTERNAL,
}
