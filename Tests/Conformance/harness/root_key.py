"""What opens the keep, as operators hand it over, and as docs/keys.md lays it out."""

import contextlib
import json
import os
import pathlib
import pty
import re
import sqlite3
import subprocess

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@contextlib.contextmanager
def descriptors(texts):
    """Pipes that the texts can be read from, once, and the options that name them."""
    readers = []
    try:
        words = []
        for option, text in texts.items():
            reader, writer = os.pipe()
            readers.append(reader)
            os.write(writer, text.encode())
            os.close(writer)
            words += [f"--{option.replace('_', '-')}", str(reader)]
        yield words, readers
    finally:
        for reader in readers:
            os.close(reader)


def run(program, *words, **texts):
    """Runs a command with secrets over descriptors: passphrase_fd="..." and so on. There is no terminal."""
    with descriptors(texts) as (options, readers):
        return subprocess.run(
            [program, *words, *options], pass_fds=readers, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def recovery_key(printed):
    found = re.findall(r"^ *recovery key ((?:[0-9A-Z]{4}-){13}[0-9A-Z]{4})$", printed, re.M)
    assert len(found) == 1, printed
    return found[0]


def place(kind, *parts):
    return "".join(f"{len(part.encode())}:{part}" for part in (kind, *parts)).encode()


def unwrap(wrapped, key, kind, *parts):
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=f"switchkeep {kind}".encode()).derive(key)
    return AESGCM(derived).decrypt(wrapped[:12], wrapped[12:], place(kind, *parts))


def protection_key(data: pathlib.Path) -> bytes:
    """The key under which the keep's data rests, as whoever has the folder and the secret's file comes by it."""
    source = json.loads((data / "settings.json").read_text())["rootKey"]
    secret = pathlib.Path(source.removeprefix("file:")).read_bytes().rstrip(b"\r\n")
    with contextlib.closing(sqlite3.connect(data / "keep" / "keep.sqlite")) as database:
        identifier, memory, passes, lanes, salt, wrapped = database.execute(
            "SELECT id, memory_kibibytes, passes, lanes, salt, wrapped FROM root_key").fetchone()
        (protection,) = database.execute("SELECT wrapped FROM keep_key WHERE name = 'protection'").fetchone()
    stretched = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(secret)
    root = unwrap(wrapped, stretched, "root key by secret", identifier, f"{memory} {passes} {lanes}")
    return unwrap(protection, root, "keep key", identifier, "protection")


def secret(path, text="correct horse battery\n", mode=0o600):
    path.parent.mkdir(exist_ok=True)
    path.touch(mode)
    path.write_text(text)
    path.chmod(mode)
    return f"file:{path}"


@contextlib.contextmanager
def terminal(program, *words):
    """Runs a command on a terminal of its own; yields what answers a prompt, and what waits for the end: its status and what was shown."""
    process, descriptor = pty.fork()
    if process == 0:
        os.execv(program, [program, *map(str, words)])
    shown = b""

    def read():
        nonlocal shown
        try:
            more = os.read(descriptor, 4096)
        except OSError:
            more = b""
        shown += more
        return more

    def answer(prompt, text):
        while not shown.decode().rstrip("\r\n").endswith(prompt):
            assert read(), shown
        os.write(descriptor, text.encode() + b"\n")

    def end():
        while read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()

    try:
        yield answer, end
    finally:
        os.close(descriptor)
