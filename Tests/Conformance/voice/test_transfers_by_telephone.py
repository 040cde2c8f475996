"""Transfers that agents' telephones ask for by REFER (RFC 3515): who hears whom, what the telephone is told, and who may not."""

import re
import secrets
import time

import pytest

from contacts import flows
from contacts.test_voice import quick_connect as through_a_flow
from harness import supervisors
from harness.phone import Phone
from harness.supervisors import MONITOR
from voice.conftest import CALLER_TONE, connected, over, record_of, wait_for

SECOND_TONE, THIRD_TONE = 1811, 2339
OUTSIDE = "+441632960077"


def to_a_number(centre, number=OUTSIDE):
    """A quick connect of that number: its id."""
    return centre.world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": number}})


def name_of(centre, quick_connect):
    made = centre.world.connect.describe_quick_connect(InstanceId=centre.instance, QuickConnectId=quick_connect)
    return made["QuickConnect"]["Name"]


def refer(phone, user, host=None, headers="", bare=None):
    """Asks for the transfer. A text without brackets goes as it is."""
    to = bare if bare is not None else f"<sip:{user}@{host or phone.server[0]}>"
    phone.within("REFER", headers=f"Refer-To: {to}\r\n{headers}")


def statuses(phone):
    """Of REFERs, in their order."""
    return [m.status for m in phone.messages if m.method == "REFER" and m.status]


def told(phone):
    """What NOTIFYs say, in their order."""
    found = [m for m in phone.messages if m.method == "NOTIFY"]
    for each in found:
        assert re.match(r"refer(;id=\d+)?$", each["Event"]) and each["Content-Type"].startswith("message/sipfrag"), each.headers
        assert each["Subscription-State"].startswith("active" if b" 100 " in each.body else "terminated"), each.headers
    return [int(m.body.split()[1]) for m in found]


def is_told(phone, *expected, seconds=10):
    try:
        phone.wait(lambda: told(phone) == list(expected), f"NOTIFYs of {expected}", seconds)
    except AssertionError as problem:
        raise AssertionError(f"{problem}; they say {told(phone)}") from problem


def goes_on(desk, phone, caller, contact):
    """The call is as it was, and ends as any other."""
    for each in (phone, caller):
        each.forget()
    phone.hears(CALLER_TONE)
    caller.hears(phone.hertz)
    desk.contact("CONNECTED")
    desk.finish(contact)
    caller.over()
    phone.over()


def handed_on(centre, desk, phone, contact):
    """The agent has left, and finishes."""
    phone.over()
    assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact["contactId"])
    desk.none()


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
    refer(phone, OUTSIDE, headers="Refer-Sub: false\r\nRequire: norefersub\r\n")
    assert phone.waits("REFER", 202)["Refer-Sub"] == "false"
    carrier.ring()
    handed_on(centre, desk, phone, contact)
    assert told(phone) == []
    caller.hears(THIRD_TONE)
    caller.hang_up()
    carrier.over()


