"""What a broken-in switch could reach: looked at from inside, as its user and in its Landlock domain. Each control breaks in."""

import os
import pathlib
import re
import shlex
import subprocess

import pytest
from contacts.conftest import Centre
from harness.server import PROGRAM
from harness.world import World


@pytest.fixture(scope="module")
def inside(server):
    """Runs a command of the shell as the switch is run; answers (status, output)."""
    data = server.data
    switch = os.stat(data / "switch").st_uid

    def run(command, *options, user=switch):
        arguments = [PROGRAM, "confine", "--writable", data / "switch", "--user", str(user), *options, "--program", "/bin/bash", "--"]
        done = subprocess.run([*arguments, "-c", command], capture_output=True, text=True, timeout=20)
        return done.returncode, done.stdout + done.stderr

    return run


def status(process):
    text = pathlib.Path(f"/proc/{process}/status").read_text()
    return dict(re.findall(r"^(\w+):[ \t]*(.*)$", text, re.M))


def test_the_processes_are_shut_in(server):
    assert server.urls["isolation"] == "uid+landlock"
    users = set()
    for role in "switch", "keep":
        process = status(server.child(role))
        assert process["NoNewPrivs"] == "1" and process["Seccomp"] == "2", process
        assert process["Groups"] == "", process
        # CAP_NET_BIND_SERVICE, and nothing else that root could do.
        assert int(process["CapPrm"], 16) == int(process["CapEff"], 16) == 1 << 10, process
        users.add(process["Uid"].split()[0])
        assert len(set(process["Uid"].split())) == 1
    assert len(users) == 2 and "0" not in users


SECRETS = ["keep/keep.sqlite", "../root.secret", "keep/ca.key", "aws/credentials", "settings.json", "serve.log"]


@pytest.mark.parametrize("name", SECRETS)
def test_no_file_but_its_own(server, inside, name):
    path = server.data / name
    assert path.exists()
    code, text = inside(f"exec 3<{path}")
    assert code != 0 and "denied" in text, text
    # Landlock alone keeps its very owner out, as where both processes have one user.
    owner = os.stat(path).st_uid
    code, text = inside(f"exec 3<{path}", user=owner)
    assert code != 0 and "denied" in text
    # The control: without Landlock its owner reads it.
    code, text = inside(f"exec 3<{path} && echo in", "--without-landlock", user=owner)
    assert code == 0 and "in" in text


@pytest.mark.parametrize("what", ["mem", "environ", "maps", "fd/3", "root/etc/passwd"])
def test_not_the_memory_of_the_keep_nor_of_who_holds_the_root_secret(server, inside, what):
    for process in server.child("keep"), server.process.pid:
        for user in {}, {"user": 0}:
            code, text = inside(f"cat /proc/{process}/{what} | head -c 1 | wc -c", **user)
            assert text.splitlines()[0] == "0", text


# Looks for a text in the memory of a process, by either way that there is, and says how each came out.
READER = r"""
import ctypes, re, sys
process, needle = int(sys.argv[1]), sys.argv[2].encode()

class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

def by_file(start, count):
    with open(f"/proc/{process}/mem", "rb", 0) as memory:
        memory.seek(start)
        return memory.read(count)

def by_call(start, count):
    room = ctypes.create_string_buffer(count)
    mine, theirs = Part(ctypes.addressof(room), count), Part(start, count)
    read = libc.process_vm_readv(process, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    if read < 0:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
    return room.raw[:read]

libc = ctypes.CDLL(None, use_errno=True)
libc.process_vm_readv.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
places = [tuple(int(place, 16) for place in found) for found in (each.split("-") for each in sys.argv[3].split())]
for way in by_file, by_call:
    outcomes = set()
    for start, end in places:
        try:
            outcomes.add("found" if needle in way(start, end - start) else "read")
        except OSError as error:
            outcomes.add("refused" if error.errno in (1, 13) else "unreadable")
    print(way.__name__, "found" if "found" in outcomes else "read" if "read" in outcomes else "refused" if "refused" in outcomes else "nothing")
"""


