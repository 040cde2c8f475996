"""The two channels of a recording lie beside each other as they were spoken."""

import time

from harness.tones import FRAME, level, tone
from voice.conftest import over
from voice.test_recordings import RATE, ended, recorded_call, recording

# What the two telephones send in one moment may lie so far apart in the recording.
APART_MAX = 0.040
BURSTS = 5
BURST = tone(1_000, 6 * FRAME) + tone(0, 9 * FRAME)


def onsets(side):
    """Where silence ends, in seconds."""
    step = RATE // 200
    loud = [level(side[at:at + step]) > 1_000 for at in range(0, len(side) - step, step)]
    return [at * step / RATE for at in range(20, len(loud)) if loud[at] and not any(loud[at - 20:at])]


def test_what_is_said_in_one_moment_lies_in_one_moment(centre, line):
    desk, phone, caller, contact = recorded_call(centre, line)
    both = (caller, phone)
    for each in both:
        each.hertz = 0
    time.sleep(1)
    for each in both:
        each.sounds += BURST * BURSTS
    time.sleep(BURSTS * len(BURST) / RATE + 1)
    caller.hang_up()
    phone.over()
    ended(centre, desk, contact)
    over(centre, contact)
    _, _, _, (customer, agent), _ = recording(centre, contact)
    theirs, ours = onsets(customer)[-BURSTS:], onsets(agent)[-BURSTS:]
    assert len(theirs) == len(ours) == BURSTS, (theirs, ours)
    # The control: each burst follows the one before as it was sent.
    for side in (theirs, ours):
        assert all(abs(later - earlier - len(BURST) / RATE) < 0.025 for earlier, later in zip(side, side[1:])), side
    apart = [abs(one - other) for one, other in zip(theirs, ours)]
    print(f"the channels are {max(apart) * 1000:.0f} ms apart at most")
    assert max(apart) <= APART_MAX, apart
