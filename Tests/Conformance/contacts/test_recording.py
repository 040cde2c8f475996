"""What is asked of recordings while an agent is on the line; a call that goes out through the API and is answered."""

import pytest

from contacts import flows
from contacts.conftest import Centre
from contacts.test_voice import over
from harness import numbers
from harness.server import Server
from harness.telephone import Exchange
from harness.world import World


def named(centre, call):
    return dict(InstanceId=centre.instance, ContactId=call.contact, InitialContactId=call.contact)


def test_a_recording_is_suspended_and_the_agent_sees_it(centre, exchange):
    desk, connect = centre.desk(), centre.world.connect
    call = exchange.dial(centre.flow)
    accepted = desk.accept("VOICE")
    assert accepted["isRecordingSuspended"] is False
    connect.start_contact_recording(**named(centre, call), VoiceRecordingConfiguration={"VoiceRecordingTrack": "TO_AGENT"})
    assert call.waits("setRecording")["behavior"]["RecordingBehavior"]["RecordedParticipants"] == ["Customer"]
    connect.suspend_contact_recording(**named(centre, call))
    suspended = call.waits("setRecording")["behavior"]
    assert suspended["IsSuspended"] is True and suspended["RecordingBehavior"]["RecordedParticipants"] == []
    numbers.until(lambda: desk.contact("CONNECTED")["isRecordingSuspended"])
    connect.resume_contact_recording(**named(centre, call))
    assert call.waits("setRecording")["behavior"]["RecordingBehavior"]["RecordedParticipants"] == ["Customer"]
    numbers.until(lambda: not desk.contact("CONNECTED")["isRecordingSuspended"])
    connect.stop_contact_recording(**named(centre, call))
    assert call.waits("setRecording")["behavior"]["RecordingBehavior"]["RecordedParticipants"] == []
    desk.finish(accepted)
    # What is over is not recorded.
    over(centre, call.contact)
    for operation in ("StopContactRecording", "SuspendContactRecording"):
        centre.world.refuses(operation, named(centre, call), "ResourceNotFoundException")


def test_a_flow_does_not_end_a_suspension(centre, exchange):
    """A flow that sets recording while it is suspended is heard when it is over, and not before."""
    record = ("UpdateContactRecordingBehavior", {"RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}})
    flow = centre.new_flow(flows.flow(
        flows.action("first", *record, next="ask"),
        flows.action("ask", "GetParticipantInput", {"Text": "Your card, please.", "InputTimeLimitSeconds": "60", "StoreInput": "False"},
                     conditions=[("Equals", "1", "second")], errors=[
                         ("InputTimeLimitExceeded", "end"), ("NoMatchingCondition", "end"), ("NoMatchingError", "end")]),
        flows.action("second", *record, next="wait"),
        flows.action("wait", "GetParticipantInput", {"Text": "Thank you.", "InputTimeLimitSeconds": "60", "StoreInput": "False"},
                     conditions=[("Equals", "1", "end")], errors=[
                         ("InputTimeLimitExceeded", "end"), ("NoMatchingCondition", "end"), ("NoMatchingError", "end")]), flows.END))
    call = exchange.dial(flow)
    assert "IsSuspended" not in call.waits("setRecording")["behavior"]
    centre.world.connect.suspend_contact_recording(**named(centre, call))
    assert call.waits("setRecording")["behavior"]["IsSuspended"] is True
    call.press("1")
    assert call.waits("setRecording")["behavior"]["IsSuspended"] is True
    centre.world.connect.resume_contact_recording(**named(centre, call))
    assert call.waits("setRecording")["behavior"]["RecordingBehavior"]["RecordedParticipants"] == ["Agent", "Customer"]
    call.hang_up()


@pytest.mark.parametrize("outcome", ["Failed", "TimedOut"])
def test_nobody_answers_a_call_of_the_api(centre, exchange, outcome):
    call = started(centre, exchange)
    call.dialled(outcome)
    described = over(centre, call.contact)
    assert described["DisconnectReason"] == "CUSTOMER_DISCONNECT" and "QueueInfo" not in described and call.heard() == []


def test_a_call_of_the_api_reaches_an_agent(centre, exchange):
    desk = centre.desk()
    call = started(centre, exchange)
    assert call.heard() == []
    call.dialled("Answered")
    accepted = desk.accept("VOICE")
    assert accepted["contactId"] == call.contact and call.heard()[0].startswith("Welcome")
    call.waits("join", agentId=desk.user)
    desk.finish(accepted)
    described = over(centre, call.contact)
    assert described["InitiationMethod"] == "API" and described["DisconnectReason"] == "AGENT_DISCONNECT"


def started(centre, exchange):
    number = numbers.free(centre.world)
    numbers.claimed(centre.world, number)
    made = centre.world.connect.start_outbound_voice_contact(
        InstanceId=centre.instance, ContactFlowId=centre.flow, DestinationPhoneNumber="+441632960022", SourcePhoneNumber=number)
    return exchange.call(made["ContactId"])


def test_a_forgotten_suspension_ends_when_the_operator_says():
    server = Server().start("--telephony-adapter", "--recording-suspension-seconds", "10")
    try:
        centre = Centre(World(server))
        exchange = Exchange(server, centre.instance)
        desk = centre.desk()
        call = exchange.dial(centre.flow)
        exchange.calls_to(desk.user)
        served = desk.accept("VOICE")
        call.waits("join", agentId=desk.user)
        centre.world.connect.start_contact_recording(**named(centre, call), VoiceRecordingConfiguration={"VoiceRecordingTrack": "ALL"})
        centre.world.connect.suspend_contact_recording(**named(centre, call))
        said = call.heard("agent")

        def suspended():
            return ["IsSuspended" in each["behavior"] for each in call.commands if each["command"] == "setRecording"]
        numbers.until(lambda: suspended() == [False, True])
        numbers.until(lambda: suspended() == [False, True, False], seconds=20)
        numbers.until(lambda: call.heard("agent") == [*said, "The recording goes on."])
        desk.finish(served)
        exchange.close()
    finally:
        server.close()
