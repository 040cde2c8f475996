"""A server whose keep meets faults at the system calls on its database, and the image of what its disk would hold (faults/README.md)."""

import contextlib
import mmap
import json
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import time

from .server import Server

SOURCE = pathlib.Path(__file__).resolve().parents[1] / "faults" / "faults.c"
MODES = {"none": 0, "error": 1, "full": 2, "short": 3, "kill": 4, "hang": 5}
CALLS = ("write", "sync", "truncate", "open")
FILES = ("database", "log", "index", "client")
# Where the server finds the library: below /usr, where its processes may read when they are shut in.
PLACE = "/usr/local/src"
# A disk for the keep alone: what a thousand rounds leave in the ledger has room there.
DISK = "4G"
# As faults.c has it.
FIELDS = ("mode", "nth", "goes_on", "calls", "files", "counted", "fired", "skips_log_syncs", "holds_at_answer", "is_held", "log_pages")


def sqlite_library():
    """The file that programs load for libsqlite3.so.0."""
    for line in subprocess.run(["ldconfig", "-p"], check=True, capture_output=True, text=True).stdout.splitlines():
        if "libsqlite3.so.0 " in line and "x86-64" in line:
            return pathlib.Path(line.split("=> ")[1]).resolve()
    raise AssertionError("libsqlite3.so.0 is not installed")


def build(folder, keep):
    """A library that is loaded for SQLite: the faults, and SQLite itself under another name of the same length."""
    library, folder = sqlite_library(), pathlib.Path(folder)
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "libsqlite3.so.R").write_bytes(library.read_bytes().replace(b"libsqlite3.so.0\0", b"libsqlite3.so.R\0"))
    subprocess.run(
        ["cc", "-std=gnu2x", "-O2", "-shared", "-fPIC", f'-DFOLDER="{keep}"', SOURCE, "-o", folder / "faults.so", "-Wl,--no-as-needed",
         folder / "libsqlite3.so.R", "-Wl,-soname,libsqlite3.so.0", f"-Wl,-rpath,{PLACE}"], check=True)
    return folder


