#!/usr/bin/env python3
"""Plays seeds of the simulation, and each planted fault until its checker finds it. Usage: simulation.py SEEDS CONTACTS"""

import os
import subprocess
import sys

SIMULATE = ".build/release/simulate"
# A fault must be found within so many seeds.
FAULT_SEEDS, FAULT_CONTACTS = 50, 500
FAULTS = ("capacity", "lostOnDisk", "order", "slots", "record", "metric")


def play(*options):
    run = subprocess.run([SIMULATE, *map(str, options)], capture_output=True, text=True)
    print(run.stdout[-2000:] + run.stderr[-2000:])
    return run.returncode == 0


def main():
    seeds, contacts = int(sys.argv[1]), int(sys.argv[2])
    first = int(os.environ.get("SEED", "1"))
    clean = [play("--seed", seed, "--contacts", contacts) for seed in range(first, first + seeds)]
    found = [play("--seed", first, "--seeds", FAULT_SEEDS, "--contacts", FAULT_CONTACTS, "--fault", fault) for fault in FAULTS]
    results = clean + found
    print(f"SEED={first}: {seeds} seeds of {contacts} contacts, {len(FAULTS)} planted faults")
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