def test_a_telephone_that_hangs_up_meanwhile(centre, line):
    """The caller stays until somebody answers, and nobody is lost."""
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, OUTSIDE)
    carrier.ring()
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
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, OUTSIDE)
    carrier.ring()
    caller.hang_up()
    is_told(phone, 100, 487)
    phone.over()
    carrier.over()
    assert over(centre, contact["contactId"])["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_one_transfer_at_a_time(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    refer(phone, OUTSIDE)
    carrier.ring()
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


# Refused at once.
AT_ONCE = {
    "none": ("", 400), "two": ("Refer-To: <sip:+441632960077@{host}>\r\nr: <sip:+441632960077@{host}>\r\n", 400),
    "listed": ("Refer-To: <sip:+441632960077@{host}>, <sip:+441632960077@{host}>\r\n", 400), "broken": ("Refer-To: <sip:+4416@{host}\r\n", 400),
    "mail": ("Refer-To: <mailto:somebody@{host}>\r\n", 416), "two referrers": (
        "Refer-To: <sip:+441632960077@{host}>\r\nReferred-By: <sip:a@b>\r\nb: <sip:c@d>\r\n", 400),
    "another host": ("Refer-To: <sip:+441632960077@192.0.2.77>\r\n", 404), "nobody": ("Refer-To: <sip:{host}>\r\n", 404),
    "controls": ("Refer-To: <sip:a%0D%0AVia%3A@{host}>\r\n", 404), "a BYE": ("Refer-To: <sip:+441632960077@{host};method=BYE>\r\n", 603),
    "a call in the place of another": ("Refer-To: <sip:+441632960077@{host}?Replaces=a%40b%3Bto-tag%3Dc%3Bfrom-tag%3Dd>\r\n", 603),
    "broken replaces": ("Refer-To: <sip:+441632960077@{host}?Replaces=a>\r\n", 400),
}


def test_what_is_malformed_or_not_done_is_refused(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE)
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    for what, (headers, status) in AT_ONCE.items():
        phone.within("REFER", headers=headers.format(host=phone.server[0]))
        wait_for(lambda: len(statuses(phone)) == list(AT_ONCE).index(what) + 1, f"an answer to {what}")
        assert statuses(phone)[-1] == status, what
    phone.hears(CALLER_TONE)
    assert told(phone) == [] and not carrier.rung
    # The control: one that is right.
    refer(phone, OUTSIDE)
    carrier.ring()
    is_told(phone, 100, 200)
    handed_on(centre, desk, phone, contact)
    caller.hang_up()


def test_what_the_desk_cannot_transfer_to_the_telephone_cannot_either(centre, line):
    """Toll fraud has nothing to take: numbers outside are those of quick connects."""
    carrier = line.carrier()
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    names = ("+441632960099", "0441632960077", "999", "112", "+112", desk.username, "nobody", centre.queue, "%C3%84rger")
    for number, name in enumerate(names, 1):
        refer(phone, name)
        is_told(phone, *[100, 404] * number)
    refer(phone, "a" * 300)
    assert phone.waits("REFER", 404)
    assert told(phone) == [100, 404] * len(names) and not [m for m in carrier.messages if m.method == "INVITE"]
    goes_on(desk, phone, caller, contact)


def on_its_own(phone, tag="", call=None, number=1):
    """A REFER of no dialog that it has."""
    phone.send(
        f"REFER sip:switch@{phone.server[0]} SIP/2.0\r\n{phone.via()}Max-Forwards: 70\r\nFrom: <sip:{phone.user}@{phone.host}>;tag=own\r\n"
        f"To: <sip:switch@{phone.server[0]}>{tag}\r\nCall-ID: {call or secrets.token_hex(8)}\r\n"
        f"CSeq: {number} REFER\r\n{phone.contact()}Refer-To: <sip:{OUTSIDE}@{phone.server[0]}>\r\n")


def test_nobody_else_transfers_anybody(centre, line):
    """Callers, trunks, strangers, agents outside of their call and in that of others, telephones that have signed off."""
    carrier = line.carrier(hertz=THIRD_TONE)
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    second = centre.desk(centre.queue_of_its_own().profile)
    other = line.telephone(centre, second)
    refer(caller, OUTSIDE)
    assert caller.waits("REFER", 603)
    for each in (other, carrier):
        on_its_own(each)
        assert each.waits("REFER", 481), "outside of a dialog"
        on_its_own(each, tag=";tag=guessed", call=phone.dialog["call"], number=2)
        wait_for(lambda: statuses(each) == [481, 481], "an answer to a guessed tag")
    stranger = Phone(line.address, host="127.0.0.9")
    on_its_own(stranger)
    on_its_own(stranger, tag=";tag=guessed")
    # With all that can be overheard of the call.
    for each in (other, carrier, stranger):
        assert each is not stranger or each.messages == [], "a stranger hears nothing"
        each.messages.clear()
        each.dialog = dict(phone.dialog, cseq=900)
        refer(each, OUTSIDE)
        assert each.waits("REFER", 403)
    # A telephone that has signed off goes on talking, and gives nobody away.
    assert phone.register(expires=0) == 200
    refer(phone, OUTSIDE)
    assert phone.waits("REFER", 403)
    assert told(phone) == [] and not carrier.rung
    phone.hears(CALLER_TONE)
    caller.hears(phone.hertz)
    # The control: the same, of the agent's own telephone.
    assert phone.register() == 200
    refer(phone, OUTSIDE)
    carrier.ring()
    is_told(phone, 100, 200)
    handed_on(centre, desk, phone, contact)
    stranger.close()
    caller.hang_up()


def test_a_supervisor_transfers_nobody(centre, line):
    carrier = line.carrier()
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    watcher = supervisors.desk(centre.world, MONITOR)
    centre.desks.append(watcher)
    listening = line.telephone(centre, watcher)
    supervisors.listen(centre.world, contact["contactId"], watcher.user)
    listening.ring()
    watcher.contact("CONNECTED")
    refer(listening, OUTSIDE)
    is_told(listening, 100, 403)
    listening.hears_both(CALLER_TONE, phone.hertz)
    assert not [m for m in carrier.messages if m.method == "INVITE"]
    listening.hang_up()
    goes_on(desk, phone, caller, contact)


def test_a_flood_of_them_is_borne(centre, line):
    """A telephone that has gone mad holds up nobody, and its own call goes on."""
    desk, phone, caller, _, contact = connected(centre, line)
    begun = time.monotonic()
    for number in range(400):
        refer(phone, f"nobody{number}", headers="Refer-Sub: false\r\n")
        time.sleep(0.001)
    wait_for(lambda: len(statuses(phone)) == 400, "an answer to each", 20)
    assert set(statuses(phone)) <= {202, 491} and time.monotonic() - begun < 20
    phone.hears(CALLER_TONE)
    caller.hears(phone.hertz)
    goes_on(desk, phone, caller, contact)
