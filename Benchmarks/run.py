#!/usr/bin/env python3
"""Runs every benchmark, each with its peers in the same run, and prints one table.

Usage: run.py [--seconds N] [--connections N]
"""

import argparse
import sys

import calls
import ledger
import link
import list_queues
import live_contacts
import media
import reads
import relay
import routing
import sealing_speed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=32)
    arguments = parser.parse_args()
    for benchmark in (list_queues, routing, ledger, live_contacts, sealing_speed, reads, link, relay, media, calls):
        for line in benchmark.run(arguments.seconds, arguments.connections):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
