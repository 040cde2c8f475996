"""Transfers that agents' telephones ask for by REFER (RFC 3515): who hears whom, and what the telephone is told."""

import re

import pytest

from contacts import flows
from contacts.test_voice import quick_connect as through_a_flow
from voice.conftest import CALLER_TONE, connected, over, record_of
from voice.referring import OUTSIDE, goes_on, handed_on, is_told, refer, statuses, to_a_number, told

SECOND_TONE, THIRD_TONE = 1811, 2339


def name_of(centre, quick_connect):
    made = centre.world.connect.describe_quick_connect(InstanceId=centre.instance, QuickConnectId=quick_connect)
    return made["QuickConnect"]["Name"]


# What a record says of one call and of no other.
OF_ONE_CALL = {"ContactId", "InitialContactId", "NextContactId", "CustomerEndpoint", "Agent", "QueueInfo", "Queue", "AgentInfo"}


def said(record):
    """What a record says, without times and the names of one call."""
    return {
        name: value for name, value in record.items() if name not in OF_ONE_CALL and not re.search("Time|Duration|Seconds|ContactId|ARN|Arn", name)}


def test_a_number_takes_the_caller(centre, line):
    """And the record says what it says of the desk's own transfer."""
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    quick_connect = to_a_number(centre)
    records = []
    for by in ("telephone", "desk"):
        desk, phone, caller, number, contact = connected(centre, line)
        if by == "telephone":
            refer(phone, OUTSIDE)
            assert phone.waits("REFER", 202)["Contact"]
            is_told(phone, 100)
        else:
            desk.do("transfer", contactId=contact["contactId"], quickConnectId=quick_connect)
        assert carrier.ring().first.startswith(f"INVITE sip:{OUTSIDE}@")
        caller.hears_sound(without=phone.hertz)
        desk.contact("CONNECTED_ONHOLD")
        carrier.answer()
        if by == "telephone":
            is_told(phone, 100, 200)
        else:
            phone.hears(THIRD_TONE)
            desk.do("completeContact", contactId=contact["contactId"])
        caller.forget()
        caller.hears(THIRD_TONE)
        carrier.hears(CALLER_TONE)
        handed_on(centre, desk, phone, contact)
        desk.go("Offline")
        record = record_of(centre, number)
        assert record["TransferredToEndpoint"] == {"Type": "TELEPHONE_NUMBER", "Address": OUTSIDE} and record["TransferCompletedTimestamp"]
        records.append(said(record))
        caller.hang_up()
        carrier.over()
    assert records[0] == records[1] and len(records[0]) > 5


@pytest.mark.parametrize("named", ["username", "name", "id"])
def test_an_agent_takes_the_caller(centre, line, named):
    desk, phone, caller, _, contact = connected(centre, line)
    second = centre.desk(centre.queue_of_its_own().profile)
    other = line.telephone(centre, second, hertz=SECOND_TONE, answers=False)
    quick_connect = through_a_flow(centre, kind="USER", UserId=second.user)
    name = {"username": second.username, "name": name_of(centre, quick_connect).replace(" ", "%20"), "id": quick_connect}[named]
    refer(phone, name, headers=f"Referred-By: <sip:{phone.user}@{phone.server[0]}>\r\n")
    is_told(phone, 100, 200)
    assert statuses(phone) == [202]
    handed_on(centre, desk, phone, contact)
    other.ring()
    other.answer()
    caller.hears(SECOND_TONE)
    other.hears(CALLER_TONE)
    offered = second.contact("CONNECTED")
    described = centre.describe(offered["contactId"])
    assert (described["InitiationMethod"], described["PreviousContactId"]) == ("TRANSFER", contact["contactId"])
    second.finish(offered)
    caller.over()


