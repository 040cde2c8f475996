"""Transfers that telephones ask for and may not, or ask for wrongly: a call goes on through all of it. Each has its control."""

import secrets
import time

from harness import supervisors
from harness.phone import Phone
from harness.supervisors import MONITOR
from voice.conftest import CALLER_TONE, connected, wait_for
from voice.referring import OUTSIDE, goes_on, handed_on, is_told, refer, statuses, to_a_number, told

THIRD_TONE = 2339

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


def test_a_telephone_that_was_revoked_transfers_nobody(centre, line):
    carrier = line.carrier()
    to_a_number(centre)
    desk, phone, caller, _, contact = connected(centre, line)
    line.server.command("device", "revoke", phone.user)

    def is_refused():
        asked = len(statuses(phone)) + 1
        refer(phone, "nobody", headers="Refer-Sub: false\r\n")
        wait_for(lambda: len(statuses(phone)) == asked, "an answer")
        return statuses(phone)[-1] == 403
    wait_for(is_refused, "what a revoked telephone is told")
    refer(phone, OUTSIDE)
    wait_for(lambda: statuses(phone)[-2:] == [403, 403], "the same of a number that there is")
    assert not [m for m in carrier.messages if m.method == "INVITE"]
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
