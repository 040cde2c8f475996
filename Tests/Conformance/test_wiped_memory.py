"""What a thread has had in its hands is not left with it while it waits for work (docs/decisions/0015-what-is-freed-is-wiped.md)."""

import pathlib
import platform
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = ROOT / "Tests/Conformance/memory/probe.c"
WIPING = ROOT / "Sources/Floor/C/CWipedMemory"
# What the frame of who waits leaves unused between what it stores there.
GAP_BYTES = 16
HAS_REGISTER = platform.machine() == "x86_64"


def left(folder, way, *sources):
    """Bytes of the secret that stand together on the stack, and whether a register has it."""
    program = folder / "probe"
    subprocess.run(["cc", "-std=gnu2x", "-O2", "-pthread", "-fno-builtin", "-D_GNU_SOURCE", PROBE, *sources, f"-I{WIPING}/include", "-o", program], check=True)
    count, register = subprocess.run([program, way], check=True, capture_output=True, text=True, timeout=30).stdout.split()
    return int(count), register == "1"


@pytest.mark.parametrize("way", ["sem_timedwait", "sem_wait", "epoll_wait"])
def test_a_thread_that_waits_has_nothing_of_what_it_did(tmp_path, way):
    count, register = left(tmp_path, way)
    assert count > 30_000 and register == HAS_REGISTER, "the control: without wiping it is all there"
    count, register = left(tmp_path, way, WIPING / "threads.c", WIPING / "heap.c")
    assert count <= GAP_BYTES and not register
