"""What becomes of calls when the program stops, and when it is killed."""

import pytest

from contacts.conftest import Centre
from harness.phone import Phone
from harness.world import World
from voice.conftest import TRUNK, Line, a_number, record_of, sip_server


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_calls_end_with_the_program(own_server, ending):
    server = sip_server(own_server)
    line = Line(server, server.sip_port)
    centre = Centre(World(server))
    line.leads(centre, centre.flow)
    caller, number = Phone(line.address, host=TRUNK, user="caller"), a_number()
    caller.dial("01632960000", caller=number)
    caller.answered()
    caller.hears_sound()
    if ending == "stop":
        assert server.stop() == 0
        caller.over()
    else:
        server.kill()
    sip_server(server, port=server.sip_port)
    centre.world = World(server)
    assert record_of(centre, number)["DisconnectReason"] == "TELECOM_PROBLEM"
    caller.close()
