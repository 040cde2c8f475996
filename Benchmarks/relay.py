"""What a relayed packet costs: a socket for each leg, legs that share a few, and rtpengine in userspace beside them."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / ".build/release/relay-bench"
LEGS = 400


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release", "--product", "relay-bench"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([BENCH, str(LEGS), str(seconds)], check=True, capture_output=True, text=True).stdout.splitlines()
    apart, shared = (float(re.search(r"([\d.]+) us", line)[1]) for line in made)
    for line in made:
        yield f"relay: {line}"
    yield f"relay: shared sockets cost {shared / apart:.2f} of a socket for each leg"
    yield from beside(seconds, shared)


def beside(seconds, ours):
    if not shutil.which("rtpengine"):
        yield "relay: rtpengine is not installed: apt-get install -y --no-install-recommends rtpengine-daemon"
        return
    theirs, sent, heard = RTPEngine.measure(seconds)
    if heard < 0.99 * sent:
        yield f"relay: no figure of rtpengine's: {heard} of {sent} packets came"
        return
    yield f"relay: rtpengine: {theirs:.1f} us CPU a packet, {heard} packets, lost {sent - heard}; ours is {ours / theirs:.2f} of it"


class RTPEngine:
    """The peer, in userspace, told of calls by its own protocol (ng: bencoded dictionaries over UDP)."""

    def __init__(self, folder):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            self.address = free.getsockname()
        self.process = subprocess.Popen(
            ["rtpengine", "--config-file=none", "--table=-1", "--interface=127.0.0.1", f"--listen-ng=127.0.0.1:{self.address[1]}", "--foreground",
             "--log-stderr", "--log-level=3", "--port-min=20000", "--port-max=29999", f"--pidfile={folder}/rtpengine.pid"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(1)
        self.number = 0
        while b"pong" not in (self.ask(command="ping") or b""):
            if self.process.poll() is not None:
                raise SystemExit("rtpengine does not start")

    def ask(self, **members):
        self.number += 1
        text = "d" + "".join(f"{len(key)}:{key}{len(value)}:{value}" for key, value in sorted(
            (key.replace("_", "-"), value) for key, value in members.items())) + "e"
        self.socket.sendto(f"{self.number} {text}".encode(), self.address)
        try:
            return self.socket.recv(65536)
        except (TimeoutError, ConnectionRefusedError):
            return None

    def port(self, **members):
        """Where the leg that is told of sends to."""
        answer = self.ask(**members) or b""
        found = re.search(rb"m=audio (\d+)", answer)
        if not found:
            raise SystemExit(f"rtpengine refuses a call: {answer[:300]}")
        return found[1].decode()

    def call(self, number, first, second):
        """A call between two ports: the ports that relay for the first and the second."""
        tags = {"call_id": f"call{number}", "from_tag": "a"}
        to_second = self.port(command="offer", sdp=description(first), **tags)
        return self.port(command="answer", sdp=description(second), to_tag="b", **tags), to_second

    def processor(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()

    @classmethod
    def measure(cls, seconds):
        """Microseconds of processor time a packet, packets sent and heard."""
        with tempfile.TemporaryDirectory() as folder:
            engine = cls(folder)
            try:
                phones = subprocess.Popen([BENCH, str(LEGS), str(seconds), "peer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                ports = phones.stdout.readline().split()
                relays = [port for leg in range(0, LEGS, 2) for port in engine.call(leg, ports[leg], ports[leg + 1])]
                before = engine.processor()
                told, _ = phones.communicate(" ".join(relays) + "\n")
                sent, heard = map(int, told.split())
                return 1e6 * (engine.processor() - before) / max(1, heard), sent, heard
            finally:
                engine.close()


def description(port):
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n")


if __name__ == "__main__":
    for line in run(10, 0):
        print(line, flush=True)
