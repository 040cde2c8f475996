"""What a broken-in switch could reach: looked at from inside, as its user and in its Landlock domain. Each control breaks in."""

import os
import pathlib
import re
import subprocess

import pytest
from harness.server import PROGRAM


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


def test_the_unit_for_systemd_leaves_little_exposed():
    unit = pathlib.Path(__file__).resolve().parents[2] / "Packaging" / "switchkeep.service"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr
    exposure = float(re.search(r"exposure level for .*: ([\d.]+)", done.stdout)[1])
    assert exposure <= 1.5, exposure
