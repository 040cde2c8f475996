"""Hold, transfers, conferences and calls that go out, by SIP: who hears whom at each step."""

from harness.desk import DeskError
from voice.conftest import CALLER_TONE, a_number, connected, over, wait_for

SECOND_TONE, THIRD_TONE = 1811, 2339


def quick_connect(centre, **config):
    from contacts.test_voice import quick_connect as made
    return made(centre, **config)


def test_a_customer_on_hold_hears_music_and_is_not_heard(centre, line):
    desk, phone, caller, _, contact = connected(centre, line)
    desk.do("hold", contactId=contact["contactId"])
    desk.contact("CONNECTED_ONHOLD")
    phone.forget()
    phone.hears_nothing()
    caller.hears_sound(without=phone.hertz)
    desk.do("resume", contactId=contact["contactId"])
    phone.hears(CALLER_TONE)
    caller.hears(phone.hertz)
    desk.do("mute", contactId=contact["contactId"])
    caller.hears_nothing()
    phone.hears(CALLER_TONE)
    desk.do("unmute", contactId=contact["contactId"])
    caller.hears(phone.hertz)
    desk.finish(contact)
    caller.over()


def test_keys_of_the_desk_reach_the_customer(centre, line):
    desk, phone, caller, _, contact = connected(centre, line)
    desk.do("sendDigits", contactId=contact["contactId"], digits="12#")
    caller.wait(lambda: [key for key, _ in caller.events] == ["1", "2", "#"], "the keys")
    assert not phone.events
    desk.finish(contact)
    caller.over()


def test_a_transfer_with_an_introduction(centre, line):
    first, phone, caller, _, contact = connected(centre, line)
    second = centre.desk(centre.queue_of_its_own().profile)
    other = line.telephone(centre, second, hertz=SECOND_TONE)
    to = quick_connect(centre, kind="USER", UserId=second.user)
    made = first.do("transfer", contactId=contact["contactId"], quickConnectId=to)["contactId"]
    other.ring()
    second.contact("CONNECTED")
    phone.hears(SECOND_TONE)
    other.hears(phone.hertz)
    assert caller.share_of(SECOND_TONE) < 0.1 and other.share_of(CALLER_TONE) < 0.1, "the customer waits apart"
    first.do("conference", contactId=contact["contactId"])
    caller.hears_both(phone.hertz, SECOND_TONE)
    phone.hears_both(CALLER_TONE, SECOND_TONE)
    other.hears_both(CALLER_TONE, phone.hertz)
    first.finish(contact)
    phone.over()
    caller.hears(SECOND_TONE)
    other.hears(CALLER_TONE)
    after = centre.describe(made)
    assert (after["InitiationMethod"], after["PreviousContactId"]) == ("TRANSFER", contact["contactId"])
    assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
    second.finish(second.contact("CONNECTED"))
    caller.over()
    other.over()
    over(centre, made)


def test_a_transfer_without_one(centre, line):
    first, phone, caller, _, contact = connected(centre, line)
    second = centre.desk(centre.queue_of_its_own().profile)
    other = line.telephone(centre, second, hertz=SECOND_TONE, answers=False)
    to = quick_connect(centre, kind="USER", UserId=second.user)
    first.do("transfer", contactId=contact["contactId"], quickConnectId=to)
    other.ring()
    phone.hang_up()
    other.answer()
    caller.hears(SECOND_TONE)
    other.hears(CALLER_TONE)
    second.finish(second.contact("CONNECTED"))
    caller.over()


def test_a_call_goes_on_with_a_number_outside(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE)
    desk, phone, caller, _, contact = connected(centre, line)
    number = centre.world.new("QuickConnect", QuickConnectConfig={
        "QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+441632960022"}})
    desk.do("transfer", contactId=contact["contactId"], quickConnectId=number)
    assert carrier.ring().first.startswith("INVITE sip:+441632960022@")
    phone.hears(THIRD_TONE)
    desk.do("conference", contactId=contact["contactId"])
    carrier.hears_both(CALLER_TONE, phone.hertz)
    desk.finish(contact)
    phone.over()
    caller.hears(THIRD_TONE)
    carrier.hears(CALLER_TONE)
    over(centre, contact["contactId"])
    caller.hang_up()
    carrier.over()


def test_an_agent_calls_a_number(centre, line):
    carrier = line.carrier(hertz=THIRD_TONE, answers=False)
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=SECOND_TONE)
    contact = desk.do("connect", number="+441632960033")["contactId"]
    phone.ring()
    assert carrier.ring().first.startswith("INVITE sip:+441632960033@127.0.0.2")
    carrier.answer()
    phone.hears(THIRD_TONE)
    carrier.hears(SECOND_TONE)
    carrier.hang_up()
    phone.over()
    described = over(centre, contact)
    assert (described["InitiationMethod"], described["DisconnectReason"]) == ("OUTBOUND", "CUSTOMER_DISCONNECT")


def test_a_number_that_is_busy_and_one_that_no_trunk_may_call(centre, line):
    carrier = line.carrier(answers=False)
    desk = centre.desk()
    phone = line.telephone(centre, desk)
    for number, status in (("+441632960034", 486), ("+15550100", None)):
        contact = desk.do("connect", number=number)["contactId"]
        phone.ring()
        if status:
            carrier.ring()
            carrier.refuse(status)
        phone.over()
        over(centre, contact)
        wait_for(lambda: desk.agent["contacts"][0]["state"] == "ENDED", "the end at the desk")
        desk.do("clearContact", contactId=contact)
    assert len([m for m in carrier.messages if m.method == "INVITE"]) == 1
    for emergency in ("+999", "+112"):
        try:
            contact = desk.do("connect", number=emergency)["contactId"]
        except DeskError:
            continue
        phone.ring()
        phone.over()
        over(centre, contact)
        desk.contact("ENDED")
        desk.do("clearContact", contactId=contact)
    assert len([m for m in carrier.messages if m.method == "INVITE"]) == 1


def test_a_trunk_that_asks_for_a_password_gets_it(centre, line):
    line.trunk("--username", "switch", password_fd="of-the-trunk")
    carrier = line.carrier(hertz=THIRD_TONE, answers=None)
    carrier.demand("switch", "of-the-trunk")
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=SECOND_TONE)
    caller = a_number()
    contact = desk.do("connect", number=caller)["contactId"]
    phone.ring()
    wait_for(lambda: carrier.proved, "a proof of the password")
    carrier.answer()
    phone.hears(THIRD_TONE)
    desk.finish(desk.contact("CONNECTED"))
    carrier.over()
    over(centre, contact)


def test_a_trunk_is_registered_and_calls_come_by_it(centre, line):
    line.trunk("--register", "carrier.example", "--username", "centre", "--called-number", "to", password_fd="of-the-account")
    carrier = line.carrier(hertz=THIRD_TONE, demands=("centre", "of-the-account"))
    registered = carrier.wait(lambda: carrier.registered, "a registration")
    assert registered.first == "REGISTER sip:carrier.example SIP/2.0" and "<sip:centre@carrier.example>" in registered["To"] and carrier.proved
    line.leads(centre, centre.flow)
    carrier.dial("01632960000")
    carrier.answered()
    carrier.hears_sound()
    carrier.hang_up()
