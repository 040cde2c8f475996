"""Private networks behind translators of addresses that lose packets: network namespaces, made and removed by a test."""

import contextlib
import ctypes
import json
import os
import shutil
import subprocess

import pytest

NEW_NETWORK = 0x40000000  # CLONE_NEWNET

# Each connection gets a port of its own that says nothing of the one inside, and nobody comes in who was not called: RFC 4787 calls both
# address- and port-dependent. What is lost is lost in either direction, whatever it is.
RULES = """
table ip translator {
  counter lost {}
  counter passed {}
  counter translated {}
  chain out {
    type nat hook postrouting priority 100;
    oifname "outside" counter name translated masquerade random
  }
  chain through {
    type filter hook forward priority 0;
    iifname "outside" ct state new drop
    numgen random mod 100 < LOSS counter name lost drop
    counter name passed
  }
}
"""


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


class PrivateNetwork:
    """192.168.77.0/24 behind a router; all that are made have the same addresses inside."""

    inside_host = "192.168.77.2"

    def __init__(self, name, public, loss_percent):
        """`public` is the first three numbers of the network outside: .1 is this machine, .2 the router."""
        self.router, self.inside, self.wire = f"{name}-router", f"{name}-inside", f"{name}-wire"
        self.here, self.outside = f"{public}.1", f"{public}.2"
        self.close()
        try:
            self.make()
        except FileNotFoundError as missing:
            raise AssertionError(f"{missing.filename} is not installed: run Tools/setup/setup.sh") from None
        self.translate(loss_percent)

    def make(self):
        for name in (self.router, self.inside):
            run("ip", "netns", "add", name)
        run("ip", "link", "add", self.wire, "type", "veth", "peer", "name", "outside", "netns", self.router)
        run("ip", "addr", "add", f"{self.here}/24", "dev", self.wire)
        run("ip", "link", "set", self.wire, "up")
        run("ip", "-n", self.router, "link", "add", "private", "type", "veth", "peer", "name", "eth0", "netns", self.inside)
        for space, device, address in (
                (self.router, "outside", self.outside), (self.router, "private", "192.168.77.1"), (self.inside, "eth0", self.inside_host)):
            run("ip", "-n", space, "addr", "add", f"{address}/24", "dev", device)
            run("ip", "-n", space, "link", "set", device, "up")
        run("ip", "-n", self.router, "route", "add", "default", "via", self.here)
        run("ip", "-n", self.inside, "route", "add", "default", "via", "192.168.77.1")
        run("ip", "netns", "exec", self.router, "sysctl", "-qw", "net.ipv4.ip_forward=1")

    def translate(self, loss_percent):
        assert shutil.which("nft"), "nftables is not installed: run Tools/setup/setup.sh"
        try:
            self.nft("add table ip probe; add chain ip probe out { type nat hook postrouting priority 100; }; add rule ip probe out masquerade")
        except subprocess.CalledProcessError as problem:
            pytest.skip(f"this kernel translates no addresses: {problem.stderr.strip()[:200]}")
        self.nft("delete table ip probe")
        self.nft(RULES.replace("LOSS", str(loss_percent)))

    def nft(self, rules):
        run("ip", "netns", "exec", self.router, "nft", "-f", "-", input=rules)

    def counters(self):
        """Packets that were lost, that passed, and connections that were translated."""
        listed = json.loads(run("ip", "netns", "exec", self.router, "nft", "-j", "list", "counters"))["nftables"]
        return {each["counter"]["name"]: each["counter"]["packets"] for each in listed if "counter" in each}

    @contextlib.contextmanager
    def entered(self):
        """Sockets that this thread makes meanwhile are inside, and stay so."""
        library = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as here, open(f"/run/netns/{self.inside}") as there:
            if library.setns(there.fileno(), NEW_NETWORK) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            try:
                yield
            finally:
                assert library.setns(here.fileno(), NEW_NETWORK) == 0

    def close(self):
        # Their ends of the wires go with them.
        for name in (self.inside, self.router):
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
        subprocess.run(["ip", "link", "del", self.wire], capture_output=True)
