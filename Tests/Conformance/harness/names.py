"""A name server on loopback, at the port that resolvers ask."""

import contextlib
import socket
import struct
import threading

A, SRV, IN = 1, 33, 1


def labels(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split(".") if label) + b"\0"


def address(host):
    return A, socket.inet_aton(host)


def service(priority, weight, port, target):
    return SRV, struct.pack("!HHH", priority, weight, port) + labels(target)


class NameServer:
    """Answers what it is told, and of everything else that it is not there (RFC 1035 4)."""

    def __init__(self, host, records):
        self.records, self.asked = records, []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                query, source = self.socket.recvfrom(4096)
            except OSError:
                return
            if not query:
                return
            self.socket.sendto(self.answer(query), source)

    def answer(self, query):
        end, words = 12, []
        while query[end]:
            words.append(query[end + 1:end + 1 + query[end]].decode())
            end += 1 + query[end]
        question, name = query[12:end + 5], ".".join(words).lower()
        (kind,) = struct.unpack_from("!H", query, end + 1)
        self.asked.append((name, kind))
        found = [data for each, data in self.records.get(name, []) if each == kind]
        # Authoritative; a name that is there and has no such records is no error.
        head = query[:2] + struct.pack("!HHHHH", 0x8400 | (0 if name in self.records else 3), 1, len(found), 0, 0)
        return head + question + b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, IN, 60, len(data)) + data for data in found)

    def close(self):
        # It wakes who waits, and says that nobody is connected.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def launcher(folder, host):
    """Starts a program that asks this name server: it sees another /etc/resolv.conf."""
    file = folder / "resolv.conf"
    file.write_text(f"nameserver {host}\noptions timeout:1 attempts:1\n")
    file.chmod(0o644)
    folder.chmod(0o755)
    return ["unshare", "-m", "sh", "-c", f'mount --bind {file} /etc/resolv.conf && exec "$@"', "sh"]
