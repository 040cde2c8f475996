"""StartContactRecording: at once, or when an agent joins; once in a call."""

from harness import INTERNAL, contacts, numbers, unreachable


def example(world):
    call = numbers.call(world)
    CALLS[call.contact] = call
    return dict(
        InstanceId=world.instance, ContactId=call.contact, InitialContactId=call.contact, VoiceRecordingConfiguration={"VoiceRecordingTrack": "ALL"})


CALLS = {}
PARTICIPANTS = {"ALL": ["Agent", "Customer"], "FROM_AGENT": ["Agent"], "TO_AGENT": ["Customer"]}


def check(world, request, response):
    call = CALLS[request["ContactId"]]
    told = [c["behavior"] for c in call.commands if c["command"] == "setRecording"] or [call.waits("setRecording")["behavior"]]
    wanted = PARTICIPANTS[request["VoiceRecordingConfiguration"]["VoiceRecordingTrack"]]
    assert told[-1]["RecordingBehavior"]["RecordedParticipants"] == wanted
    world.refuses("StartContactRecording", request, "InvalidRequestException")


VARIANTS = {"VoiceRecordingConfiguration.VoiceRecordingTrack": "FROM_AGENT"}
REFUSED = {"VoiceRecordingConfiguration.IvrRecordingTrack": "ALL"}
OBJECTS = ["ContactId", "InitialContactId"]
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), **dict.fromkeys(("ContactId", "InitialContactId"), contacts.chat(world))},
    "InvalidParameterException": lambda world: {**example(world), "VoiceRecordingConfiguration": {}},
    "ResourceNotFoundException": lambda world: {**example(world), "InitialContactId": contacts.NOBODY},
    "InvalidActiveRegionException": unreachable("there is one region"),
    "InternalServiceException": INTERNAL,
}
