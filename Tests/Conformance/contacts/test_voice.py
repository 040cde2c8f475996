"""Calls: through flows, queues and agents. The suite that every adapter of the Telephony port passes: the program of
docs/telephony-port.md, by scripted telephones, and SIP, by real ones.

What people do and notice is in `harness/telephony.py`. What is of a program's wire alone is in `test_telephony_program.py`.
"""

import time

import pytest

from contacts import flows
from contacts.conftest import Centre
from harness import patience
from harness.desk import DeskError
from harness.server import Server
from harness.telephone import CENTRE, Exchange
from harness.world import World
from voice.conftest import Line, sip_server
from voice.exchange import SIPExchange

THEIRS = "+441632960022"
# All that is said to anybody, for who has to tell it by its sound.
TEXTS = (
    "Hello.", "Press 1 for help.", "We heard nothing.", "There is no such choice.", "You are back.", "It failed.", "Nobody answers.",
    "A call for you.", "Connected.", "Please wait.", "Hold the line.", "Your account?")


class Program:
    """The adapter that is a program over a WebSocket."""

    def __init__(self, request):
        self.world = request.getfixturevalue("world")

    def exchange(self, centre):
        return Exchange(self.world.server, centre.instance)

    def close(self):
        """Its server is other files' too."""


class SIP:
    """The adapter that is the switch's own, with a trunk."""

    def __init__(self, request):
        self.server = sip_server(Server())
        self.world, self.line = World(self.server), Line(self.server, self.server.sip_port)

    def exchange(self, centre):
        return SIPExchange(self.line, centre, TEXTS)

    def close(self):
        running, log = self.server.is_running, (self.server.data / "serve.log").read_text()
        self.server.close()
        assert running, f"the program did not survive the tests:\n{log[-4000:]}"


@pytest.fixture(scope="module", params=[Program, SIP], ids=["program", "sip"])
def adapter(request):
    adapter = request.param(request)
    yield adapter
    adapter.close()


@pytest.fixture
def centre(adapter):
    """One where little is said that no test asks for: what is said takes its time."""
    centre = Centre(adapter.world)
    silent = hook("AgentWhisper", centre.new_flow(flows.SILENT, "AGENT_WHISPER"), "set")
    centre.flow = centre.new_flow(flows.to_queue(centre.queue, greeting="Hello.", before=[silent]))
    # Agents whom no flow tells something else are told the name.
    name = f"Q{next(adapter.world.numbers)}"
    adapter.world.connect.update_queue_name(InstanceId=centre.instance, QueueId=centre.queue, Name=name)
    yield centre
    centre.close()
    adapter.world.clean_up()


@pytest.fixture
def exchange(adapter, centre):
    exchange = adapter.exchange(centre)
    yield exchange
    exchange.close()


def hook(name, flow, next):
    return flows.action(
        f"hook-{name}", "UpdateContactEventHooks", {"EventHooks": {name: flow}}, next=next, errors=[("NoMatchingError", "end")])


def menu(centre, *branches):
    """Digits that lead somewhere; silence and wrong digits say so."""
    return centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput",
            {"Text": "Press 1 for help.", "InputTimeLimitSeconds": "3", "StoreInput": "False"},
            conditions=[("Equals", digit, "queue") for digit in branches], errors=[
                ("InputTimeLimitExceeded", "silent"), ("NoMatchingCondition", "wrong"), ("NoMatchingError", "end")]),
        flows.say("silent", "We heard nothing.", "end"), flows.say("wrong", "There is no such choice.", "end"),
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": centre.queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))


def over(centre, contact):
    """The contact as it is described once it has ended."""
    deadline = time.monotonic() + patience.SECONDS
    while time.monotonic() < deadline:
        described = centre.describe(contact)
        if "DisconnectTimestamp" in described:
            return described
        time.sleep(0.02)
    raise AssertionError(f"the contact does not end: {described}")


def test_a_call_is_answered_held_and_ended(centre, exchange):
    desk = exchange.desk(centre)
    call = exchange.dial(menu(centre, "1"))
    call.is_answered()
    call.press("1")
    exchange.calls_to(desk.user)
    accepted = exchange.accepts(desk)
    assert accepted["contactId"] == call.contact
    call.is_joined_by(desk.user)
    assert call.heard()[0] == "Press 1 for help." and call.heard("agent")
    desk.do("hold", contactId=call.contact)
    call.is_on_hold()
    desk.contact("CONNECTED_ONHOLD")
    desk.do("resume", contactId=call.contact)
    call.is_with_all()
    desk.do("mute", contactId=call.contact)
    call.is_muted()
    desk.do("sendDigits", contactId=call.contact, digits="12#")
    call.gets_keys("12#")
    desk.finish(accepted)
    call.is_over()
    described = over(centre, call.contact)
    assert described["InitiationMethod"] == "INBOUND" and described["DisconnectReason"] == "AGENT_DISCONNECT"
    assert described["CustomerEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": call.number}
    assert described["SystemEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": CENTRE}
    assert described["AgentInfo"]["Id"] == desk.user and described["QueueInfo"]["Id"] == centre.queue


