"""The telephones of the Telephony port's suite as they are in the world: SIP and G.711, over a trunk and at agents' desks.

Who hears whom is shown by tones, what is said by its synthesis. A telephone says its tone from the beginning, an agent's once it
has joined, so that whispers are heard alone.
"""

import collections
import datetime
import time

from harness import numbers
from harness.speech import Ear, spoken
from harness.telephony import TelephoneCall, Telephones
from harness.tones import share
from voice.conftest import AGENT_TONE, CALLER_TONE, CENTRE_NUMBER, a_number, wait_for

AGENT_TONES, THIRD_TONE = (AGENT_TONE, 1811), 2339
# The melodies of the queue and of the hold are made of these (`PromptSynthesis`).
NOTES = (164.8, 220.0, 246.9, 261.6, 277.2, 293.7, 329.6, 349.2, 370.0, 392.0, 440.0, 523.3)
WINDOW = 1_600


def hear_each_other(*phones):
    """Two of them nobody else, either."""
    for phone in phones:
        tones = [other.hertz for other in phones if other is not phone]
        phone.hears(*tones) if len(tones) == 1 else phone.hears_both(*tones)


def hears_none(phone, *tones):
    """From now on, for as long as a tone that was there would be noticed."""
    enough = len(phone.heard) + WINDOW

    def found():
        return len(phone.heard) >= enough and all(share(phone.heard[-WINDOW:], hertz) < 0.02 for hertz in tones)
    phone.wait(found, f"nothing of {tones}")


class Seat:
    """An agent's desk and telephone."""

    def __init__(self, desk, phone, tone):
        self.desk, self.phone, self.tone = desk, phone, tone

    def rings(self):
        """The contact for which it does."""
        self.phone.ring()

        def found():
            return next((each for each in self.desk.agent["contacts"] if each["state"] in ("CONNECTING", "CONNECTED")), None)
        return self.desk.wait(found, "the contact that rings")["contactId"]

    def lifts(self):
        self.phone.wait(lambda: self.phone.invite, "a call")
        self.phone.answer()

    def speaks(self):
        self.phone.hertz = self.tone


class SIPCall(TelephoneCall):
    """The customer's telephone, and those that are in the call with it."""

    def __init__(self, exchange, contact, customer=None, number=None):
        self.exchange, self.contact, self.customer, self.number = exchange, contact, customer, number
        self.with_customer, self.agent = [], None

    # What the customer does

    def press(self, digits, **asked):
        self.is_asked()
        self.customer.press(digits)

    def is_silent(self):
        self.is_asked()

    def is_asked(self):
        wait_for(self.heard, "something that is said")

    def hang_up(self):
        self.customer.hang_up()

    # What the customer notices

    def is_answered(self):
        self.customer.answered()

    def heard(self, audience="customer"):
        return self.exchange.texts_of({"customer": self.customer, "agent": self.agent}[audience])

    def hears(self, text):
        assert text in self.exchange.texts, f"nobody listens for {text!r}"
        wait_for(lambda: self.heard()[-1:] == [text], f"{text!r}")

    def hears_music(self):
        def found():
            last = self.customer.heard[-WINDOW:]
            return any(share(last, hertz) > 0.8 for hertz in NOTES)
        self.customer.wait(found, "music")

    def is_on_hold(self):
        hears_none(self.agent, self.customer.hertz)
        self.hears_music()
        hears_none(self.customer, self.agent.hertz)

    def is_with_all(self):
        hear_each_other(self.customer, *self.with_customer)

    def gets_keys(self, digits):
        self.customer.wait(lambda: "".join(key for key, _ in self.customer.events) == digits, f"the keys {digits}")

    def is_over(self):
        for phone in (self.customer, *self.with_customer):
            phone.over()

    # What agents do and notice

    def is_lifted_by(self, agent):
        self.exchange.seats[agent].lifts()

    def is_refused_by(self, agent):
        self.exchange.seats[agent].phone.refuse(486)

    def rings_no_more_at(self, agent):
        phone = self.exchange.seats[agent].phone
        assert phone.waits("CANCEL")
        phone.over()

    def is_joined_by(self, agent):
        seat = self.exchange.seats[agent]
        seat.speaks()
        self.agent = seat.phone
        self.with_customer = [self.agent]
        self.is_with_all()

    def is_muted(self):
        self.customer.hears_nothing()
        self.agent.hears(self.customer.hertz)

    def is_consultation_of(self, call, agent):
        self.customer = call.agent
        self.is_joined_by(agent)
        hears_none(call.customer, self.customer.hertz, self.agent.hertz)
        hears_none(self.agent, call.customer.hertz)
        call.with_customer.append(self.agent)

    def goes_on_as(self, contact, agent):
        left, self.agent = self.agent, self.exchange.seats[agent].phone
        left.over()
        self.exchange.calls[contact] = self
        self.contact, self.with_customer = contact, [self.agent]
        self.is_with_all()

    def goes_on_without_us(self):
        self.agent.over()
        self.with_customer.remove(self.agent)
        self.is_with_all()

    # Who is called

    def customer_is_called(self, number, answers):
        self.number, self.customer = number, self.exchange.outside
        self.exchange.is_dialled(number)
        # A network says so of somebody who does not answer (RFC 3261 21.4.18).
        self.customer.answer() if answers else self.customer.refuse(480)

    def third_party_is_called(self, number, outcome="Answered", seconds=None):
        self.exchange.is_dialled(number)
        outcomes = {"Answered": self._third_party_joins, "Failed": self._third_party_refuses, "TimedOut": self._third_party_rings}
        outcomes[outcome](seconds)

    def _third_party_refuses(self, _):
        self.exchange.outside.refuse(486)

    def _third_party_joins(self, _):
        third = self.exchange.outside
        third.answer()
        self.with_customer.append(third)
        # The agent who has them called hears them while the customer waits; a flow brings them to the customer.
        hear_each_other(self.agent or self.customer, third)

    def _third_party_rings(self, seconds):
        since = time.monotonic()
        self.exchange.outside.over(seconds + 5)
        assert seconds - 1 < time.monotonic() - since

    def third_party_hangs_up(self):
        self.with_customer.remove(self.exchange.outside)
        self.exchange.outside.hang_up()


