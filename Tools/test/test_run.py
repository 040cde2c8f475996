"""What the runner reads from what a step prints. Each way to fail must count as a failure."""

import contextlib
import io
import pathlib
import tempfile
import unittest
from unittest import mock

import run
from run import PLANS, Beside, Step, read, run_all, steps

SWIFT, PYTEST, ONE, COUNTS = Step("", "", "swift"), Step("", "", "pytest"), Step("", ""), Step("", "", "counts")
GREEN = "\u25c7 Test run started.\n\u2714 Test run with 5 tests in 2 suites passed after 0.1 seconds.\n"
RED = (
    "\u2718 Test a(_:) recorded an issue with 1 argument index \u2192 2 at A.swift:1:1: Expectation failed\n"
    "\u2718 Test case passing 1 argument index \u2192 2 to a(_:) failed after 0.1 seconds with 1 issue.\n"
    "\u2718 Test a(_:) with 3 test cases failed after 0.1 seconds with 1 issue.\n"
    "\u2718 Test run with 5 tests in 2 suites failed after 0.1 seconds with 1 issue.\n")
# With --quiet there is no `failed after` of a test.
QUIET = RED.splitlines()[0] + "\n" + RED.splitlines()[-1] + "\n"
SKIPPED = "\u279c Test \"vectors\" skipped: \"no vectors\"\n" + GREEN
# Of two workers; what is left to another step is no test of this one.
WORKERS = (
    "bringing up nodes...\n............sss  [100%]\n=== short test summary info ===\n"
    "SKIPPED [2] a.py:1: no vectors\nSKIPPED [1] b.py:7: no flows\n12 passed, 3 skipped, 4 deselected in 3.10s\n")


class Reading(unittest.TestCase):
    def check(self, step, text, status, passed, failed, skipped):
        result = read(step, text, status)
        self.assertEqual((result.passed, result.failed, len(result.skipped)), (passed, failed, skipped))

    def test_swift(self):
        self.check(SWIFT, GREEN, 0, 5, 0, 0)
        self.check(SWIFT, GREEN + GREEN, 0, 10, 0, 0)
        self.check(SWIFT, SKIPPED, 0, 4, 0, 1)
        self.check(SWIFT, RED, 1, 4, 1, 0)
        self.check(SWIFT, QUIET, 1, 4, 1, 0)
        self.assertEqual(read(SWIFT, SKIPPED, 0).skipped, ['"vectors"'])

    def test_swift_that_says_nothing(self):
        self.check(SWIFT, "", 0, 0, 1, 0)
        self.check(SWIFT, "Test run with 0 tests in 0 suites passed after 0.001 seconds.", 0, 0, 1, 0)
        self.check(SWIFT, GREEN, 1, 5, 1, 0)
        self.check(SWIFT, "error: Exited with unexpected signal code 11", 1, 0, 1, 0)

    def test_no_step_hides_its_skips(self):
        for plan in PLANS.values():
            for step in steps(plan):
                self.assertFalse(step.counts == "swift" and "--quiet" in step.command, step.command)

    def test_pytest(self):
        self.check(PYTEST, "12 passed in 3.10s", 0, 12, 0, 0)
        self.check(PYTEST, "SKIPPED [2] a.py:1: no vectors\n12 passed, 2 skipped in 3.10s (0:00:03)", 0, 12, 0, 2)
        self.check(PYTEST, "2 failed, 12 passed, 1 error in 3.10s", 1, 12, 3, 0)
        self.check(PYTEST, "12 passed, 2 xpassed in 3.10s", 0, 12, 2, 0)
        self.check(PYTEST, WORKERS, 0, 12, 0, 3)

    def test_what_failed_is_named(self):
        self.assertEqual(read(SWIFT, RED, 1).failures, ["a(_:) - with 1 argument index \u2192 2 at A.swift:1:1: Expectation failed"])
        text = "E   FAILED\nFAILED a.py::b[c] - AssertionError: no\nERROR a.py::d - OSError\n1 failed, 1 error in 3.10s"
        self.assertEqual(read(PYTEST, text, 1).failures, ["a.py::b[c] - AssertionError: no", "a.py::d - OSError"])

    def test_pytest_that_says_nothing(self):
        self.check(PYTEST, "", 0, 0, 1, 0)
        self.check(PYTEST, "no tests ran in 0.01s", 5, 0, 1, 0)
        self.check(PYTEST, "12 passed, 2 skipped in 3.10s", 0, 0, 1, 0)
        self.check(PYTEST, "12 passed in 3.10s", 2, 12, 1, 0)

    def test_others(self):
        self.check(ONE, "", 0, 1, 0, 0)
        self.check(ONE, "", 1, 0, 1, 0)
        self.check(COUNTS, "seed 1\n99 passed, 1 failed\n", 1, 99, 1, 0)
        self.check(COUNTS, "Traceback", 0, 0, 1, 0)


class Lanes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        patch = mock.patch.object(run, "LOGS", self.folder)
        patch.start()
        self.addCleanup(patch.stop)

    def run_all(self, plan):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            results = run_all(plan)
        return [(result.passed, result.failed) for result in results], printed.getvalue()

    def test_lanes_run_beside_each_other(self):
        """Each waits for what the other does."""
        here, there = self.folder / "here", self.folder / "there"

        def meet(mine, other):
            return f"touch {mine}; for n in $(seq 100); do [ -e {other} ] && exit 0; sleep 0.1; done; exit 1"
        results, _ = self.run_all([Beside([[Step("a", meet(here, there))], [Step("b", meet(there, here))]])])
        self.assertEqual(results, [(1, 0), (1, 0)])

    def test_every_step_runs_and_says_whose_it_is(self):
        first = Step("first", "echo broken; false")
        plan = [Beside([[first, Step("second", "true")], [Step("third", "true")]]), Step("last", "exit 3")]
        results, printed = self.run_all(plan)
        self.assertEqual(results, [(0, 1), (1, 0), (1, 0), (0, 1)])
        self.assertEqual([step.name for step in steps(plan)], ["first", "second", "third", "last"])
        self.assertIn("   first: 0 passed, 1 failed, 0 skipped in 0 s\n   first | broken\n", printed)

    def test_a_lane_goes_in_order(self):
        seen = self.folder / "seen"
        lane = [Step(name, f"echo {name} >>{seen}") for name in "abc"]
        self.run_all([Beside([lane])])
        self.assertEqual(seen.read_text(), "a\nb\nc\n")

    def test_names_are_told_apart(self):
        """A log is named like its step."""
        for plan in PLANS.values():
            names = [step.name for step in steps(plan)]
            self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    unittest.main()
