"""What becomes of calls when the program stops, and when it is killed."""

import pytest

from contacts.conftest import Centre
from harness.phone import Phone
from harness.world import World
from voice.conftest import TRUNK, Line, a_number, free_port, record_of


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_calls_end_with_the_program(own_server, ending):
    port = free_port()
    file = own_server.data / "switch" / "voice.json"
    file.parent.mkdir(exist_ok=True)
    options = ("--sip", f"127.0.0.1:{port}", "--rtp-ports", "4", "--voice-directory", file)
    file.write_text('{"devices": [], "trunks": [], "numbers": {}}')
    file.chmod(0o644)
    own_server.start(*options)
    line = Line(own_server, port)
    centre = Centre(World(own_server))
    line.leads(centre, centre.flow)
    caller, number = Phone(line.address, host=TRUNK, user="caller"), a_number()
    caller.dial("01632960000", caller=number)
    caller.answered()
    caller.hears_sound()
    if ending == "stop":
        assert own_server.stop() == 0
        caller.over()
    else:
        own_server.kill()
    own_server.start(*options)
    centre.world = World(own_server)
    assert record_of(centre, number)["DisconnectReason"] == "TELECOM_PROBLEM"
    caller.close()
