#!/usr/bin/env python3
"""Runs the steps of `make check`, `make test` and `make soak`, counts their tests, and ends in `N passed, N failed, N skipped`.

Every step runs, even when one before it failed. A step whose counts cannot be read has failed. Output goes to .build-logs/.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOGS = ROOT / ".build-logs"
PROGRAM = ".build/release/switchkeep"
SEED = os.environ.get("SEED", "1")


@dataclasses.dataclass
class Step:
    name: str
    command: str
    # How the counts are read: "swift", "pytest", "counts" (a line `N passed, N failed`), or "one" check.
    counts: str = "one"
    folder: str = "."
    environment: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Beside:
    """Lanes that run beside each other; the steps of a lane run one after another. None of them may look at moments."""
    lanes: list


CHECK = [
    Step("runner", f"{sys.executable} -m unittest discover -s Tools/test"),
    Step("pure", "swift test --skip everyBranch", "swift", "Pure"),
    Step("tidy", "swift test", "swift", "Tests/Tidy"),
    Step("format", "Tools/test/format.sh"),
]
BUILD = [
    # The walls: a target may import what it declares and nothing else. The build ends well even so; its exit status tells.
    Step("build", "swift build -c release --build-tests --explicit-target-dependency-import-check error"),
]


def swift(kills: int) -> list:
    """The listener's tests look at moments: they are not run beside others that work their processors hard, such as those of keys."""
    environment = {"KILL_ROUNDS": str(kills), "SEED": SEED}
    command = "swift test -c release --skip-build"
    return [
        Step("swift", f"{command} --skip HTTPHostTests", "swift", environment=environment),
        Step("listener", f"{command} --filter HTTPHostTests", "swift", environment=environment),
    ]


GENERATED = [
    Step("description", ".venv/bin/python Tools/describe/describe.py --check"),
    Step("members", ".venv/bin/python Tools/describe/members.py --check"),
]

TUTORIAL = [Step("tutorial", ".venv/bin/python -m pytest Tests/Tutorial -q -rsfE --durations=40 -W ignore::pytest.PytestUnhandledThreadExceptionWarning -p no:cacheprovider", "pytest")]


def conformance(mutations: int, kills: int, chats: int, faults: int) -> list:
    """Most of these tests wait, for a program or while people talk: five workers run them. Those that look at moments run by themselves."""
    environment = {
        "MUTATIONS": str(mutations), "KILL_ROUNDS": str(kills), "CHAT_KILL_ROUNDS": str(chats), "FAULT_TRIES": str(faults),
        "SEED": SEED}
    command = ".venv/bin/python -m pytest Tests/Conformance -q -rsfE --durations=40 -W ignore::pytest.PytestUnhandledThreadExceptionWarning -p no:cacheprovider"
    return [
        Step("conformance", f"{command} -n 5 --dist loadgroup --no-loadscope-reorder -m 'not alone'", "pytest", environment=environment),
        Step("conformance alone", f"{command} -m alone", "pytest", environment=environment),
    ]


def access(count: int) -> list:
    compare = f".venv/bin/python Tests/Conformance/access/compare.py --binary {PROGRAM} --seed {SEED}"
    return [
        Step("access", f"{compare} --count {count}", "counts"),
        Step("access canary", f"{compare} --count 10000 --canary", "counts"),
    ]


def simulation(seeds: int, contacts: int) -> Step:
    return Step(
        "simulation", f".venv/bin/python Tools/test/simulation.py {seeds} {contacts}", "counts", environment={"SEED": SEED})


# Every branch of every real flow on every channel takes half a minute: too long for `check`.
BRANCHES = [Step("branches", "swift test --filter everyBranch", "swift", "Pure")]


def fuzz(seconds: int) -> Step:
    return Step("fuzz", f"Fuzz/run.sh {seconds}")


PLANS = {
    "check": CHECK,
    # A build does not keep two processors busy all the time.
    "test": [
        CHECK[0], Beside([BUILD, [*CHECK[1:], *BRANCHES, fuzz(10)]]), *swift(10), *GENERATED,
        Beside([[simulation(20, 1_000), *access(20_000)], TUTORIAL]), *conformance(1_000, 10, 10, 10)],
    "soak": [*BUILD, *swift(100), simulation(200, 10_000), *conformance(10_000, 100, 50, 1_000), *access(100_000), fuzz(600)],
}


def steps(plan: list) -> list:
    """All steps of a plan, in its order."""
    return [step for part in plan for step in (sum(part.lanes, []) if isinstance(part, Beside) else [part])]


