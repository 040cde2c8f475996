"""Somebody between the switch and the keep: every frame of a real Link passes through, is seen, and may be changed or held.

The supervisor hands each process its end of the Link over a control socket. Root may take those sockets out of the supervisor, and hand
each process an end that leads here.
"""

import contextlib
import ctypes
import os
import pathlib
import re
import socket
import struct
import threading
import time

PIDFD_GETFD = 438
MESSAGES = "0005"
REQUEST, REPLY, PROBLEM = 1, 2, 3
# Above what the switch counts to.
OWN = 1 << 62
# As the supervisor says it to a process.
LINK = b"L"
FIRST = b"read-keep-state"


def taken(process, number):
    """A descriptor out of another process."""
    there = os.pidfd_open(process)
    try:
        descriptor = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, there, number, 0)
        assert descriptor >= 0, os.strerror(ctypes.get_errno())
        return descriptor
    finally:
        os.close(there)


def control_sockets(supervisor):
    """The supervisor's ends, of either process."""
    rows = [line.split() for line in pathlib.Path(f"/proc/{supervisor}/net/unix").read_text().splitlines()[1:]]
    unnamed = {row[6] for row in rows if len(row) == 7 and row[4] == MESSAGES}
    numbers = [
        int(path.name) for path in pathlib.Path(f"/proc/{supervisor}/fd").iterdir()
        if (found := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(path))) and found[1] in unnamed]
    assert len(numbers) == 2, numbers
    return [socket.socket(fileno=taken(supervisor, number)) for number in numbers]


def is_switch(end, seconds=15):
    """The first that a switch says, when it meets a keep, is that it would like to know its state."""
    end.settimeout(seconds)
    while len(said := end.recv(64, socket.MSG_PEEK)) < 13 + len(FIRST):
        time.sleep(0.01)
    end.settimeout(None)
    return FIRST in said


def text(word):
    return struct.pack("<I", len(word)) + word.encode()


def texts(words):
    return struct.pack("<I", len(words)) + b"".join(map(text, words))


def read_bytes(body, offset):
    """Counted bytes, and where they end."""
    [count] = struct.unpack_from("<I", body, offset)
    return body[offset + 4:offset + 4 + count], offset + 4 + count


class Relay:
    """Between the two processes of a server that was just started."""

    def __init__(self, server):
        # What changes the body of the reply to a message, by its name; messages that are refused in the keep's place.
        self.changes, self.refused = {}, set()
        # Every request of the switch, with its body; what was answered, by name.
        self.requests, self.replies = [], {}
        self.waiting, self.answers, self.changed = {}, {}, threading.Condition()
        self.number = OWN
        self.writing = threading.Lock()
        ends = []
        for control in control_sockets(server.process.pid):
            mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            socket.send_fds(control, [LINK], [theirs.fileno()])
            for each in control, theirs:
                each.close()
            ends.append(mine)
        self.keep, self.switch = sorted(ends, key=is_switch)
        for source, sink, pass_on in (self.switch, self.keep, self.to_keep), (self.keep, self.switch, self.to_switch):
            threading.Thread(target=self.pump, args=(source, sink, pass_on), daemon=True).start()
        self.wait(lambda: "prove-ledger" in self.replies, "that the two meet through here")

    def pump(self, source, sink, pass_on):
        with contextlib.suppress(OSError), source.makefile("rb") as stream:
            while head := stream.read(4):
                payload = pass_on(stream.read(int.from_bytes(head, "big")))
                if payload is not None:
                    self.send(sink, payload)
        for end in source, sink:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def send(self, sink, payload):
        with self.writing:
            sink.sendall(len(payload).to_bytes(4, "big") + payload)

    def to_keep(self, payload):
        if payload[0] != REQUEST:
            return payload
        [number] = struct.unpack_from("<Q", payload, 1)
        name, end = read_bytes(payload, 9)
        with self.changed:
            name = name.decode()
            self.requests.append((name, payload[end:]))
            self.waiting[number] = name
            self.changed.notify_all()
        if name not in self.refused:
            return payload
        self.send(self.switch, bytes([PROBLEM]) + struct.pack("<Q", number) + text("peerFailed") + text("refused on the way"))

    def to_switch(self, payload):
        if payload[0] not in (REPLY, PROBLEM):
            return payload
        [number] = struct.unpack_from("<Q", payload, 1)
        with self.changed:
            self.changed.notify_all()
            if number >= OWN:
                self.answers[number] = payload
                return None
            name = self.waiting.pop(number, None)
            if payload[0] == REPLY and name in self.changes:
                payload = payload[:9] + self.changes[name](payload[9:])
            self.replies.setdefault(name, []).append(payload[9:])
        return payload

    def ask(self, name, body):
        """What the keep answers to a message of our own."""
        with self.changed:
            self.number += 1
            number = self.number
        self.send(self.keep, bytes([REQUEST]) + struct.pack("<Q", number) + text(name) + body)
        answer = self.wait(lambda: self.answers.get(number), f"an answer to {name}")
        assert answer[0] == REPLY, answer
        return answer[9:]

    def contact_keys(self, ids):
        """The keys of open contacts, as a switch that was started anew gets them: by id."""
        body, keys = self.ask("open-contact-keys", texts(ids)), {}
        [count] = struct.unpack_from("<I", body)
        offset = 4
        for _ in range(count):
            name, offset = read_bytes(body, offset)
            keys[name.decode()], offset = read_bytes(body, offset)
        return keys

    def asked(self, name):
        with self.changed:
            return [body for each, body in self.requests if each == name]

    def wait(self, met, what, seconds=15):
        with self.changed:
            assert self.changed.wait_for(met, timeout=seconds), f"there did not come {what}"
            return met()

    def close(self):
        for end in self.keep, self.switch:
            end.close()
