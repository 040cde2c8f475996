"""Calls over SIP and G.711 through flow, queue and agents' telephones, recorded and sealed: processor time a call, and calls a core.

A figure counts only if every leg carried sound both ways, reports of RTCP and the legs themselves show loss under 0.1 % and jitter
under 20 ms, and of 50 recordings one, opened through the keep, holds its caller's tone from end to end. Otherwise there is none.

Usage: calls.py [SECONDS] [CALLS]...
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

from call_centre import HOST, NUMBER, TRUNK, Centre, ahead, until
from list_queues import BUILD, ROOT

from harness import sessions
from harness.tones import share

CALLS, SECONDS_MIN = (50, 250), 20
SET_UP, SET_UP_OF_AGENT, SET_UP_PER_SECOND = 1_000, 4, (100, 200, 400)
# The first calls of a contact centre have its sealing pairs made, which is done once in 30 days: half a second, and no call's own price.
WARM_UP = 100
TALK_PER_SECOND, REST_SECONDS = 20, 10
SAMPLED = 50
LOSS_PERCENT_MAX, JITTER_MILLISECONDS_MAX = 0.1, 20
RATE = 8_000


class Refused(SystemExit):
    """There is no figure, and why."""


class Load:
    """The callers and telephones: a program of its own."""

    def __init__(self, centre):
        self.process = subprocess.Popen([BUILD / "call-load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=ahead)
        orders = {
            "host": HOST, "port": centre.port, "trunkHost": TRUNK, "trunkPort": centre.trunk_port, "called": "0" + NUMBER[3:],
            "telephones": centre.telephones}
        self.process.stdin.write(json.dumps(orders) + "\n")
        self.placed = 0

    def do(self, verb, **members):
        self.process.stdin.write(json.dumps({"verb": verb, **members}) + "\n")
        self.process.stdin.flush()
        self.placed += members.get("calls", 0)
        line = self.process.stdout.readline()
        if not line:
            raise Refused(f"the load ended in {verb}: {self.process.wait()}")
        return json.loads(line)

    def close(self):
        self.process.kill()
        self.process.wait()


def spent(before, after):
    """What each process has used, and all together."""
    used = {name: after[name] - before.get(name, 0) for name in after}
    return used, sum(used.values())


def rest(centre):
    """What the program uses while nobody calls."""
    before = centre.processors()
    time.sleep(REST_SECONDS)
    used, total = spent(before, centre.processors())
    parts = ", ".join(f"{name} {1e3 * seconds / REST_SECONDS:.0f}" for name, seconds in used.items() if name != "serve")
    yield f"calls: at rest, {len(centre.tokens)} desks open: {1e3 * total / REST_SECONDS:.0f} ms of CPU a second ({parts})"


def set_up(centre, load, calls, rate):
    """Processor time of a call that is set up, talked for five packets each way, hung up, and stored."""
    before, stored, recordings = centre.processors(), centre.stored(), centre.recordings()
    with profile(centre, f"setup{rate}"):
        load.do("setUp", calls=calls, perSecond=rate)
    until(lambda: centre.stored() == stored + calls, seconds=60)
    used, total = spent(before, centre.processors())
    parts = ", ".join(f"{name} {1e3 * seconds / calls:.2f}" for name, seconds in used.items() if name != "serve")
    if (recorded := centre.recordings() - recordings) != calls:
        raise Refused(f"calls: no figure for set-up: {recorded} of {calls} calls were recorded")
    yield (
        f"calls: set-up through flow, queue and recording, {rate} a second: {1e3 * total / calls:.2f} ms of CPU a call ({parts}); "
        f"{calls} calls, none failed")


def concurrent(centre, load, calls, seconds):
    """Calls that go on at once: how many of them one core carries."""
    first = load.placed
    stored = centre.stored()
    load.do("talk", calls=calls, perSecond=TALK_PER_SECOND)
    time.sleep(2)
    load.do("measure")
    before, began = centre.processors(), time.monotonic()
    with profile(centre, calls):
        time.sleep(seconds)
    used, total = spent(before, centre.processors())
    passed, report = time.monotonic() - began, load.do("report")
    load.do("hangUp")
    judge(report, calls)
    until(lambda: centre.stored() == stored + calls, seconds=60)
    tones(centre, first, calls, passed)
    cores = total / passed
    parts = ", ".join(f"{name} {1e3 * part / calls / passed:.2f}" for name, part in used.items() if name != "serve")
    yield (
        f"calls: {calls} at once, recorded and sealed: {1e3 * cores / calls:.2f} ms of CPU a call and second ({parts}), "
        f"{calls / cores:.0f} calls a core; loss {report['lossPercent']:.3f} %, jitter at most {report['jitterMilliseconds']:.1f} ms, "
        f"told {report['toldJitterMilliseconds']:.1f} ms")


@contextlib.contextmanager
def profile(centre, name):
    """With PROFILE=FILE: where the switch spends its time, by perf, in FILE.NAME."""
    if not (file := os.environ.get("PROFILE")):
        yield
        return
    perf = subprocess.Popen(
        ["perf", "record", "-F", "499", "-g", "-o", f"{file}.{name}", "-p", str(centre.process("switch"))], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    yield
    perf.send_signal(signal.SIGINT)
    perf.wait()


def judge(report, calls):
    faults = {
        "legs that carry no media": 2 * calls - report["legs"],
        "legs that do not hear whom they talk with": report["strangers"],
        "packets of silence": report["quietPackets"],
        "legs without a report of RTCP": report["withoutReports"],
        "percent lost of a leg": report["lossPercentWorst"] if report["lossPercentWorst"] >= LOSS_PERCENT_MAX else 0,
        "percent lost of a leg, by RTCP": report["toldLossPercentWorst"] if report["toldLossPercentWorst"] >= LOSS_PERCENT_MAX else 0,
        "ms of jitter": report["jitterMilliseconds"] if report["jitterMilliseconds"] >= JITTER_MILLISECONDS_MAX else 0,
        "ms of jitter, by RTCP": report["toldJitterMilliseconds"] if report["toldJitterMilliseconds"] >= JITTER_MILLISECONDS_MAX else 0,
    }
    if found := ", ".join(f"{value:g} {what}" for what, value in faults.items() if value):
        raise Refused(
            f"calls: no figure for {calls} calls: {found}; the load itself was late by {report['lateMilliseconds']:.0f} ms at most: where that "
            "is much, the machine is too busy to measure on")


def contact_ids(centre, numbers):
    """The contacts of calls, by how many were placed before them."""
    callers = {f"+441632{100_000 + number}": number for number in numbers}
    events = (line["event"] for line in centre.command("stream") if line["kind"] == "contact-record")
    return {callers[a]: e["ContactId"] for e in events if (a := (e.get("CustomerEndpoint") or {}).get("Address")) in callers}


def tones(centre, first, calls, seconds):
    """Opens one in 50 recordings through the keep: its caller's tone is there from end to end."""
    found = contact_ids(centre, range(first, first + calls))
    s3 = sessions.client(centre, "s3", sessions.assume(centre)["Credentials"])
    bucket = f"connect-{centre.instance}"
    for number in range(first, first + calls, SAMPLED):
        contact = found[number]

        def recording():
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
            return [e["Key"] for page in pages for e in page.get("Contents", []) if contact in e["Key"] and e["Key"].endswith(".wav")]

        [key] = until(recording, seconds=60)
        wav = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        customer = wav[wav.index(b"data") + 8::2]
        hertz = 500 + (number - first) % 280 * 10
        windows = [share(customer[at:at + RATE // 2], hertz) for at in range(RATE // 2, len(customer) - RATE, RATE // 2)]
        if len(customer) < seconds * RATE or min(windows) < 0.9:
            raise Refused(
                f"calls: no figure: a recording of {len(customer) / RATE:.1f} s has {min(windows):.2f} of its caller's tone "
                f"at {0.5 + windows.index(min(windows)) / 2} s")


def run(seconds, connections, calls=CALLS):
    for product in ("switchkeep", "call-load"):
        subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    centre = Centre(max(calls))
    try:
        centre.open_desks()
        load = Load(centre)
        try:
            list(set_up(centre, load, WARM_UP, SET_UP_PER_SECOND[0]))
            yield from rest(centre)
            for rate in SET_UP_PER_SECOND:
                yield from set_up(centre, load, min(SET_UP, SET_UP_OF_AGENT * max(calls)), rate)
            for count in calls:
                yield from concurrent(centre, load, count, max(seconds, SECONDS_MIN))
        finally:
            load.close()
    finally:
        centre.close()


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    for line in run(words[0] if words else SECONDS_MIN, 0, words[1:] or CALLS):
        print(line, flush=True)