@dataclasses.dataclass
class Result:
    passed: int = 0
    failed: int = 0
    skipped: list = dataclasses.field(default_factory=list)
    # Which ones failed, where the output says it, and why.
    failures: list = dataclasses.field(default_factory=list)


def read(step: Step, text: str, status: int) -> Result:
    """What a step came to. One that ended badly, or whose counts cannot be read, has failed whatever else it says."""
    reader = {"swift": read_swift, "pytest": read_pytest, "counts": read_counts}.get(step.counts)
    result = reader(text) if reader else Result(passed=int(status == 0))
    if result is None:
        return Result(failed=1)
    if status != 0 and result.failed == 0:
        result.failed = 1
    return result


# Of what a test in Swift was dissatisfied with: an expectation may show all that there was.
ISSUE_LETTERS_MAX = 600


def read_swift(text: str):
    """Swift Testing's summary lines, one for each test bundle; none, or none with a test in it, cannot be read.

    With `--quiet` it does not say what it skipped, so that no step may ask for that.
    """
    totals = [int(count) for count in re.findall(r"Test run with (\d+) tests?\b.* (?:passed|failed) after", text)]
    name = r"Test (?!run with|case )(.+?)"
    skipped = re.findall(rf"{name} skipped", text)
    failed = dict.fromkeys(sorted(re.findall(rf"{name}(?: with \d+ .*?)? (?:failed after|recorded an issue)", text)), "")
    for test, issue in reversed(re.findall(rf"{name} recorded an issue (.+)", text)):
        failed[test] = f" - {issue[:ISSUE_LETTERS_MAX]}"
    passed = sum(totals) - len(failed) - len(skipped)
    failures = [test + issue for test, issue in failed.items()]
    return Result(passed, len(failed), skipped, failures) if sum(totals) and passed >= 0 else None


def read_pytest(text: str):
    """pytest's last line, and with -rs a line for each place where it skipped, with how many tests."""
    line = next((line for line in reversed(text.splitlines()) if re.search(r"\d+ \w+.* in [\d.]+s", line)), None)
    if line is None:
        return None
    counts = {word.rstrip("s"): int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)", line)}
    skips = [why for number, why in re.findall(r"^SKIPPED \[(\d+)\] (.+)$", text, re.M) for _ in range(int(number))]
    if len(skips) != counts.get("skipped", 0):
        return None
    failed = counts.get("failed", 0) + counts.get("error", 0) + counts.get("xpassed", 0)
    return Result(counts.get("passed", 0), failed, skips, re.findall(r"^(?:FAILED|ERROR) (.+::.+)$", text, re.M))


def read_counts(text: str):
    found = re.findall(r"(\d+) passed, (\d+) failed", text)
    return Result(int(found[-1][0]), int(found[-1][1])) if found else None


def run(step: Step) -> Result:
    log = LOGS / f"{step.name.replace(' ', '-')}.log"
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "COLUMNS": "200", **step.environment}
    # These would take the place of a profile's ca_bundle; told of CI, pytest says why a test failed in many lines and not in one.
    for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "CI", "BUILD_NUMBER"):
        environment.pop(name, None)
    settings = "".join(f"{name}={value} " for name, value in step.environment.items())
    sys.stdout.write(f"== {step.name}: {settings}{step.command}\n")
    sys.stdout.flush()
    began = time.monotonic()
    with open(log, "w") as file:
        status = subprocess.run(
            step.command, shell=True, cwd=ROOT / step.folder, env=environment, stdout=file, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL).returncode
    text = log.read_text(errors="replace")
    result = read(step, text, status)
    seconds = time.monotonic() - began
    lines = [f"   {step.name}: {result.passed} passed, {result.failed} failed, {len(result.skipped)} skipped in {seconds:.0f} s"]
    if result.failed:
        lines += [f"   {step.name} | {line}" for line in text.splitlines()[-60:]]
    lines += [f"   {line.strip()}" for line in re.findall(r"^.*SEED=.*$", text, re.M)]
    # In one piece: what runs beside it may not come in between.
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    return result


def run_all(plan: list) -> list:
    """The results of all steps, in the plan's order."""
    results = []
    for part in plan:
        if isinstance(part, Beside):
            with concurrent.futures.ThreadPoolExecutor(len(part.lanes)) as pool:
                results += sum(pool.map(run_all, part.lanes), [])
        else:
            results.append(run(part))
    return results


def main() -> int:
    LOGS.mkdir(exist_ok=True)
    results = run_all(PLANS[sys.argv[1]])
    skipped = [name for result in results for name in result.skipped]
    for name in skipped:
        print(f"skipped: {name}")
    for name in [name for result in results for name in result.failures]:
        print(f"failed: {name}")
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
