"""The search for canaries finds what is planted: each form in each kind of file. Other people's encoders make the forms."""

import base64
import binascii
import contextlib
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import zlib

import pytest

from harness import canary

TEXT = "Zoë Quux, canary 7f3a9c"
NUMBER = "+15550199734"
CANARIES = {"name": TEXT, "number": NUMBER}
BARE = NUMBER[1:]
# What is planted in binary data would be text of another kind in JSON or a log: its neighbours are of every kind.
FORMS = {
    "utf-8": lambda text: text.encode(), "utf-16": lambda text: text.encode("utf-16"), "utf-16 big": lambda text: text.encode("utf-16-be"),
    "hex": lambda text: binascii.hexlify(text.encode()), "HEX": lambda text: text.encode().hex().upper().encode(),
    "spaced hex dump": lambda text: base64.b16encode(b"..." + text.encode() + b"..."),
    **{f"base64 after {count}": lambda text, count=count: base64.b64encode(b"?" * count + text.encode() + b"!!") for count in range(3)},
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(b"??>" + text.encode()),
    "percent": lambda text: urllib.parse.quote(text, safe="").encode(), "form": lambda text: urllib.parse.urlencode({"q": text}).encode(),
    "all percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()).encode(),
    "json": lambda text: json.dumps({"Name": text}).encode(),
    "json of javascript": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
    "backwards": lambda text: text.encode()[::-1],
    "gzip": lambda text: gzip.compress(b"before " * 50 + text.encode() + b" after" * 50), "zlib": lambda text: zlib.compress(text.encode() * 3),
    "gzip of json": lambda text: gzip.compress(json.dumps([text] * 3).encode()),
}


def noise(count=3_000):
    return os.urandom(count)


def log(folder, content):
    (folder / "serve.log").write_bytes(b"2026-11-28T12:00:00Z info switch : " + content + b"\n" + noise())


def database(folder, content, is_in_wal=False, is_deleted=False):
    store = sqlite3.connect(folder / "contacts.sqlite", isolation_level=None)
    store.executescript("PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF; CREATE TABLE t (x BLOB)")
    if not is_in_wal:
        store.execute("PRAGMA journal_mode=DELETE")
    store.execute("INSERT INTO t VALUES (?)", (content,))
    if is_deleted:
        store.execute("DELETE FROM t")
    assert (folder / "contacts.sqlite-wal").exists() == is_in_wal
    return contextlib.closing(store)


def packed(folder, content):
    (folder / "serve.log.1.gz").write_bytes(gzip.compress(noise() + content + noise()))


def large(folder, content):
    with open(folder / "sparse", "wb") as file:
        file.seek(8 << 20)
        file.write(noise() + content)


KINDS = {
    "log": log, "database": database, "its log": lambda *place: database(*place, is_in_wal=True),
    "what it deleted": lambda *place: database(*place, is_deleted=True), "gzip": packed, "large file": large,
}


# What is packed twice is not looked into.
@pytest.mark.parametrize("kind, form", [(kind, form) for kind in KINDS for form in FORMS if kind != "gzip" or "zip" not in form and form != "zlib"])
@pytest.mark.parametrize("planted", [TEXT, NUMBER, BARE])
def test_what_is_planted_is_found(tmp_path, kind, form, planted):
    with KINDS[kind](tmp_path, FORMS[form](planted)) or contextlib.nullcontext():
        hits = canary.Search(CANARIES).folder(tmp_path)
    assert {hit.canary for hit in hits} == {"name" if planted == TEXT else "number"}, hits


def test_a_name_of_a_file_is_looked_at(tmp_path):
    (tmp_path / f"{urllib.parse.quote(TEXT)}.txt").touch()
    assert canary.Search(CANARIES).folder(tmp_path)


HOLDER = """
import sys, time
held = bytes(byte ^ 0x55 for byte in sys.stdin.buffer.read())
print("holds", flush=True)
time.sleep(60)
"""


def core_of(content):
    """What the search finds in a core of a process that has it in memory; it got it in a form that is none."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        holder.stdin.write(bytes(byte ^ 0x55 for byte in content))
        holder.stdin.close()
        assert holder.stdout.readline() == b"holds\n"
        return canary.Search(CANARIES).core(holder.pid)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def test_what_a_process_has_in_memory_is_found():
    """Every form at once, each alone in its text, so that each has to be found."""
    texts = {form: f"Canary {number:04d} of memory" for number, form in enumerate(FORMS)}
    content = b"\0\0".join(make(texts[form]) for form, make in FORMS.items())
    CANARIES.update(texts)
    try:
        assert {hit.canary for hit in core_of(content)} == set(texts)
    finally:
        for form in texts:
            del CANARIES[form]


def test_where_there_is_none_none_is_found(tmp_path):
    """The control of the other kind: neither noise nor a core has what nobody put there."""
    (tmp_path / "noise").write_bytes(noise(4 << 20))
    with database(tmp_path, noise()):
        assert canary.Search(CANARIES).folder(tmp_path) == []
    assert core_of(noise()) == []


def test_files_of_the_system_are_in_reach():
    """What programs leave in the folder for temporary files is looked at, with what it is called."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tmp.upload")
        with open(path, "wb") as file:
            file.write(TEXT.encode("utf-16-le"))
        assert [hit.where for hit in canary.Search(CANARIES).folder(tempfile.gettempdir()) if hit.where.endswith("tmp.upload")]
