"""Of the messages that a call came with nothing is left: a minute after, no memory of the switch has them, and no file ever had."""

import os
import time

from contacts import flows
from contacts.test_no_trace import FORGOTTEN_SECONDS
from harness import canary
from voice.conftest import AGENT_TONE, CALLER_TONE, over
from voice.test_recordings import BOTH, ended, own  # noqa: F401

NAME = "Zoe Canary"


def caller(word):
    """A number and a name that nobody else has, and what messages make of the number. A number alone is short enough to lie within the values
    that have it (docs/THREAT_MODEL.md)."""
    number = f"+4477{int.from_bytes(os.urandom(4)):010}"
    return number, {f"{word} name": f"Zoe Canary {os.urandom(6).hex()}", f"{word} address": f"sip:{number}@"}


def served(centre, line, number, canaries):
    """A call that an agent has taken: its desk and telephone, the caller's, the contact."""
    name, _ = canaries.values()
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    calling = line.caller(hertz=CALLER_TONE)
    calling.dial("01632960000", caller=number, extra=f'P-Asserted-Identity: "{name}" <sip:{number}@{calling.host}>\r\n')
    phone.hears(CALLER_TONE)
    return desk, phone, calling, desk.contact("CONNECTED")["contactId"]


def test_a_minute_after_a_call_its_messages_are_nowhere(own):  # noqa: F811
    centre, line = own
    server, (staying, present), (leaving, gone) = centre.world.server, caller("present"), caller("gone")
    line.leads(centre, centre.new_flow(flows.to_queue(centre.queue, before=[flows.action("record", *BOTH, next="set")])))
    _, _, stays, going_on = served(centre, line, staying, present)
    desk, phone, leaves, contact = served(centre, line, leaving, gone)
    leaves.press("4")
    leaves.hang_up()
    phone.over()
    ended(centre, desk, contact)
    desk.go("Offline")
    begun = time.monotonic()
    canary.nowhere(canary.Search(gone | present).folder(server.data))
    # Nobody calls meanwhile: nothing takes the place of what was there.
    time.sleep(max(0, begun + FORGOTTEN_SECONDS - time.monotonic()))
    core = canary.Search(gone | present).core(server.child("switch"))
    # The control: of who is still there, the switch has what it needs.
    assert "present address" in {hit.canary for hit in core}, core
    canary.nowhere([hit for hit in core if hit.canary.startswith("gone")])
    canary.nowhere(canary.Search(gone | present).folder(server.data))
    stays.hang_up()
    over(centre, going_on)