class FaultyServer(Server):
    """Starts like any server; afterwards `begin` starts it among faults."""

    def begin(self, mount=None):
        """Starts on the library, with an image of the files as they are now; "ext4" puts the keep's folder on a disk of its own."""
        assert not self.is_running
        self.keep = self.data / "keep"
        library = build(pathlib.Path(self.folder.name) / "lib", self.keep)
        (self.keep / "faults.control").write_bytes(bytes(4096))
        image = self.keep / "image"
        image.mkdir()
        for file in self.keep.glob("keep.sqlite*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, image / file.name)
        for path in (self.keep / "faults.control", image, *image.iterdir()):
            path.chmod(0o777)
        steps = [*(self.disk() if mount else []), f'mount --bind "{library}" "{PLACE}"', f'mount --bind "{PLACE}/faults.so" "{sqlite_library()}"']
        # SQLite follows no path into another mount namespace.
        self.image = pathlib.Path(self.folder.name) / "aside" / "image" if mount else image
        self.launcher = ["unshare", "-m", "sh", "-ec", "\n".join([*steps, 'exec "$0" "$@"'])]
        self.start()
        # The keep's folder as the server sees it.
        self.seen = pathlib.Path(f"/proc/{self.process.pid}/root{self.keep}")
        with open(self.seen / "faults.control", "r+b") as file:
            self.page = mmap.mmap(file.fileno(), 4096)
        assert self.seen_calls(), "SQLite is not reached"
        return self

    def disk(self):
        """The steps that move the keep's folder to a disk of its own, and leave the image outside of it."""
        disk, aside = f"{self.folder.name}/disk", f"{self.folder.name}/aside"
        return [
            f'cp -a "{self.keep}" "{aside}"', f'truncate -s {DISK} "{disk}"', f'mkfs.ext4 -q -m 0 "{disk}"', f'mount -o loop "{disk}" "{self.keep}"',
            f'cp -a "{aside}/." "{self.keep}"', f'mount --bind "{aside}/image" "{self.keep}/image"']

    def get(self, field):
        return struct.unpack_from("<I", self.page, 4 * FIELDS.index(field))[0]

    def put(self, **fields):
        for name, value in fields.items():
            struct.pack_into("<I", self.page, 4 * FIELDS.index(name), value)

    def seen_calls(self):
        """How often each call came to each file, of those that came at all."""
        counts = struct.unpack_from(f"<{len(CALLS) * len(FILES)}I", self.page, 4 * len(FIELDS))
        places = [(call, file) for call in CALLS for file in FILES]
        return {place: count for place, count in zip(places, counts) if count}

    def arm(self, mode, calls, files, nth=1, goes_on=True):
        """From now on: the nth of these calls on these files goes wrong, and all after it too unless it does not go on."""
        self.put(mode=0)
        self.put(
            nth=nth, goes_on=goes_on, counted=0, fired=0, calls=sum(1 << CALLS.index(call) for call in calls),
            files=sum(1 << FILES.index(file) for file in files))
        self.put(mode=MODES[mode])

    def goes_on_with(self, mode):
        """What hangs comes back, and all such calls after it go wrong in another way: there is no moment in between."""
        self.put(mode=MODES[mode])

    def wait_for_calls(self, count, seconds=20):
        """Until so many of the calls that are meant have come."""
        until = time.monotonic() + seconds
        while self.get("counted") < count:
            assert time.monotonic() < until, f"no such call came: {self.seen_calls()}"
            time.sleep(0.005)

    def room(self):
        """Bytes that the disk of the keep's folder has left."""
        disk = os.statvfs(self.seen)
        return disk.f_bavail * disk.f_frsize

    def lift(self):
        self.put(mode=0)

    @contextlib.contextmanager
    def hanging(self):
        """The disk takes the log and does not come back from its sync."""
        self.arm("hang", ["sync"], ["log"])
        try:
            yield
        finally:
            self.lift()

    @property
    def fired(self):
        return self.get("fired")

    @contextlib.contextmanager
    def held_at_answer(self):
        """From the first byte that goes to a client until the end, the image stands still."""
        self.put(is_held=0)
        self.put(holds_at_answer=1)
        try:
            yield
        finally:
            self.put(holds_at_answer=0)
            self.put(is_held=0)

    @contextlib.contextmanager
    def after_a_loss_of_power(self):
        """What the ledger would be, had power failed now (while the image is held: at the first byte of the answer)."""
        if not self.get("is_held"):
            # It has two files: a sync that is under way comes to its end, and none after it gets in between.
            self.put(is_held=1)
            time.sleep(0.02)
        # In place, and without a write to either: with each read there is more of it.
        database = sqlite3.connect(f"file:{self.image}/keep.sqlite?mode=ro", uri=True)
        try:
            yield database
        finally:
            database.close()
            self.put(is_held=0)

    def owed(self):
        """Bytes of changes that were synced while the image stood still, by file."""
        return {path.name: path.stat().st_size for path in (self.seen / "image").glob("owed-*")}

    def wait_for_another_keep(self, before, seconds=20):
        """After one was killed."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(AssertionError):
                if self.child("keep") != before:
                    return
            time.sleep(0.01)
        raise AssertionError("no other keep was started")


def holds(database, request_id, last=20_000):
    """Whether a ledger has both entries of the read that a request asked for: its own, and that of the key's use.

    Looked for among the newest: events that waited in memory while the disk failed come after it, by the thousand.
    """
    rows = database.execute(
        "SELECT event FROM audit_event WHERE sequence > (SELECT MAX(sequence) FROM audit_event) - ? AND instr(event, ?)", (last, request_id))
    sources = [json.loads(text)["eventSource"] for text, in rows]
    return len(sources) == 2 and sources.count("kms.amazonaws.com") == 1


def can_be_faulty():
    """Mount namespaces and mounts need root."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0
