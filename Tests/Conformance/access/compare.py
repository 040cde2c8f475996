#!/usr/bin/env python3
"""Compares `switchkeep access explain` with the naive evaluator on generated cases.

    compare.py --binary PATH [--count N] [--seed S] [--canary]

Ends with 1 where the two disagree. With --canary each of the naive evaluator's rules that can be broken is broken in turn, and
each must show as disagreements: then it ends with 0.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import naive_evaluator
from generate_cases import ARNS, ORDERS, STRINGS, generate

BATCH = 5_000
SHOWN = 3
FLIPS = [
    "missing-negated", "if-exists", "string-case", "quantifier", "default", "version", "spared-boundary", "spared-account",
    "boundary", "direct", "delegation", "cross-account", "Null", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress",
    *STRINGS, *ARNS, *(kind + order for kind in ("Numeric", "Date") for order in ORDERS),
]


def explained(binary, cases, folder):
    file = pathlib.Path(folder) / "cases.json"
    file.write_text(json.dumps(cases))
    done = subprocess.run([binary, "access", "explain", str(file)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{binary} access explain ended with {done.returncode}: {done.stderr.strip()}")
    answers = json.loads(done.stdout)
    if len(answers) != len(cases):
        sys.exit(f"{len(cases)} cases, and {len(answers)} answers")
    return answers


def batches(arguments):
    """(cases, answers), batch by batch: each batch has a seed of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, arguments.count, BATCH):
            cases = generate(f"{arguments.seed}/{start}", min(BATCH, arguments.count - start))
            yield cases, explained(arguments.binary, cases, folder)


def compare(arguments):
    shares, failed = collections.Counter(), 0
    for cases, answers in batches(arguments):
        for case, answer in zip(cases, answers):
            expected = naive_evaluator.decide(case)
            shares[expected] += 1
            if answer["decision"] == expected:
                continue
            failed += 1
            if failed <= SHOWN:
                print(f"expected {expected}, got {answer['decision']} ({'; '.join(answer['reasons'])}):")
                print(json.dumps(case, indent=1))
    for decision, count in sorted(shares.items()):
        print(f"{decision}: {100 * count / arguments.count:.1f} %")
    print(f"{arguments.count - failed} passed, {failed} failed")
    return 1 if failed else 0


def canary(arguments):
    found = collections.Counter()
    for cases, answers in batches(arguments):
        for flip in FLIPS:
            naive_evaluator.FLIPS = {flip}
            found[flip] += sum(naive_evaluator.decide(case) != answer["decision"] for case, answer in zip(cases, answers))
    for flip in FLIPS:
        print(f"broken rule {flip}: {found[flip]} disagreements")
    missed = sum(found[flip] == 0 for flip in FLIPS)
    print(f"{len(FLIPS) - missed} passed, {missed} failed")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--canary", action="store_true")
    arguments = parser.parse_args()
    return canary(arguments) if arguments.canary else compare(arguments)


if __name__ == "__main__":
    sys.exit(main())
