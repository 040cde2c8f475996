"""Calls that wait in a queue and are answered by an agent's telephone: who hears whom, and how they end."""

import pytest

from voice.conftest import AGENT_TONE, CALLER_TONE, a_number, call_in, connected, over, record_of

def ready_again(desk, phone, centre, line):
    """The agent takes the next call."""
    phone.answers = True
    caller, _ = call_in(centre, line)
    phone.ring()
    desk.contact("CONNECTED")
    phone.hears(CALLER_TONE)
    caller.hang_up()
    phone.over()


def test_music_plays_until_the_telephone_rings_and_both_hear_each_other(centre, line):
    desk = centre.desk(state=None)
    phone = line.telephone(centre, desk, hertz=AGENT_TONE, answers=False)
    caller, number = call_in(centre, line)
    caller.answered()
    caller.hears_sound(seconds=15)
    desk.go("Available")
    assert number in phone.ring()["From"]
    phone.answer()
    contact = desk.contact("CONNECTED")
    caller.hears(AGENT_TONE)
    phone.hears(CALLER_TONE)
    caller.hang_up()
    phone.over()
    described = over(centre, contact["contactId"])
    assert (described["InitiationMethod"], described["DisconnectReason"]) == ("INBOUND", "CUSTOMER_DISCONNECT")
    assert described["AgentInfo"]["Id"] == desk.user and described["CustomerEndpoint"]["Address"] == number
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact["contactId"])
    ready_again(desk, phone, centre, line)


def test_an_agent_hangs_up_the_telephone(centre, line):
    desk, phone, caller, number, contact = connected(centre, line)
    phone.hang_up()
    caller.over()
    assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact["contactId"])
    ready_again(desk, phone, centre, line)


def test_an_agent_ends_the_call_at_the_desk(centre, line):
    desk, phone, caller, number, contact = connected(centre, line)
    desk.finish(contact)
    caller.over()
    phone.over()
    assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"


def test_a_caller_who_cancels_while_it_rings_rings_no_more(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk, answers=False)
    caller, number = call_in(centre, line)
    phone.ring()
    caller.hang_up()
    phone.over()
    assert phone.status is None and phone.waits("CANCEL")
    desk.none()
    assert record_of(centre, number)["DisconnectReason"] == "CUSTOMER_DISCONNECT"
    ready_again(desk, phone, centre, line)


def test_a_telephone_that_nobody_answers_has_missed_the_call(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk, answers=False)
    caller, number = call_in(centre, line)
    phone.ring()
    desk.contact("MISSED", seconds=30)
    phone.over()
    caller.hang_up()
    assert record_of(centre, number)["DisconnectReason"] == "CUSTOMER_DISCONNECT"


@pytest.mark.parametrize("status", [486, 603])
def test_a_telephone_that_refuses_has_rejected_the_call(centre, line, status):
    desk = centre.desk()
    phone = line.telephone(centre, desk, answers=False)
    caller, _ = call_in(centre, line)
    phone.ring()
    phone.refuse(status)
    desk.contact("REJECTED")
    caller.hang_up()


def test_an_agent_without_a_telephone_takes_no_call(centre, line):
    desk = centre.desk()
    caller, _ = call_in(centre, line)
    desk.contact("REJECTED")
    caller.hang_up()


def test_a_telephone_that_is_unplugged_ends_the_call(centre, line):
    desk, phone, caller, number, contact = connected(centre, line)
    phone.close()
    caller.over(seconds=20)
    assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"


def test_a_caller_who_is_gone_ends_the_call(centre, line):
    desk, phone, caller, number, contact = connected(centre, line)
    caller.close()
    phone.over(seconds=20)
    assert over(centre, contact["contactId"])["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_a_call_that_is_never_acknowledged_is_no_call(centre, line):
    line.leads(centre, centre.flow)
    caller = line.caller()
    caller.within = lambda *args, **members: None
    number = a_number()
    caller.dial("01632960000", caller=number)
    caller.answered()
    caller.wait(lambda: [m for m in caller.messages if m.status == 200][2:], "the 200 again")
    del caller.within
    caller.hang_up()


def test_late_offers_and_a_law(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    caller, _ = call_in(centre, line)
    phone.ring()
    caller.hears(AGENT_TONE)
    # The peer puts us on hold, and takes us back.
    caller.hold()
    caller.wait(lambda: [m for m in caller.messages if m.method == "INVITE" and m.status == 200][1:], "an answer to the hold")
    caller.direction = "sendrecv"
    caller.forget()
    caller.hold("sendrecv")
    caller.hears(AGENT_TONE)
    caller.hang_up()
    phone.over()
