#!/usr/bin/env python3
"""Derives the description of the Connect interface from the pinned botocore package. See README.md.

Usage: describe.py [--check]
"""

import argparse
import filecmp
import pathlib
import shutil
import sys
import tempfile

import botocore

import model
import samples
import swift
import table

PINNED = "1.43.11"
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OUTPUTS = ("Sources/Floor/C/CConnectDescription/connect.json", "Sources/ConnectShapes/Generated", "docs/api.md",
           "Tests/AWSWireTests/pattern-samples.json", "Sources/Floor/C/CConnectDescription/participant.json")


def write(root: pathlib.Path) -> None:
    service = model.load()
    built = model.built()
    unknown = sorted(set(built) - set(service.operations))
    if unknown:
        raise SystemExit(f"built.txt names what is no operation: {', '.join(unknown)}")
    for output, text in (
            (OUTPUTS[0], table.text(service)), (OUTPUTS[2], table.markdown(service, built)), (OUTPUTS[3], samples.text(service)),
            (OUTPUTS[4], table.text(model.load_participant()))):
        target = root / output
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    folder = root / OUTPUTS[1]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in swift.files(service, built):
        (folder / name).write_text(text)


def files(root: pathlib.Path) -> set:
    found = set()
    for output in OUTPUTS:
        path = root / output
        members = path.rglob("*") if path.is_dir() else [path]
        found |= {str(member.relative_to(root)) for member in members if member.is_file()}
    return found


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder)
        write(fresh)
        names = files(fresh) | files(ROOT)
        stale = [
            name for name in sorted(names)
            if not (fresh / name).exists() or not (ROOT / name).exists() or not filecmp.cmp(fresh / name, ROOT / name, shallow=False)]
    for name in stale:
        print(f"{name} is not what describe.py writes: run `make docs` and commit it")
    return 1 if stale else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on any difference")
    arguments = parser.parse_args()
    if botocore.__version__ != PINNED:
        raise SystemExit(f"botocore {botocore.__version__} is here and {PINNED} is pinned: run `make setup` and use .venv/bin/python")
    if arguments.check:
        return check()
    write(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