def test_silence_and_wrong_digits_take_their_branches(centre, exchange):
    flow = menu(centre, "1")
    silent, wrong = exchange.dial(flow), exchange.dial(flow)
    silent.is_silent()
    wrong.press("7")
    for call, said in ((silent, "We heard nothing."), (wrong, "There is no such choice.")):
        call.is_over()
        call.hears(said)
        assert over(centre, call.contact)["DisconnectReason"] == "CONTACT_FLOW_DISCONNECT"


def test_a_caller_who_hangs_up_in_the_queue_has_abandoned_it(centre, exchange):
    call = exchange.dial(centre.flow)
    call.hears_music()
    call.hang_up()
    described = over(centre, call.contact)
    assert described["DisconnectReason"] == "CUSTOMER_DISCONNECT" and "AgentInfo" not in described


def test_a_caller_who_hangs_up_while_it_rings_rings_no_more(centre, exchange):
    desk = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    call.hang_up()
    call.rings_no_more_at(desk.user)
    desk.none()


def test_an_agent_who_lifts_the_receiver_has_accepted_the_call(centre, exchange):
    desk = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    call.is_lifted_by(desk.user)
    call.is_joined_by(desk.user)
    desk.finish(desk.contact("CONNECTED"))


def test_an_agent_whose_telephone_hangs_up_has_rejected_the_call(centre, exchange):
    first = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(first.user)
    call.is_refused_by(first.user)
    first.contact("REJECTED")
    second = exchange.desk(centre)
    assert exchange.accepts(second)["contactId"] == call.contact


def test_a_call_that_is_not_answered_is_missed(centre, exchange):
    desk = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    desk.contact("MISSED", seconds=30)
    call.rings_no_more_at(desk.user)
    call.hang_up()
    assert over(centre, call.contact)["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def callback_flow(centre, **members):
    return centre.new_flow(flows.flow(
        flows.action("number", "UpdateContactCallbackNumber", {"CallbackNumber": "$.CustomerEndpoint.Address"}, next="queue", errors=[
            ("InvalidCallbackNumber", "end"), ("CallbackNumberNotDialable", "end"), ("NoMatchingError", "end")]),
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": centre.queue}, next="callback", errors=[("NoMatchingError", "end")]),
        flows.action(
            "callback", "CreateCallbackContact",
            {"InitialCallDelaySeconds": "0", "MaximumConnectionAttempts": "2", "RetryDelaySeconds": "1", **members},
            next="end", errors=[("NoMatchingError", "end")]),
        flows.END))


def test_a_callback_is_tried_again_and_answered(centre, exchange):
    first = exchange.dial(callback_flow(centre))
    asked = over(centre, first.contact)
    desk = exchange.desk(centre)
    back = exchange.calls_to(desk.user)
    offered = exchange.accepts(desk)
    attempt = back.contact
    back.customer_is_called(first.number, answers=False)
    desk.contact("ENDED")
    desk.do("clearContact", contactId=offered["contactId"])
    again = exchange.calls_to(desk.user)
    exchange.accepts(desk)
    again.customer_is_called(first.number, answers=True)
    again.is_joined_by(desk.user)
    described = centre.describe(again.contact)
    assert described["InitiationMethod"] == "CALLBACK" and described["PreviousContactId"] == attempt
    assert centre.describe(attempt)["PreviousContactId"] == first.contact and "AgentInfo" not in asked
    again.hang_up()
    assert over(centre, again.contact)["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_an_agent_calls_a_number(centre, exchange):
    desk = exchange.desk(centre)
    contact = desk.do("connect", number=THEIRS)["contactId"]
    call = exchange.calls_to(desk.user)
    assert call.contact == contact
    call.is_lifted_by(desk.user)
    call.customer_is_called(THEIRS, answers=True)
    call.is_joined_by(desk.user)
    described = centre.describe(contact)
    assert described["InitiationMethod"] == "OUTBOUND" and described["CustomerEndpoint"]["Address"] == THEIRS
    desk.finish(desk.contact("CONNECTED"))
    call.is_over()


def test_a_number_that_does_not_answer(centre, exchange):
    desk = exchange.desk(centre)
    contact = desk.do("connect", number=THEIRS)["contactId"]
    exchange.calls_to(desk.user).customer_is_called(THEIRS, answers=False)
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact)
    over(centre, contact)
    with pytest.raises(DeskError, match="E.164"):
        desk.do("connect", number="01632 960022")


def quick_connect(centre, kind, **config):
    content = flows.flow(
        flows.action("transfer", "TransferContactToQueue" if kind == "QUEUE" else "TransferContactToAgent", **(
            {"next": "end", "errors": [("QueueAtCapacity", "end"), ("NoMatchingError", "end")]} if kind == "QUEUE" else {})), flows.END)
    flow = centre.new_flow(content, "QUEUE_TRANSFER" if kind == "QUEUE" else "AGENT_TRANSFER")
    member = {"QUEUE": "QueueConfig", "USER": "UserConfig"}[kind]
    return centre.world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": kind, member: {**config, "ContactFlowId": flow}})


@pytest.mark.parametrize("kind", ["QUEUE", "USER"])
def test_a_call_is_transferred_with_an_introduction(centre, exchange, kind):
    first = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(first.user)
    served = exchange.accepts(first)
    call.is_joined_by(first.user)
    other = centre.queue_of_its_own()
    second = exchange.desk(centre, other.profile)
    to = quick_connect(centre, kind, QueueId=other.queue) if kind == "QUEUE" else quick_connect(centre, kind, UserId=second.user)
    made = first.do("transfer", contactId=call.contact, quickConnectId=to)["contactId"]
    call.is_on_hold()
    consult = exchange.calls_to(second.user)
    assert consult.contact == made
    exchange.accepts(second)
    consult.is_consultation_of(call, second.user)
    original = call.contact
    first.do("conference", contactId=original)
    call.is_with_all()
    first.finish(served)
    call.goes_on_as(made, second.user)
    before, after = over(centre, original), centre.describe(made)
    assert (after["InitiationMethod"], after["PreviousContactId"], after["InitialContactId"]) == ("TRANSFER", original, original)
    assert before["DisconnectReason"] == "AGENT_DISCONNECT" and centre.record(original)["NextContactId"] == made
    second.finish(second.contact("CONNECTED"))
    call.is_over()


def test_a_call_goes_on_with_a_number_outside(centre, exchange):
    desk = exchange.desk(centre)
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    served = exchange.accepts(desk)
    call.is_joined_by(desk.user)
    number = centre.world.new("QuickConnect", QuickConnectConfig={
        "QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": THEIRS}})
    desk.do("transfer", contactId=call.contact, quickConnectId=number)
    call.third_party_is_called(THEIRS)
    desk.do("conference", contactId=call.contact)
    call.is_with_all()
    desk.finish(served)
    call.goes_on_without_us()
    over(centre, call.contact)
    assert centre.record(call.contact)["TransferredToEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": THEIRS}


