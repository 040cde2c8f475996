"""What a relayed packet costs a thread, where each leg of a call has a socket and where legs share a few."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEGS = 400


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release", "--product", "relay-bench"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run(
        [ROOT / ".build/release/relay-bench", str(LEGS), str(seconds)], check=True, capture_output=True, text=True).stdout.splitlines()
    apart, shared = (float(re.search(r"([\d.]+) us", line)[1]) for line in made)
    for line in made:
        yield f"relay: {line}"
    yield f"relay: shared sockets cost {shared / apart:.2f} of a socket for each leg"
