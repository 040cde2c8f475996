"""No audit, no access: a disk that fails, fills or forgets, a keep that is killed. Not a byte of content without its durable entry.

FAULT_TRIES says how often each fault is tried, SEED where in its site.
"""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import time

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import sessions
from harness.faults import FaultyServer, can_be_faulty, holds
from harness.server import PROGRAM
from harness.world import World

TRIES = int(os.environ.get("FAULT_TRIES", "10"))
SEED = int(os.environ.get("SEED", "1"))
# A read or two writes so many.
LOG_PAGES = 20

pytestmark = pytest.mark.skipif(not can_be_faulty(), reason="mount namespaces need root")

# Where the keep's database is written: the call, the file, how often in one read at least, and the faults that such a call can have.
SITES = [
    ("write", "log", 3, ("error", "full", "short")),
    ("sync", "log", 1, ("error",)),
    # These come when the log is long and is moved into the file.
    ("write", "database", 3, ("error", "full", "short")),
    ("sync", "database", 1, ("error",)),
]
FAULTS = [(call, file, most, mode) for call, file, most, modes in SITES for mode in modes]


class Reading:
    """One sealed transcript, and the real client that reads it."""

    def __init__(self, mount=None):
        self.server = FaultyServer()
        try:
            self.prepare(mount)
        except BaseException:
            self.server.close()
            raise

    def prepare(self, mount):
        self.server.start("--telephony-adapter")
        centre = Centre(World(self.server))
        contact = finished(centre)
        _, self.bucket, [entry] = objects(centre, contact, 1)
        self.key, self.size = entry["Key"], entry["Size"]
        centre.close()
        assert self.server.stop() == 0
        self.server.begin(mount)
        self.answered, self.refused = [], 0
        self.begin_session()
        assert self.read()

    def begin_session(self):
        """One lasts an hour at most."""
        credentials = sessions.assume(self.server, DurationSeconds=3600)["Credentials"]
        self.s3, self.ends_at = sessions.client(self.server, "s3", credentials), time.monotonic() + 2_400

    def read(self, is_checked=True):
        """Reads, and answers whether content came; then its entry was durable when its first byte left. Else nothing of it came."""
        if is_checked:
            # Over a connection that is there: the image is held at the first byte, and that shall not be one of TLS's own.
            self.s3.head_object(Bucket=self.bucket, Key=self.key)
        with self.server.held_at_answer() if is_checked else contextlib.nullcontext():
            try:
                got = self.s3.get_object(Bucket=self.bucket, Key=self.key)
                # From here on bytes of it have come, though the rest may not.
                self.answered.append(got["ResponseMetadata"]["RequestId"])
                content = got["Body"].read()
            except ClientError as error:
                assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503, error.response
                assert CANARY not in json.dumps(error.response, default=str)
                self.refused += 1
                return False
            assert len(content) == self.size and CANARY.encode() in content
            if is_checked:
                self.is_durable()
            return True

    @contextlib.contextmanager
    def short_log(self, file):
        """A fault of the file is met when the log is moved into it: after a few pages, and not only after a thousand."""
        self.server.put(log_pages=LOG_PAGES if file == "database" else 0)
        try:
            yield
        finally:
            self.server.put(log_pages=0)

    def is_durable(self):
        """The newest read that was answered has its entry, whatever happens to what is not synced."""
        with self.server.after_a_loss_of_power() as ledger:
            assert holds(ledger, self.answered[-1]), (
                f"content was answered whose entry a loss of power would take away; since the image stood still came {self.server.owed()}")

    def reads_again(self, seconds=10):
        """Once the fault is lifted, the same read succeeds."""
        until = time.monotonic() + seconds
        while not self.read():
            assert time.monotonic() < until, f"the fault is lifted, and content is not read; the disk has {self.server.room()} bytes of room"
            time.sleep(0.02)
        if time.monotonic() > self.ends_at:
            self.begin_session()

    def is_whole(self):
        """Each read that was answered has one entry in what a loss of power would leave, and the ledger verifies."""
        self.server.lift()
        self.reads_again()
        with self.server.after_a_loss_of_power() as ledger:
            assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            events = [json.loads(text) for text, in ledger.execute("SELECT event FROM audit_event ORDER BY sequence")]
        requests = [event["requestID"] for event in events if event["eventName"] == "GetObject" and "errorCode" not in event]
        assert len(requests) == len(set(requests)) and set(self.answered) <= set(requests)
        done = subprocess.run(
            ["nsenter", "-m", "-t", str(self.server.process.pid), PROGRAM, "audit", "verify", "--data-dir", self.server.data],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def close(self):
        try:
            assert self.server.stop() == 0
        finally:
            self.server.close()


@pytest.fixture(scope="module")
def reading():
    made = Reading()
    yield made
    made.close()


def until_it_fires(reading):
    """Reads until the fault is met; what is answered before, and with it, has its entry."""
    for _ in range(50):
        reading.read()
        if reading.server.fired:
            break
    assert reading.server.fired, f"no such call came: {reading.server.seen_calls()}"
    reading.is_durable()


@pytest.mark.parametrize("call,file,most,mode", FAULTS, ids=[f"{mode}-{call}-{file}" for call, file, _, mode in FAULTS])
def test_a_failing_disk(reading, call, file, most, mode):
    chance = random.Random(f"{SEED} {call} {file} {mode}")
    with reading.short_log(file):
        for _ in range(TRIES):
            reading.server.arm(mode, [call], [file], nth=chance.randint(1, most))
            until_it_fires(reading)
            # It stops: nothing is read while the fault is there, however often it is asked for.
            for _ in range(3):
                assert not reading.read(), "the keep goes on after a failed write"
            reading.server.lift()
            reading.reads_again()
    reading.is_whole()
    print(f"tries={TRIES} SEED={SEED}: {mode} at {call} of {file}: {len(reading.answered)} read, {reading.refused} refused")


@pytest.mark.parametrize("file", ["log", "database"])
def test_a_fault_of_one_moment_is_not_tried_again(reading, file):
    """A sync that failed once answers well when it is asked again, and the bytes are lost all the same."""
    with reading.short_log(file):
        for _ in range(TRIES):
            begun = reading.server.seen_calls().get(("truncate", "log"), 0)
            reading.server.arm("error", ["sync"], [file], goes_on=False)
            until_it_fires(reading)
            reading.reads_again()
            assert reading.server.seen_calls().get(("truncate", "log"), 0) > begun, "the keep goes on with a log whose sync has failed"
    reading.is_whole()


def test_what_was_moved_before_the_sync_that_fails_is_moved_again(reading):
    """A checkpoint that a reader holds up moves a part of the log and counts it, and syncs nothing: the sync with the rest is that of both."""
    with reading.short_log("database"):
        for _ in range(max(1, TRIES // 10)):
            keep = f"file:{reading.server.keep}/keep.sqlite?mode=ro"
            with contextlib.closing(sqlite3.connect(keep, uri=True, isolation_level=None)) as other:
                assert reading.read()
                other.execute("BEGIN")
                other.execute("SELECT count(*) FROM migration").fetchone()
                for _ in range(10):
                    assert reading.read()
            reading.server.arm("error", ["sync"], ["database"], goes_on=False)
            until_it_fires(reading)
            reading.reads_again()
    reading.is_whole()


def test_killed_after_a_failed_sync(reading):
    """The next keep finds a log in the page cache that the disk does not have, and appends to none of it."""
    for _ in range(TRIES // 2):
        reading.server.arm("error", ["sync"], ["log"])
        until_it_fires(reading)
        again_after(reading, lambda keep: os.kill(keep, 9))
    reading.is_whole()


def test_power_fails_while_a_found_log_is_moved_into_the_file(reading):
    """What a log was found to hold may be in memory alone. With it in the file and not on the log's own disk, what the disk has of
    the log would be laid over it."""
    for _ in range(min(TRIES // 2, 20)):
        fails_with_many_events(reading)
        reading.server.arm("kill", ["truncate"], ["log"])
        os.kill(reading.server.child("keep"), signal.SIGKILL)
        reading.server.wait_for_calls(1)
        with reading.server.after_a_loss_of_power() as ledger:
            assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "a loss of power would damage the file"
            assert holds(ledger, reading.answered[-1])
        reading.server.lift()
        reads_of_another(reading)
    reading.is_whole()


def fails_with_many_events(reading):
    """The transaction that fails has pages that are in none of those before it: events that came while the one before it hung."""
    with reading.server.hanging():
        for _ in range(150):
            reading.s3.head_object(Bucket=reading.bucket, Key=reading.key)
        reading.server.put(counted=0, fired=0)
        reading.server.goes_on_with("error")
        reading.server.wait_for_calls(1)
        assert not reading.read()


def again_after(reading, kill):
    """Kills the keep, lifts what was armed, and reads from the one that comes after it."""
    before = reading.server.child("keep")
    kill(before)
    reading.server.wait_for_another_keep(before)
    reading.server.lift()
    return reads_of_another(reading)


def reads_of_another(reading):
    """From a keep that is being started."""
    until = time.monotonic() + 20
    while True:
        try:
            return reading.reads_again()
        except (BotoCoreError, OSError):
            pass
        assert time.monotonic() < until, "content is not read after the keep was killed"
        time.sleep(0.02)


def is_there(server, keep):
    try:
        return server.child("keep") == keep
    except AssertionError:
        return False


def steps_of_a_read(reading):
    """How many calls there are from the first write of an entry to the last byte of its answer."""
    reading.server.arm("none", ["write", "sync"], ["log", "client"])
    before = reading.server.seen_calls()
    assert reading.read()
    after = reading.server.seen_calls()
    return sum(after[place] - before.get(place, 0) for place in after if place[1] in ("log", "client"))


def test_killed_at_each_step_between_append_and_answer(reading):
    steps, tries = steps_of_a_read(reading), TRIES
    assert steps >= 4, "write, sync and answer are three at least"
    for number in range(tries):
        # A few tries are spread over the steps; many take each step in turn.
        step = (number if tries >= steps else number * steps // tries) % steps + 1

        def kill(keep, step=step):
            reading.server.arm("kill", ["write", "sync"], ["log", "client"], nth=step, goes_on=False)
            while is_there(reading.server, keep):
                with contextlib.suppress(BotoCoreError, OSError):
                    reading.read()

        again_after(reading, kill)
    reading.is_whole()
    print(f"tries={tries}: killed at {min(tries, steps)} of {steps} steps, {len(reading.answered)} read")


def test_the_unsynced_is_thrown_away(reading):
    for _ in range(10 * TRIES):
        assert reading.read()
    reading.is_whole()


def test_the_test_finds_a_ledger_that_is_not_synced(reading):
    """Control: without the sync of the log at each commit, which is what synchronous=NORMAL leaves out."""
    reading.server.put(skips_log_syncs=1)
    for _ in range(3):
        with pytest.raises(AssertionError, match="loss of power"):
            reading.read()
    reading.server.put(skips_log_syncs=0)
    reading.reads_again()


def immutable(reading, is_so):
    flag = "+i" if is_so else "-i"
    subprocess.run(["chattr", flag, *(str(reading.server.seen / name) for name in ("keep.sqlite", "keep.sqlite-wal"))], check=True)


def full(reading, is_so):
    filler = reading.server.seen / "filler"
    if not is_so:
        return filler.unlink()
    with open(filler, "ab", buffering=0) as file, contextlib.suppress(OSError):
        os.posix_fallocate(file.fileno(), 0, reading.server.room())
        while file.write(bytes(4096)):
            pass


@pytest.fixture(scope="module")
def small_disk():
    made = Reading(mount="ext4")
    yield made
    made.close()


@pytest.mark.parametrize("condition", [full, immutable])
def test_a_real_disk_that_is_full_and_a_file_that_cannot_be_changed(small_disk, condition):
    for _ in range(max(1, TRIES // 10)):
        condition(small_disk, True)
        for _ in range(2_000):
            if not small_disk.read():
                break
        for _ in range(3):
            assert not small_disk.read()
        condition(small_disk, False)
        small_disk.reads_again()
    small_disk.is_whole()
