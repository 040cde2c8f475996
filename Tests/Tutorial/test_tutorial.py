"""Follows docs/tutorials/add-an-operation.md on a copy of the tree: before each step tidy must name it, after the last it is content."""

import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/tutorials/add-an-operation.md").read_text()
STEP = re.compile(r"<!-- (file|line|line-after): ([^\s:]+)(?:: (.+?))? -->\n```\w+\n(.*?)```", re.S)
NAME = "DescribeUserHierarchyStructure"


def copy(target):
    """The tracked files, and those that would be, without what is built."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True, text=True)
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    subprocess.run(["git", "init", "-q", target], check=True)


def tidy(tree):
    done = subprocess.run(
        ["swift", "test"], cwd=tree / "Tests/Tidy", capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


def take(tree, kind, path, after, text):
    target = tree / path
    if kind == "file":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    elif kind == "line":
        lines = sorted(set(target.read_text().split()) | {text.strip()})
        target.write_text("\n".join(lines) + "\n")
    else:
        assert after in target.read_text(), f"{path} has no line {after}"
        target.write_text(target.read_text().replace(after, f"{after}\n{text.rstrip()}", 1))
    if path.endswith("built.txt"):
        subprocess.run([sys.executable, "Tools/describe/describe.py"], cwd=tree, check=True)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    target = tmp_path_factory.mktemp("tree")
    copy(target)
    return target


def test_each_missing_step_is_named(tree):
    steps = STEP.findall(PAGE)
    assert [step[0] for step in steps] == ["line", "file", "line-after", "file"]
    expected = [
        f"{NAME}: built.txt has it, and no file holds it", f"{NAME}: add a line to Sources/Switch/ConnectOperations/Catalogue.swift",
        f"{NAME}: add its fixture Tests/Conformance/operations/{NAME}.py"]
    assert tidy(tree)[0] == 0, "the copy is not tidy to begin with"
    for step, message in zip(steps, [*expected, None]):
        take(tree, *step)
        status, output = tidy(tree)
        if message:
            assert status != 0 and message in output, f"after {step[1]}: {message} is not said:\n{output[-3000:]}"
        else:
            assert status == 0, output[-3000:]
    assert "DescribeUserHierarchyStructure | built" in (tree / "docs/api.md").read_text()
    assert "public struct DescribeUserHierarchyStructureRequest" in "".join(
        path.read_text() for path in (tree / "Sources/ConnectShapes/Generated").glob("*.swift"))
