"""Routing events a second on one core, at 100, 10,000 and 100,000 agents: the peer of each size is the smallest."""

import json
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent / "RoutingBench"


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release"], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([FOLDER / ".build/release/routing-bench"], check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    for row in rows:
        ratio = row["events_per_second"] / rows[0]["events_per_second"]
        yield f"routing: {row['agents']:,} agents, {row['waiting']:,} waiting: {row['events_per_second']:,} events/s, {ratio:.2f} of the smallest"
