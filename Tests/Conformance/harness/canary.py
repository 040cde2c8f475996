"""Looks for what must not be there: a customer's words, in every form in which a program leaves them, in every kind of file.

A canary is a text that stands nowhere else. Its forms are those that our programs and their libraries make: UTF-8 and UTF-16, hex, base64
in whichever of three places it begins, the escapes of JSON and of URLs, backwards; and all of these inside what gzip or zlib has packed.
"""

import base64
import dataclasses
import json
import mmap
import os
import pathlib
import re
import subprocess
import tempfile
import urllib.parse
import zlib

from harness import files

# What one packed stream may come to; a file has many places that merely look like one.
INFLATED_BYTES_MAX = 16 << 20
EMPTY = bytes(4_096)
# gzip (RFC 1952 2.3.1), and zlib (RFC 1950 2.2) at the levels that there are.
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


@dataclasses.dataclass(frozen=True)
class Hit:
    where: str
    canary: str
    form: str
    offset: int

    def __str__(self):
        return f"{self.canary} as {self.form} in {self.where} at {self.offset}"


def spellings(text):
    """A telephone number is written with its plus sign and without; anything else as it is."""
    return [text, text[1:]] if re.fullmatch(r"\+\d{7,15}", text) else [text]


def forms(text):
    """The bytes that a text is in each form; none of them is short enough to stand anywhere by chance."""
    raw = text.encode()
    found = {
        "utf-8": raw, "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be"),
        "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(), "reversed": raw[::-1],
        "json": "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
        "JSON": "".join(f"\\u{ord(letter):04X}" for letter in text).encode(),
        "json, as it is written": json.dumps(text)[1:-1].encode(),
        "percent": "".join(f"%{byte:02x}" for byte in raw).encode(), "PERCENT": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "url": urllib.parse.quote(text, safe="").encode(), "form": urllib.parse.quote_plus(text).encode(),
    }
    for shift in range(3):
        # The letters at either end depend on what stands beside it.
        letters = base64.b64encode(bytes(shift) + raw)
        whole = letters[4 if shift else 0:len(letters) // 4 * 4 - (4 if (shift + len(raw)) % 3 else 0)]
        found[f"base64+{shift}"] = whole
        found[f"base64url+{shift}"] = whole.replace(b"+", b"-").replace(b"/", b"_")
    assert all(len(form) >= 8 for form in found.values()), f"{text!r} is too short for a canary"
    return {name: form for name, form in found.items() if name == "utf-8" or form != raw}


class Search:
    """Several canaries at once: {what it is: its text}."""

    def __init__(self, canaries):
        self.needles = {}
        for name, text in canaries.items():
            for spelling in spellings(text):
                for form, needle in forms(spelling).items():
                    self.needles.setdefault(needle, (name, form))

    def all(self, content, where):
        hits = []
        for start, part in filled(content):
            for hit in self.bytes(part, where) + self.unpacked(part, where):
                hits.append(dataclasses.replace(hit, offset=start + hit.offset))
        return hits

    def bytes(self, content, where, is_packed=False):
        hits = []
        for needle, (name, form) in self.needles.items():
            at = content.find(needle)
            if at >= 0:
                hits.append(Hit(where, name, f"{form}, packed" if is_packed else form, at))
        return hits

    def unpacked(self, content, where):
        hits = []
        for match in PACKED.finditer(content):
            plain = inflated(content, match.start())
            if plain:
                hits += [dataclasses.replace(hit, offset=match.start()) for hit in self.bytes(plain, where, is_packed=True)]
        return hits

    def file(self, path, where=None):
        where = where or str(path)
        try:
            with open(path, "rb") as file:
                if os.fstat(file.fileno()).st_size == 0:
                    return []
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    return self.all(content, where)
        except FileNotFoundError:
            # A file that its program removes meanwhile was not at rest.
            return []

    def folder(self, folder):
        """Every file below a folder, by content and by name."""
        hits = []
        for path in sorted(files.below(folder)):
            where = str(path.relative_to(folder))
            hits += self.bytes(where.encode(), f"the name {where}")
            if path.is_file() and not path.is_symlink():
                hits += self.file(path, where)
        return hits

    def core(self, process):
        """What a process has in its memory, by a core of it as it runs."""
        with tempfile.TemporaryDirectory(prefix="core-", dir="/var/tmp") as folder:
            return self.file(make_core(process, folder), f"core of {process}")


def filled(content):
    """The parts of a file that are not empty, with where each begins: most of a core is zeroes."""
    start = None
    for place in range(0, len(content), len(EMPTY)):
        part = content[place:place + len(EMPTY)]
        is_empty = part == EMPTY
        if is_empty and start is not None:
            yield start, content[start:place]
            start = None
        elif not is_empty and start is None:
            start = place
    if start is not None:
        yield start, content[start:]


def inflated(content, offset):
    """What is packed from there on, as far as it can be read; nothing when nothing is."""
    reader = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)
    plain = bytearray()
    try:
        # Most places that look like one end at once.
        for start, end in ((0, 4_096), (4_096, INFLATED_BYTES_MAX)):
            plain += reader.decompress(content[offset + start:offset + end], INFLATED_BYTES_MAX)
            if reader.eof or not plain:
                break
    except zlib.error:
        pass
    return bytes(plain)


def make_core(process, folder):
    """A core of a running process, which goes on; answers its path."""
    done = subprocess.run(["gcore", "-o", f"{folder}/core", str(process)], capture_output=True, text=True, timeout=120)
    path = pathlib.Path(f"{folder}/core.{process}")
    assert done.returncode == 0 and path.exists(), done.stdout[-1_000:] + done.stderr[-1_000:]
    return path


def nowhere(hits):
    assert not hits, "it rests in clear: " + "; ".join(map(str, hits[:20]))


def found(folder, text):
    """Where in a folder a text is, in whatever form."""
    return Search({"it": text}).folder(folder)
