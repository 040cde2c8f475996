"""The ledger's commands, and a folder with a history to check and to attack."""

import pathlib
import shutil
import subprocess
import time

from harness import patience
from harness.forger import Forger
from harness.server import PROGRAM, Server


def audit(data, *words):
    return subprocess.run([PROGRAM, "audit", words[0], "--data-dir", data, *words[1:]], capture_output=True, text=True)


def printed(data, *words):
    made = audit(data, *words)
    assert made.returncode == 0, made.stderr
    return made.stdout


def size(checkpoint):
    return int(checkpoint.split("\n")[1])


def ask(server, times=1):
    """Leaves audit events."""
    client = server.client()
    for _ in range(times):
        client.list_instances()


def checkpoint_after(data, entries):
    """The next checkpoint over more than so many entries."""
    until = time.monotonic() + patience.SECONDS
    while time.monotonic() < until:
        checkpoint = printed(data, "checkpoint")
        if size(checkpoint) > entries:
            return checkpoint
        time.sleep(0.1)
    raise AssertionError("no checkpoint came")


def keep_history():
    """A folder with a history of several checkpoints, what an outsider kept of it, and the folder as it was before the last events."""
    server = Server()
    server.start()
    outside = []
    for _ in range(4):
        ask(server, 80)
        # What is forged is the third entry or a later one, which none of these may come before, however slow the machine.
        outside.append(checkpoint_after(server.data, size(outside[-1]) if outside else 3))
    assert server.stop() == 0
    old = pathlib.Path(server.folder.name) / "old"
    shutil.copytree(server.data, old)
    server.start()
    ask(server, 30)
    outside.append(checkpoint_after(server.data, len(Forger(old).events())))
    assert server.stop() == 0
    server.outside, server.old = outside, old
    server.key = (server.data / "ledger.vkey").read_text().strip()
    return server


class Verdict:
    def __init__(self, run):
        self.status, self.lines, self.text = run.returncode, run.stdout.splitlines(), run.stdout + run.stderr
        self.found = {line.split(":")[0] for line in self.lines if line.split(":")[0] in CODES}
        bad = [line for line in self.lines if line.startswith("not clean: first bad index ")]
        self.index = int(bad[0].rsplit(" ", 1)[1]) if bad else None

    def is_clean(self):
        return self.status == 0 and self.lines[-1] == "clean" and not self.found


CODES = {
    "changed-entry", "moved-entry", "missing-entry", "missing-tail", "misnamed-entry", "changed-tree", "contradicted-checkpoint",
    "unsigned-checkpoint", "no-checkpoint", "other-key"}


def alone(data):
    return Verdict(audit(data, "verify"))


def against(data, kept, tmp_path, *checkpoints):
    words = []
    for number, checkpoint in enumerate(checkpoints or kept.outside):
        path = tmp_path / f"outside-{number}"
        path.write_text(checkpoint)
        words += ["--against", path]
    return Verdict(audit(data, "verify", "--verifier-key", kept.key, *words))
