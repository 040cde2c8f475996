"""Round trips over the Link, beside bytes echoed over a bare socket pair in the same run."""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release", "--product", "link-bench"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([ROOT / ".build/release/link-bench", str(seconds)], check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    for row, bare in zip(rows[::2], rows[1::2]):
        ratio = row["tripsPerSecond"] / bare["tripsPerSecond"]
        yield (f"link: {row['atOnce']} at once: {row['tripsPerSecond']:,} round trips/s, {ratio:.3f} of a bare socket pair "
               f"({bare['tripsPerSecond']:,}/s)")
