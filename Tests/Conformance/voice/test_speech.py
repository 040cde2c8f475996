"""The control of what is told by its sound (`harness/speech.py`): a text that was said is recognised, and nothing else is."""

import pytest

from contacts import flows
from harness import numbers
from harness.speech import Ear
from voice.conftest import a_number

SAID = "It failed."
# Of the same length and nearly the same sounds, of the same beginning, of the same end.
LIKE_IT = ("It sailed.", "It failed again.", "It", "Failed.", "We heard nothing.")


@pytest.fixture
def sound(centre, line):
    """What a caller hears to whom a flow says one text."""
    line.leads(centre, centre.new_flow(flows.flow(flows.say("say", SAID, "end"), flows.END)))
    caller = line.caller()
    caller.dial("01632960000", caller=a_number())
    caller.over()
    numbers.until(lambda: Ear([SAID]).hear(bytes(caller.heard)))
    return bytes(caller.heard)


def test_a_text_is_recognised_and_another_is_not(sound):
    assert Ear((SAID, *LIKE_IT)).hear(sound) == [SAID]
    assert Ear(LIKE_IT).hear(sound) == []


def test_a_text_that_was_cut_or_changed_is_not_recognised(sound):
    half = len(sound) // 2
    for other in (sound[:half], sound[half:], sound[::-1], bytes(len(sound))):
        assert Ear([SAID]).hear(other) == []


def test_a_text_is_recognised_each_time_that_it_is_said_as_it_comes(sound):
    ear, twice = Ear((SAID, *LIKE_IT)), sound + sound
    assert [ear.hear(twice[:end]) for end in (0, len(sound) // 2, len(sound), len(twice))] == [[], [], [SAID], [SAID, SAID]]
