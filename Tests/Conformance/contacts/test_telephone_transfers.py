"""Transfers that an agent's telephone asks for, as a program that carries calls tells of them."""

import json

import pytest

from contacts.test_voice import THEIRS, over, quick_connect

OUTCOMES = {"dialAnswered": "succeeded", "dialFailed": "notAnswered", "dialTimedOut": "notAnswered"}


def talking(centre, exchange):
    """An agent with a caller: (desk, call, the contact at the desk)."""
    desk = centre.desk()
    call = exchange.dial(centre.flow)
    exchange.calls_to(desk.user)
    served = desk.accept("VOICE")
    call.waits("join", agentId=desk.user)
    return desk, call, served


def to_a_number(centre):
    return centre.world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": THEIRS}})


def refers(call, desk, to):
    call.happened("agentReferred", agentId=desk.user, to=to)


def answered(call, desk, outcome):
    assert call.waits("answerReferral", agentId=desk.user)["outcome"] == outcome


def finished(centre, desk, contact):
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact)
    desk.none()
    assert over(centre, contact)["DisconnectReason"] == "AGENT_DISCONNECT"
    return centre.record(contact)


@pytest.mark.parametrize("event", OUTCOMES)
def test_a_number_takes_the_caller_or_does_not(centre, exchange, event):
    to_a_number(centre)
    desk, call, served = talking(centre, exchange)
    refers(call, desk, THEIRS)
    call.waits("hold", to="customer")
    dial = call.waits("dialThirdParty")
    assert dial["number"] == THEIRS
    desk.contact("CONNECTED_ONHOLD")
    call.happened(event, token=dial["token"])
    answered(call, desk, OUTCOMES[event])
    if event == "dialAnswered":
        call.waits("release")
        assert finished(centre, desk, call.contact)["TransferredToEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": THEIRS}
        assert not [each for each in call.commands if each["command"] == "hangUp"]
    else:
        call.waits("resume", to="customer")
        desk.contact("CONNECTED")
        desk.finish(served)
        call.waits("hangUp")
        assert centre.record(call.contact)["TransferredToEndpoint"] is None


@pytest.mark.parametrize("kind", ["QUEUE", "USER"])
def test_a_queue_or_an_agent_takes_the_caller(centre, exchange, kind):
    other = centre.queue_of_its_own()
    second = centre.desk(other.profile)
    to = quick_connect(centre, kind, QueueId=other.queue) if kind == "QUEUE" else quick_connect(centre, kind, UserId=second.user)
    desk, call, _ = talking(centre, exchange)
    contact = call.contact
    refers(call, desk, to if kind == "QUEUE" else second.username)
    answered(call, desk, "succeeded")
    made = call.waits("rename")["to"]
    names = [each["command"] for each in call.commands]
    assert names.index("answerReferral") < names.index("rename"), "the telephone is told before it is hung up"
    assert finished(centre, desk, contact)["NextContactId"] == made
    accepted = second.accept("VOICE")
    assert accepted["contactId"] == made and centre.describe(made)["PreviousContactId"] == contact
    second.finish(accepted)
    call.waits("hangUp")


def test_what_is_refused_changes_nothing(centre, exchange):
    to_a_number(centre)
    desk, call, served = talking(centre, exchange)
    other = centre.desk(centre.queue_of_its_own().profile)
    for name in ("nobody", "+441632960099", desk.username, centre.queue):
        refers(call, desk, name)
        answered(call, desk, "notFound")
    refers(call, other, THEIRS)
    answered(call, other, "notPermitted")
    # The control.
    refers(call, desk, THEIRS)
    dial = call.waits("dialThirdParty")
    refers(call, desk, THEIRS)
    answered(call, desk, "busy")
    call.happened("dialFailed", token=dial["token"])
    answered(call, desk, "notAnswered")
    desk.contact("CONNECTED")
    desk.finish(served)
    call.waits("hangUp")


@pytest.mark.parametrize("members", [
    {}, {"to": THEIRS}, {"agentId": "x"}, {"agentId": "x", "to": ""}, {"agentId": "x", "to": 7}, {"agentId": "x", "to": "a" * 257}])
def test_an_event_that_says_too_little_or_too_much_is_none(centre, exchange, members):
    exchange.send({"type": "event", "id": 99, "instanceId": centre.instance, "contactId": "c", "event": "agentReferred", **members})
    reply = exchange.wait(lambda: exchange.replies.get(99), lambda: f"a reply to {json.dumps(members)}")
    assert "docs/telephony-port.md" in reply["error"]