@pytest.mark.parametrize("outcome, said", [("Answered", "You are back."), ("Failed", "It failed."), ("TimedOut", "Nobody answers.")])
def test_a_flow_calls_a_number(centre, exchange, outcome, said):
    call = exchange.dial(centre.new_flow(flows.flow(
        flows.action(
            "third", "TransferParticipantToThirdParty", {
                "ThirdPartyPhoneNumber": THEIRS, "ThirdPartyConnectionTimeLimitSeconds": "3", "ContinueFlowExecution": "True"},
            next="back", errors=[("CallFailed", "failed"), ("ConnectionTimeLimitExceeded", "late"), ("NoMatchingError", "end")]),
        flows.say("back", "You are back.", "end"), flows.say("failed", "It failed.", "end"), flows.say("late", "Nobody answers.", "end"),
        flows.END)))
    call.third_party_is_called(THEIRS, outcome, seconds=3)
    if outcome == "Answered":
        call.third_party_hangs_up()
    call.is_over()
    call.hears(said)


def test_whispers_are_heard_by_whom_they_are_for(centre, exchange):
    def whisper(kind, text):
        say = flows.say("say", text, "end") if kind != "CUSTOMER_HOLD" else flows.action(
            "say", "MessageParticipantIteratively", {"Messages": [{"Text": text}]}, next="end", errors=[("NoMatchingError", "end")])
        return centre.new_flow(flows.flow(say, flows.action("end", "EndFlowExecution")), kind)

    hooks = {
        "AgentWhisper": whisper("AGENT_WHISPER", "A call for you."), "CustomerWhisper": whisper("CUSTOMER_WHISPER", "Connected."),
        "CustomerQueue": whisper("CUSTOMER_QUEUE", "Please wait."), "CustomerHold": whisper("CUSTOMER_HOLD", "Hold the line.")}
    before = [
        hook(name, flow, after)
        for (name, flow), after in zip(hooks.items(), ["hook-CustomerWhisper", "hook-CustomerQueue", "hook-CustomerHold", "set"])]
    desk = exchange.desk(centre, state=None)
    call = exchange.dial(centre.new_flow(flows.to_queue(centre.queue, greeting="Hello.", before=before)))
    call.hears("Please wait.")
    desk.go("Available")
    exchange.calls_to(desk.user)
    served = exchange.accepts(desk)
    call.is_joined_by(desk.user)
    assert call.heard("agent") == ["A call for you."] and call.heard()[-1] == "Connected."
    desk.do("hold", contactId=call.contact)
    call.hears("Hold the line.")
    desk.finish(served)


def test_stored_input_reaches_the_attributes(centre, exchange):
    call = exchange.dial(centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput", {
                "Text": "Your account?", "InputTimeLimitSeconds": "5", "StoreInput": "True",
                "InputValidation": {"CustomValidation": {"MaximumLength": "8"}}},
            next="keep", errors=[("NoMatchingError", "end")]),
        flows.action("keep", "UpdateContactAttributes", {
            "Attributes": {"account": "$.StoredCustomerInput"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.END)))
    call.press("12345678", digitsMax=8, isSecret=False)
    over(centre, call.contact)
    attributes = centre.world.connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=call.contact)["Attributes"]
    assert attributes == {"account": "12345678"}
