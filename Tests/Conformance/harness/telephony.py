"""What people do at telephones and hear there, whichever adapter of the Telephony port carries their calls.

The suite of the port (`contacts/test_voice.py`) speaks these verbs alone. Each waits until what it says is so, and fails where that
does not come.
"""

from abc import ABC, abstractmethod


class TelephoneCall(ABC):
    """The customer, and who is with them; under whatever contact it goes on."""

    contact: str
    # The customer's, in E.164.
    number: str

    # What the customer does

    @abstractmethod
    def press(self, digits, **asked):
        """Presses keys once they are asked for; `asked` is what the port says of the input, where that can be seen."""

    @abstractmethod
    def is_silent(self):
        """Presses none until the time is over."""

    @abstractmethod
    def hang_up(self): ...

    # What the customer notices

    @abstractmethod
    def is_answered(self): ...

    @abstractmethod
    def heard(self, audience="customer"):
        """The texts that were said to the customer, or to the agent, in order."""

    @abstractmethod
    def hears(self, text):
        """That is the last that was said to the customer."""

    @abstractmethod
    def hears_music(self): ...

    @abstractmethod
    def is_on_hold(self):
        """The customer hears the music of a hold, and is not heard."""

    @abstractmethod
    def is_with_all(self):
        """All who are in the call hear each other, nobody is on hold any more."""

    @abstractmethod
    def gets_keys(self, digits):
        """The keys of the desk arrive."""

    @abstractmethod
    def is_over(self):
        """The contact centre has hung up."""

    # What agents do and notice

    @abstractmethod
    def is_lifted_by(self, agent):
        """The agent lifts the receiver that rings."""

    @abstractmethod
    def is_refused_by(self, agent):
        """The agent hangs up what rings."""

    @abstractmethod
    def rings_no_more_at(self, agent): ...

    @abstractmethod
    def is_joined_by(self, agent):
        """The agent and the customer hear each other."""

    @abstractmethod
    def is_muted(self):
        """The agent is not heard, and hears."""

    @abstractmethod
    def is_consultation_of(self, call, agent):
        """Whoever serves `call` asks that agent before a transfer: they hear each other, its customer hears neither."""

    @abstractmethod
    def goes_on_as(self, contact, agent):
        """The customer is with that agent under that contact, and with nobody else."""

    @abstractmethod
    def goes_on_without_us(self):
        """The customer and the third party are together, and no agent is."""

    # Who is called

    @abstractmethod
    def customer_is_called(self, number, answers):
        """The contact centre calls its customer, who answers, or is not reached."""

    @abstractmethod
    def third_party_is_called(self, number, outcome="Answered", seconds=None):
        """Somebody at that number is let ring for so long at most. They answer, refuse (Failed) or do neither (TimedOut)."""

    @abstractmethod
    def third_party_hangs_up(self): ...


class Telephones(ABC):
    """All of them, as long as a test lasts."""

    @abstractmethod
    def desk(self, centre, profile=None, state="Available"):
        """An agent at a desk who has a telephone: `Centre.desk`."""

    @abstractmethod
    def dial(self, flow):
        """Somebody calls, and that flow answers. Returns their call."""

    @abstractmethod
    def calls_to(self, agent):
        """Waits until an agent's telephone rings. Returns the call for which it does."""

    @abstractmethod
    def accepts(self, desk):
        """The agent accepts at the desk and has the receiver in hand. Returns the contact as the desk has it."""

    @abstractmethod
    def close(self): ...