class SIPExchange(Telephones):
    """Telephones that are made as they are wanted."""

    def __init__(self, line, centre, texts):
        """The texts are all that may be said, beside the name of the queue, which agents are told."""
        self.line, self.centre = line, centre
        name = centre.world.connect.describe_queue(InstanceId=centre.instance, QueueId=centre.queue)["Queue"]["Name"]
        self.texts, self.seats, self.calls = [*texts, name], {}, {}
        # Made before anybody calls: a caller who is asked something has not the time.
        for text in self.texts:
            spoken(text)
        self.ears = collections.defaultdict(lambda: Ear(self.texts))
        # Whoever is called, one at a time.
        self.outside = line.carrier(hertz=THIRD_TONE, answers=False)

    def desk(self, centre, profile=None, state="Available"):
        desk = centre.desk(profile, state=None)
        phone = self.line.telephone(centre, desk, hertz=0, answers=False)
        self.seats[desk.user] = Seat(desk, phone, AGENT_TONES[len(self.seats)])
        if state:
            desk.go(state)
        return desk

    def dial(self, flow):
        self.line.leads(self.centre, flow)
        caller, number = self.line.caller(hertz=CALLER_TONE), a_number()
        caller.dial(CENTRE_NUMBER, caller=number)
        caller.answered()
        contact = numbers.until(lambda: self.contact_of(number))
        return self.calls.setdefault(contact, SIPCall(self, contact, caller, number))

    def contact_of(self, number):
        """A caller is not told it: the last that have come in are looked at."""
        now, hour = datetime.datetime.now(datetime.timezone.utc), datetime.timedelta(hours=1)
        found = self.centre.world.connect.search_contacts(
            InstanceId=self.centre.instance, SearchCriteria={"InitiationMethods": ["INBOUND"]}, MaxResults=5,
            TimeRange={"Type": "INITIATION_TIMESTAMP", "StartTime": now - hour, "EndTime": now + hour},
            Sort={"FieldName": "INITIATION_TIMESTAMP", "Order": "DESCENDING"})["Contacts"]
        return next((
            each["Id"] for each in found if self.centre.describe(each["Id"])["CustomerEndpoint"]["Address"] == number), None)

    def calls_to(self, agent):
        contact = self.seats[agent].rings()
        return self.calls.setdefault(contact, SIPCall(self, contact))

    def accepts(self, desk):
        contact = desk.accept("VOICE")
        self.seats[desk.user].lifts()
        # From now on the whispers are heard, the agent's in this telephone.
        self.calls[contact["contactId"]].agent = self.seats[desk.user].phone
        return contact

    def is_dialled(self, number):
        assert self.outside.ring().first.startswith(f"INVITE sip:{number}@{self.line.trunk_host}")

    def texts_of(self, phone):
        with phone.changed:
            octets = bytes(phone.heard)
        return self.ears[phone].hear(octets)

    def close(self):
        for phone in self.line.phones:
            if phone.dialog and not phone.ended:
                phone.hang_up()
        self.line.close()
