"""baresip as an agent's telephone, in a network namespace: it uses no loopback."""

import json
import shutil
import socket
import subprocess

from harness.phone import Phone
from voice.conftest import registered, wait_for

CONTROL_PORT = 4444
# What it hears it gives back.
CONFIG = """poll_method epoll
sip_listen {host}:5070
audio_player aubridge,back
audio_source aubridge,back
ctrl_tcp_listen {host}:{control}
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
"""


def known(line, name, password, host):
    """Waits until the switch has the telephone's password: baresip does not try again soon."""
    phone = Phone(line.address, host=host, user=name, password=password)
    registered(phone)
    assert phone.register(expires=0) == 200
    phone.close()


class Baresip:
    """Registered when it is made."""

    def __init__(self, folder, namespace, host, server, credentials, transport="udp", answers=True, authorities=None):
        name, password = credentials
        self.folder, self.host, self.control = folder, host, None
        (folder / "config").write_text(
            CONFIG.format(host=host, control=CONTROL_PORT) + (f"sip_cafile {authorities}\n" if authorities else ""))
        (folder / "contacts").touch()
        (folder / "accounts").write_text(
            f"<sip:{name}@{server[0]}:{server[1]};transport={transport}>;auth_user={name};auth_pass={password};"
            f"answermode={'auto' if answers else 'manual'};audio_codecs=PCMA;regint=60\n")
        self.log = open(folder / "log", "w+")
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, shutil.which("baresip"), "-f", folder, "-v"], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log)
        try:
            wait_for(lambda: "200 OK" in self.said, "a registration", 20)
        except AssertionError as problem:
            self.close()
            raise AssertionError(f"{problem}\n{self.said[-3000:]}") from problem

    @property
    def said(self):
        return (self.folder / "log").read_text(errors="replace")

    def do(self, command, parameters=""):
        """A command of its menu, such as `accept` and `hangup`; needs a way to its namespace."""
        if self.control is None:
            self.control = socket.create_connection((self.host, CONTROL_PORT), timeout=20)
        text = json.dumps({"command": command, "params": parameters})
        self.control.sendall(f"{len(text)}:{text},".encode())

    def rings(self, times, seconds=20):
        """For the so manieth time."""
        wait_for(lambda: self.said.count("Incoming call from") >= times, "a ringing", seconds)

    def unplug(self):
        """Without a word to anybody."""
        self.process.kill()
        self.process.wait()

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        if self.control:
            self.control.close()