def look(process, needle, where, run=None):
    """How each way to read a process's memory came out: found, read, refused."""
    command = ["/usr/bin/python3", "-I", "-c", READER, str(process), needle, where]
    if run is None:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        text = done.stdout + done.stderr
    else:
        _, text = run(shlex.join(command))
    return dict(line.split() for line in text.splitlines() if line.startswith("by_")), text


def places(process):
    """Where the memory of a process is, for those who may not ask themselves: that is no secret of ours."""
    maps = pathlib.Path(f"/proc/{process}/maps").read_text()
    return " ".join(f"{start}-{end}" for start, end in re.findall(r"^(\w+)-(\w+) rw", maps, re.M))


def test_the_keeps_memory_has_something_to_find_and_only_root_outside_finds_it(server, inside):
    """The name of an agent who is at a desk, which the keep knows its session by."""
    centre = Centre(World(server))
    desk = centre.desk()
    keep = server.child("keep")
    where = places(keep)
    # The control: whoever has all of root's rights, and is not shut in, reads both ways what is there.
    found, text = look(keep, desk.username, where)
    assert found == {"by_file": "found", "by_call": "found"}, text
    owner = os.stat(server.data / "keep").st_uid
    for user in os.stat(server.data / "switch").st_uid, owner, 0:
        for options in [], ["--without-landlock"]:
            # Without Landlock too: the keep has hidden its memory, and nobody has the right to look who was started by serve.
            found, text = look(keep, desk.username, where, lambda command: inside(command, *options, user=user))
            assert found == {"by_file": "refused", "by_call": "refused"}, (user, options, text)
    centre.close()


def test_landlock_alone_keeps_a_process_of_the_same_user_out(server, inside):
    """Of one that has not hidden its memory: the control breaks in where there is no Landlock, and by no call that the filter refuses."""
    user = os.stat(server.data / "switch").st_uid
    needle = f"canary-{os.urandom(8).hex()}"
    half = len(needle) // 2
    other = subprocess.Popen(
        [PROGRAM, "confine", "--writable", server.data / "switch", "--user", str(user), "--without-landlock", "--program", "/usr/bin/python3", "--",
         "-I", "-c", f"import sys; word = {needle[:half]!r} + {needle[half:]!r}; print(len(word), flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline().strip() == str(len(needle))
        where = places(other.pid)
        for options, expected in (["--without-landlock"], "found"), ([], "refused"):
            found, text = look(other.pid, needle, where, lambda command: inside(command, *options, user=user))
            assert found == {"by_file": expected, "by_call": "refused"}, (options, text)
    finally:
        other.kill()
        other.wait()


def test_control_its_own_memory_is_there(inside):
    code, text = inside("cat /proc/self/maps | head -c 1 | wc -c")
    assert text.splitlines()[0] == "1", text


def test_no_signal_and_no_tracer(server, inside):
    keep = server.child("keep")
    for user in {}, {"user": 0}:
        code, text = inside(f"kill -0 {keep}", **user)
        assert code != 0 and "not permitted" in text.lower(), text


def test_no_new_rights(server, inside):
    for command in "mount -t tmpfs none /mnt", "unshare -m true", f"chmod 777 {server.data}/keep", f"ln -s x {server.data}/x":
        code, text = inside(command)
        assert code != 0, (command, text)
    code, text = inside(f"touch {server.data}/switch/tmp/x && rm {server.data}/switch/tmp/x && echo wrote")
    assert code == 0 and "wrote" in text, text


def test_where_the_kernel_cannot_the_operator_is_asked(server):
    """The flag is there for kernels without Landlock; on one that has it, it changes nothing."""
    text = subprocess.run([PROGRAM, "serve", "--help"], capture_output=True, text=True).stdout
    assert "--accept-no-isolation" in text


def test_the_program_needs_no_toolchain_where_it_runs():
    needed = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert "libc.so" in needed and not re.findall(r"\S*(?:swift|Foundation|dispatch)\S*\.so\S*", needed)


def test_the_unit_for_systemd_leaves_little_exposed():
    unit = pathlib.Path(__file__).resolve().parents[2] / "Packaging" / "switchkeep.service"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr
    exposure = float(re.search(r"exposure level for .*: ([\d.]+)", done.stdout)[1])
    assert exposure <= 1.5, exposure
