"""Calls: through flows, queues and agents, by scripted telephones."""

import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from contacts import flows
from harness.desk import DeskError, tls
from harness.telephone import CALLER, CENTRE, Exchange

THEIRS = "+441632960022"


@pytest.fixture
def exchange(centre):
    exchange = Exchange(centre.world.server, centre.instance)
    yield exchange
    exchange.close()


def menu(centre, *branches):
    """Digits that lead somewhere; silence and wrong digits say so."""
    return centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput",
            {"Text": "Press 1 for help.", "InputTimeLimitSeconds": "5", "StoreInput": "False"},
            conditions=[("Equals", digit, "queue") for digit in branches], errors=[
                ("InputTimeLimitExceeded", "silent"), ("NoMatchingCondition", "wrong"), ("NoMatchingError", "end")]),
        flows.say("silent", "We heard nothing.", "end"), flows.say("wrong", "There is no such choice.", "end"),
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": centre.queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))


def over(centre, contact):
    """The contact as it is described once it has ended."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        described = centre.describe(contact)
        if "DisconnectTimestamp" in described:
            return described
        time.sleep(0.02)
    raise AssertionError(f"the contact does not end: {described}")


def test_a_call_is_answered_held_and_ended(centre, exchange):
    desk = centre.desk()
    call = exchange.dial(menu(centre, "1"))
    call.waits("answer")
    call.press("1")
    exchange.calls_to(desk.user)
    accepted = desk.accept("VOICE")
    assert accepted["contactId"] == call.contact
    call.waits("join", agentId=desk.user)
    assert call.heard()[0] == "Press 1 for help." and call.heard("agent")
    desk.do("hold", contactId=call.contact)
    call.waits("hold", to="customer")
    call.waits("play", isRepeated=True, to="customer")
    desk.contact("CONNECTED_ONHOLD")
    desk.do("resume", contactId=call.contact)
    call.waits("resume", to="customer")
    desk.do("mute", contactId=call.contact)
    assert call.waits("mute")["isMuted"] is True
    desk.do("sendDigits", contactId=call.contact, digits="12#")
    assert call.waits("sendDigits")["digits"] == "12#"
    desk.finish(accepted)
    call.waits("hangUp")
    described = over(centre, call.contact)
    assert described["InitiationMethod"] == "INBOUND" and described["DisconnectReason"] == "AGENT_DISCONNECT"
    assert described["CustomerEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": CALLER}
    assert described["SystemEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": CENTRE}
    assert described["AgentInfo"]["Id"] == desk.user and described["QueueInfo"]["Id"] == centre.queue


def test_silence_and_wrong_digits_take_their_branches(centre, exchange):
    flow = menu(centre, "1")
    silent, wrong = exchange.dial(flow), exchange.dial(flow)
    silent.is_silent()
    wrong.press("7")
    for call, said in ((silent, "We heard nothing."), (wrong, "There is no such choice.")):
        call.waits("hangUp")
        assert call.heard()[-1] == said
        assert over(centre, call.contact)["DisconnectReason"] == "CONTACT_FLOW_DISCONNECT"


def test_a_caller_who_hangs_up_in_the_queue_has_abandoned_it(centre, exchange):
    call = exchange.dial(centre.flow)
    call.waits("play", isRepeated=True)
    call.hang_up()
    described = over(centre, call.contact)
    assert described["DisconnectReason"] == "CUSTOMER_DISCONNECT" and "AgentInfo" not in described


def test_a_caller_who_hangs_up_while_it_rings_rings_no_more(centre, exchange):
    desk = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    call.hang_up()
    call.waits("dropAgent", agentId=desk.user)
    desk.none()


def test_an_agent_who_lifts_the_receiver_has_accepted_the_call(centre, exchange):
    offered, other = centre.desk(), centre.desk(centre.queue_of_its_own().profile)
    call = exchange.dial(centre.flow)
    exchange.calls_to(offered.user)
    # The telephone of somebody who is offered nothing takes nothing.
    call.happened("agentAnswered", agentId=other.user)
    call.happened("agentAnswered", agentId=offered.user)
    call.waits("join", agentId=offered.user)
    offered.finish(offered.contact("CONNECTED"))
    other.none()


def test_an_agent_whose_telephone_hangs_up_has_rejected_the_call(centre, exchange):
    first = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(first.user)
    call.happened("agentHungUp", agentId=first.user)
    first.contact("REJECTED")
    second = centre.desk()
    assert second.accept("VOICE")["contactId"] == call.contact


def test_a_call_that_is_not_answered_is_missed(centre, exchange):
    desk = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    desk.contact("MISSED", seconds=30)
    call.waits("dropAgent", agentId=desk.user)
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
    desk = centre.desk()
    back = exchange.calls_to(desk.user)
    offered = desk.accept("VOICE")
    assert back.waits("dialCustomer")["number"] == CALLER
    attempt = back.contact
    back.happened("dialTimedOut", token=0)
    desk.contact("ENDED")
    desk.do("clearContact", contactId=offered["contactId"])
    again = exchange.calls_to(desk.user)
    desk.accept("VOICE")
    again.dialled("Answered")
    again.waits("join", agentId=desk.user)
    described = centre.describe(again.contact)
    assert described["InitiationMethod"] == "CALLBACK" and described["PreviousContactId"] == attempt
    assert centre.describe(attempt)["PreviousContactId"] == first.contact and "AgentInfo" not in asked
    again.hang_up()
    assert over(centre, again.contact)["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_an_agent_calls_a_number(centre, exchange):
    desk = centre.desk()
    contact = desk.do("connect", number=THEIRS)["contactId"]
    call = exchange.calls_to(desk.user)
    assert call.contact == contact and call.dialled("Answered")["number"] == THEIRS
    call.waits("join", agentId=desk.user)
    described = centre.describe(contact)
    assert described["InitiationMethod"] == "OUTBOUND" and described["CustomerEndpoint"]["Address"] == THEIRS
    desk.finish(desk.contact("CONNECTED"))
    call.waits("hangUp")


def test_a_number_that_does_not_answer(centre, exchange):
    desk = centre.desk()
    contact = desk.do("connect", number=THEIRS)["contactId"]
    exchange.calls_to(desk.user).dialled("TimedOut")
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
    first = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(first.user)
    served = first.accept("VOICE")
    call.waits("join", agentId=first.user)
    other = centre.queue_of_its_own()
    second = centre.desk(other.profile)
    to = quick_connect(centre, kind, QueueId=other.queue) if kind == "QUEUE" else quick_connect(centre, kind, UserId=second.user)
    made = first.do("transfer", contactId=call.contact, quickConnectId=to)["contactId"]
    assert call.waits("hold", to="customer")
    consult = exchange.calls_to(second.user)
    assert consult.contact == made and consult.waits("consult")["with"] == call.contact
    second.accept("VOICE")
    consult.waits("join", agentId=second.user)
    original = call.contact
    first.do("conference", contactId=original)
    call.waits("resume", to="customer")
    first.finish(served)
    call.waits("rename", to=made)
    before, after = over(centre, original), centre.describe(made)
    assert (after["InitiationMethod"], after["PreviousContactId"], after["InitialContactId"]) == ("TRANSFER", original, original)
    assert before["DisconnectReason"] == "AGENT_DISCONNECT" and centre.record(original)["NextContactId"] == made
    second.finish(second.contact("CONNECTED"))
    call.waits("hangUp")


def test_a_call_goes_on_with_a_number_outside(centre, exchange):
    desk = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    served = desk.accept("VOICE")
    call.waits("join", agentId=desk.user)
    number = centre.world.new("QuickConnect", QuickConnectConfig={
        "QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": THEIRS}})
    desk.do("transfer", contactId=call.contact, quickConnectId=number)
    assert call.dialled("Answered", "dialThirdParty")["number"] == THEIRS
    desk.do("conference", contactId=call.contact)
    call.waits("resume", to="customer")
    desk.finish(served)
    call.waits("release")
    assert not [each for each in call.commands if each["command"] == "hangUp"]
    over(centre, call.contact)
    assert centre.record(call.contact)["TransferredToEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": THEIRS}


@pytest.mark.parametrize("outcome, said", [("Answered", "You are back."), ("Failed", "It failed."), ("TimedOut", "Nobody answers.")])
def test_a_flow_calls_a_number(centre, exchange, outcome, said):
    call = exchange.dial(centre.new_flow(flows.flow(
        flows.action(
            "third", "TransferParticipantToThirdParty", {
                "ThirdPartyPhoneNumber": THEIRS, "ThirdPartyConnectionTimeLimitSeconds": "20", "ContinueFlowExecution": "True"},
            next="back", errors=[("CallFailed", "failed"), ("ConnectionTimeLimitExceeded", "late"), ("NoMatchingError", "end")]),
        flows.say("back", "You are back.", "end"), flows.say("failed", "It failed.", "end"), flows.say("late", "Nobody answers.", "end"),
        flows.END)))
    dial = call.dialled(outcome, "dialThirdParty")
    assert (dial["number"], dial["timeLimitSeconds"]) == (THEIRS, 20)
    if outcome == "Answered":
        call.happened("thirdPartyHungUp", token=dial["token"])
    call.waits("hangUp")
    assert call.heard()[-1] == said


def test_whispers_are_heard_by_whom_they_are_for(centre, exchange):
    def whisper(kind, text):
        say = flows.say("say", text, "end") if kind != "CUSTOMER_HOLD" else flows.action(
            "say", "MessageParticipantIteratively", {"Messages": [{"Text": text}]}, next="end", errors=[("NoMatchingError", "end")])
        return centre.new_flow(flows.flow(say, flows.action("end", "EndFlowExecution")), kind)

    hooks = {
        "AgentWhisper": whisper("AGENT_WHISPER", "A call for you."), "CustomerWhisper": whisper("CUSTOMER_WHISPER", "You are connected."),
        "CustomerQueue": whisper("CUSTOMER_QUEUE", "Somebody will answer."), "CustomerHold": whisper("CUSTOMER_HOLD", "Hold the line.")}
    before = [
        flows.action(f"hook-{name}", "UpdateContactEventHooks", {"EventHooks": {name: flow}}, next=after, errors=[("NoMatchingError", "end")])
        for (name, flow), after in zip(hooks.items(), ["hook-CustomerWhisper", "hook-CustomerQueue", "hook-CustomerHold", "set"])]
    desk = centre.desk(state=None)
    call = exchange.dial(centre.new_flow(flows.to_queue(centre.queue, before=before)))
    exchange.wait(lambda: "Somebody will answer." in call.heard(), lambda: "the announcement")
    desk.go("Available")
    exchange.calls_to(desk.user)
    served = desk.accept("VOICE")
    call.waits("join", agentId=desk.user)
    assert call.heard("agent") == ["A call for you."] and call.heard()[-1] == "You are connected."
    desk.do("hold", contactId=call.contact)
    exchange.wait(lambda: call.heard()[-1] == "Hold the line.", lambda: "the hold announcement")
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


def test_calls_end_when_nobody_carries_them(centre):
    exchange = Exchange(centre.world.server, centre.instance)
    call = exchange.dial(centre.flow)
    call.waits("play", isRepeated=True)
    with pytest.raises(ConnectionClosed) as second:
        Exchange(centre.world.server, centre.instance)
    assert second.value.rcvd.code == 4409
    exchange.close()
    assert over(centre, call.contact)["DisconnectReason"] == "TELECOM_PROBLEM"


def test_a_program_without_the_token_carries_no_calls(centre):
    server = centre.world.server
    with connect(server.urls["https"].replace("https", "wss") + "/telephony", ssl=tls(server)) as socket:
        socket.send('{"type": "authenticate", "token": "0000"}')
        with pytest.raises(ConnectionClosed) as refused:
            socket.recv()
    assert refused.value.rcvd.code == 4401