def test_a_queue_takes_the_caller_and_its_flow_is_heard(centre, line):
    """The flow speaks to the caller, though the agent who stood there is gone."""
    other = centre.queue_of_its_own()
    flow = centre.new_flow(flows.flow(
        flows.say("say", "You are being passed on to somebody who can help you with this matter.", "queue"),
        flows.action("queue", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END), "QUEUE_TRANSFER")
    quick_connect = centre.world.new("QuickConnect", QuickConnectConfig={
        "QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": other.queue, "ContactFlowId": flow}})
    second = centre.desk(other.profile)
    taker = line.telephone(centre, second, hertz=SECOND_TONE)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, quick_connect)
    is_told(phone, 100, 200)
    handed_on(centre, desk, phone, contact)
    caller.hears_sound(without=phone.hertz)
    taker.ring(seconds=20)
    caller.hears(SECOND_TONE)
    second.finish(second.contact("CONNECTED"))
    caller.over()


@pytest.mark.parametrize("refusal", [486, 503, None])
def test_the_call_goes_on_when_nobody_takes_the_caller(centre, line, refusal):
    carrier = line.carrier(answers=False)
    number = OUTSIDE if refusal else "+15550177"
    to_a_number(centre, number)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, number)
    if refusal:
        carrier.ring()
        carrier.refuse(refusal)
    # No trunk may call the other number: the destinations are the desk's, and their limits the trunks'.
    is_told(phone, 100, 480)
    assert refusal or not [m for m in carrier.messages if m.method == "INVITE"]
    goes_on(desk, phone, caller, contact)


def test_a_telephone_that_wants_to_hear_nothing(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE)
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, bare=f"<tel:{OUTSIDE}>", headers="Refer-Sub: false\r\nRequire: norefersub\r\n")
    assert phone.waits("REFER", 202)["Refer-Sub"] == "false"
    carrier.ring()
    handed_on(centre, desk, phone, contact)
    assert told(phone) == []
    caller.hears(THIRD_TONE)
    caller.hang_up()
    carrier.over()


def ringing(centre, line, carrier):
    """A caller whose agent gives them to a number, which rings."""
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, OUTSIDE)
    carrier.ring()
    return desk, phone, caller, contact


def test_a_telephone_that_hangs_up_meanwhile(centre, line):
    """The caller stays until somebody answers, and nobody is lost."""
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    desk, phone, caller, contact = ringing(centre, line, carrier)
    phone.hang_up()
    caller.hears_sound(without=phone.hertz)
    desk.contact("CONNECTED_ONHOLD")
    carrier.answer()
    caller.hears(THIRD_TONE)
    handed_on(centre, desk, phone, contact)
    caller.hang_up()
    carrier.over()


def test_a_caller_who_hangs_up_meanwhile(centre, line):
    carrier = line.carrier(answers=False)
    desk, phone, caller, contact = ringing(centre, line, carrier)
    caller.hang_up()
    is_told(phone, 100, 487)
    phone.over()
    carrier.over()
    assert over(centre, contact["contactId"])["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_one_transfer_at_a_time(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    desk, phone, caller, contact = ringing(centre, line, carrier)
    refer(phone, OUTSIDE)
    assert phone.waits("REFER", 491)
    carrier.refuse(486)
    is_told(phone, 100, 480)
    refer(phone, OUTSIDE.replace("+", "00"))
    carrier.ring()
    carrier.answer()
    is_told(phone, 100, 480, 100, 200)
    assert statuses(phone) == [202, 491, 202]
    handed_on(centre, desk, phone, contact)
    caller.hang_up()
    carrier.over()


def test_while_the_agent_asks_somebody_the_desk_decides(centre, line):
    desk, phone, caller, _, contact = connected(centre, line)
    second = centre.desk(centre.queue_of_its_own().profile)
    other = line.telephone(centre, second, hertz=SECOND_TONE)
    desk.do("transfer", contactId=contact["contactId"], quickConnectId=through_a_flow(centre, kind="USER", UserId=second.user))
    other.ring()
    phone.hears(SECOND_TONE)
    refer(phone, second.username)
    is_told(phone, 100, 486)
    # Who was asked goes, and takes nobody along.
    other.hang_up()
    second.contact("ENDED")
    desk.do("resume", contactId=contact["contactId"])
    goes_on(desk, phone, caller, contact)
