"""baresip as an agent's telephone, in a network of its own: it registers, is rung, answers, and gives back what it hears."""

import hashlib
import os
import shutil
import subprocess

import pytest

from contacts.conftest import Centre
from harness.server import Server
from harness.world import World
from voice.conftest import Line, a_number, free_port, over, wait_for

HERE, THERE = "10.78.0.1", "10.78.0.2"
# None of the music's.
TONE = 1621

CONFIG = """
poll_method epoll
sip_listen {there}:5070
audio_player aubridge,back
audio_source aubridge,back
module_path {modules}
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
"""
MODULES = "/usr/lib/baresip/modules"


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def network():
    """Two ends of a wire; the far one is alone in its namespace. baresip uses no loopback."""
    name = f"voice-{os.getpid()}"
    ip("netns", "add", name)
    try:
        ip("link", "add", "voice-here", "type", "veth", "peer", "name", "voice-there", "netns", name)
        ip("addr", "add", f"{HERE}/24", "dev", "voice-here")
        ip("link", "set", "voice-here", "up")
        ip("-n", name, "addr", "add", f"{THERE}/24", "dev", "voice-there")
        ip("-n", name, "link", "set", "voice-there", "up")
        yield name
    finally:
        # Its end of the wire goes with it.
        subprocess.run(["ip", "netns", "del", name], capture_output=True)


@pytest.fixture
def wired_server(network):
    server = Server()
    file = server.data / "switch" / "voice.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"devices": [], "trunks": [], "numbers": {}}')
    file.chmod(0o644)
    server.sip_port, server.tls_port = free_port(), free_port()
    server.start(
        "--sip", f"0.0.0.0:{server.sip_port}", "--sip-tls", f"0.0.0.0:{server.tls_port}", "--advertise", HERE, "--rtp-ports", "8", "--voice-directory", file)
    yield server
    assert server.is_running, (server.data / "serve.log").read_text()[-4000:]
    server.close()


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_baresip_answers_and_both_directions_carry_sound(wired_server, network, tmp_path, transport):
    centre = Centre(World(wired_server))
    line = Line(wired_server, wired_server.sip_port, host=HERE, trunk=HERE)
    desk = centre.desk()
    name, password = line.device(centre, desk)
    # This baresip knows MD5 alone.
    line.state["devices"][-1]["md5"] = hashlib.md5(f"{name}:switchkeep:{password}".encode()).hexdigest()
    # It does not try again soon: the program has to know it.
    line.trunk(callsMax=50)
    port = wired_server.tls_port if transport == "tls" else wired_server.sip_port
    (tmp_path / "config").write_text(CONFIG.format(there=THERE, modules=MODULES) + (
        f"sip_cafile {wired_server.data / 'ca.pem'}\n" if transport == "tls" else ""))
    (tmp_path / "contacts").touch()
    (tmp_path / "accounts").write_text(
        f"<sip:{name}@{HERE}:{port};transport={transport}>;auth_user={name};auth_pass={password};answermode=auto;audio_codecs=PCMA;regint=60\n")
    log = open(tmp_path / "log", "w+")
    baresip = subprocess.Popen(
        ["ip", "netns", "exec", network, shutil.which("baresip"), "-f", tmp_path, "-v"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for(lambda: "200 OK" in (tmp_path / "log").read_text(), "a registration", 15)
        line.leads(centre, centre.flow)
        caller = line.caller(hertz=TONE)
        number = a_number()
        caller.dial("01632960000", caller=number)
        contact = desk.contact("CONNECTED", seconds=20)
        # Its own tone, which has been in the telephone's ear.
        caller.hears(TONE, seconds=15)
        desk.do("hold", contactId=contact["contactId"])
        caller.hears_sound(without=TONE)
        desk.do("resume", contactId=contact["contactId"])
        caller.hears(TONE)
        desk.finish(contact)
        caller.over()
        assert over(centre, contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nbaresip:\n{(tmp_path / 'log').read_text()[-3000:]}") from problem
    finally:
        baresip.terminate()
        baresip.wait()
        log.close()
        line.close()
        centre.close()
