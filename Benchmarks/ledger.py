"""Durable ledger events a second and how late they are at 1,000 a second, beside plain SQLite rows in the same run."""

import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release", "--product", "ledger-bench"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        made = subprocess.run(
            [ROOT / ".build/release/ledger-bench", folder, str(seconds)], check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    for row, plain in zip(rows[::2], rows[1::2]):
        if "writers" in row:
            ratio = row["eventsPerSecond"] / plain["eventsPerSecond"]
            yield (f"ledger: {row['writers']} writers, {row['group']} events each: {row['eventsPerSecond']:,} events/s, "
                   f"{ratio:.2f} of plain rows")
        else:
            yield (f"ledger: {row['eventsPerSecond']:,} events/s: p50 {row['p50Milliseconds']:.1f} ms, p99 {row['p99Milliseconds']:.1f} ms; "
                   f"plain rows: p50 {plain['p50Milliseconds']:.1f} ms, p99 {plain['p99Milliseconds']:.1f} ms")
