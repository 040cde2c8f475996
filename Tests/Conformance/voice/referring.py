"""Transfers that an agent's telephone asks for by REFER, and what it is told of them."""

import re

from harness import patience
from voice.conftest import CALLER_TONE, over

OUTSIDE = "+441632960077"


def to_a_number(centre, number=OUTSIDE):
    """A quick connect of that number: its id."""
    return centre.world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": number}})


def refer(phone, user=None, headers="", bare=None):
    """Asks for a transfer to a user of the switch's, or to what stands bare."""
    phone.within("REFER", headers=f"Refer-To: {bare or f'<sip:{user}@{phone.server[0]}>'}\r\n{headers}")


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


def is_told(phone, *expected, seconds=patience.SECONDS):
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
