"""Whoever has broken into the switch: a program in the switch's place, as its user, in its domain, with its end of the Link."""

import base64
import ctypes
import json
import os
import pathlib
import re
import signal
import subprocess

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from harness.server import PROGRAM

ATTACKER = pathlib.Path(os.environ.get("SWITCHKEEP_ATTACKER", pathlib.Path(PROGRAM).parent / "attacker"))
PIDFD_GETFD = 438
STREAM = "0001"


def stolen(process):
    """The switch's end of the Link: of its sockets the one pair of streams. Root may take a descriptor out of another process."""
    unnamed = set()
    for line in pathlib.Path(f"/proc/{process}/net/unix").read_text().splitlines()[1:]:
        words = line.split()
        if len(words) == 7 and words[4] == STREAM:
            unnamed.add(words[6])
    [number] = [
        int(path.name) for path in pathlib.Path(f"/proc/{process}/fd").iterdir()
        if (found := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(path))) and found[1] in unnamed]
    there = os.pidfd_open(process)
    descriptor = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, there, number, 0)
    assert descriptor >= 0, os.strerror(ctypes.get_errno())
    os.close(there)
    return descriptor


def own_key():
    public = rsa.generate_private_key(public_exponent=65537, key_size=3072).public_key()
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def request(method, path, headers, body=b""):
    """A request as the switch would carry it."""
    bare, _, query = path.partition("?")
    return {
        "method": method, "path": bare, "query": query, "headers": [[name.lower(), value] for name, value in headers.items()],
        "body": base64.b64encode(body).decode()}


def run(server, *options, user=None, link=True, **loot):
    """What the attacker heard and took, line by line. With the Link it stands in the switch's place, which sleeps meanwhile."""
    switch = server.child("switch") if link else None
    words = {
        "texts": [], "requests": [], "blobs": [base64.b64encode(b"{}").decode()], "seed": int(os.environ.get("SEED", "1")), "instance": "",
        "ownKey": base64.b64encode(own_key()).decode(), "files": [], "speaks": link, **loot}
    if link:
        os.kill(switch, signal.SIGSTOP)
    descriptor = stolen(switch) if link else os.open(os.devnull, os.O_RDWR)
    confined = [
        PROGRAM, "confine", "--writable", server.data / "switch", "--user", str(os.stat(server.data / "switch").st_uid if user is None else user),
        *options, "--program", ATTACKER, "--", "attack"]
    try:
        done = subprocess.run(
            ["/bin/bash", "-c", f'exec "$@" 3<&{descriptor}', "attack", *confined],
            input=json.dumps(words), capture_output=True, text=True, timeout=120, pass_fds=[descriptor])
    finally:
        os.close(descriptor)
        if link:
            os.kill(switch, signal.SIGKILL)
    assert done.returncode == 0, (done.returncode, done.stdout[-500:], done.stderr[-2_000:])
    return [json.loads(line) for line in done.stdout.splitlines()]


def reply(line):
    return base64.b64decode(line.get("reply") or line.get("content") or "")
