"""What a routing event costs on one core, by agents and waiting contacts: the peer of each size is the smallest."""

import json
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent / "RoutingBench"


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release"], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([FOLDER / ".build/release/routing-bench"], check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    for row in rows:
        ratio = row["nanoseconds_per_event"] / rows[0]["nanoseconds_per_event"]
        yield (
            f"routing: {row['agents']:,} agents, {row['waiting']:,} waiting: {row['nanoseconds_per_event']:,} ns of CPU an event, "
            f"{row['events_per_second']:,} events/s on one core, {ratio:.2f} of the smallest"
        )
