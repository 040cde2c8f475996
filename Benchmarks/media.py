"""What a packet of a recorded two-leg call costs without sockets: the peer is G.711 alone, decoded and encoded once."""

import json
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent / "MediaBench"


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release"], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([FOLDER / ".build/release/media-bench"], check=True, capture_output=True, text=True)
    for row in map(json.loads, made.stdout.splitlines()):
        ratio = row["nanosecondsPerPacket"] / row["codecNanosecondsPerPacket"]
        yield (
            f"media: {row['calls']:,} calls{', keys silenced' if row['isSuppressed'] else ''}: "
            f"{row['nanosecondsPerPacket']:,} ns of CPU a packet in and one out, {ratio:.1f} of G.711 alone, "
            f"{row['allocations']:,} allocations in {row['packets']:,} packets, {row['callsPerCore']:,} calls on one core"
        )
