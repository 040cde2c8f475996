"""The switch and the keep as processes: what is killed is started anew, and nothing outlives the supervisor."""

import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import time

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from contacts.conftest import Centre
from harness.chat import Customer
from harness.server import PROGRAM, Server
from harness.world import World


def until(met, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := met():
                return found
        except (ClientError, EndpointConnectionError, AssertionError, OSError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"in {seconds} s not: {what}")


def kill(server, role):
    before = server.child(role)
    os.kill(before, signal.SIGKILL)
    until(lambda: server.child(role) != before, f"another {role}")


def is_alive(process):
    return pathlib.Path(f"/proc/{process}").exists()


def test_a_switch_that_is_killed_is_started_anew_where_it_was(own_server):
    centre = Centre(World(own_server.start()))
    chat = centre.start_chat()
    customer = Customer(own_server, chat["ParticipantToken"])
    customer.say("before")
    kill(own_server, "switch")
    assert until(own_server.client().list_instances, "answers on the same port")["InstanceSummaryList"]
    customer.connect()
    customer.say("after")
    said = [item["Content"] for item in customer.transcript() if item["Type"] == "MESSAGE" and item["ParticipantRole"] == "CUSTOMER"]
    assert said == ["before", "after"]


def test_while_the_keep_is_away_chats_go_on_and_nobody_is_let_in(own_server):
    centre = Centre(World(own_server.start()))
    chat = centre.start_chat()
    customer = Customer(own_server, chat["ParticipantToken"])
    keep, client = own_server.child("keep"), own_server.client()
    # Stopped, it answers nobody; killed, it comes back.
    os.kill(keep, signal.SIGSTOP)
    customer.say("the keep sleeps")
    os.kill(keep, signal.SIGKILL)
    refused = 0
    while True:
        try:
            client.list_instances()
            break
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 503, error.response
            refused += 1
        time.sleep(0.01)
    assert refused
    customer.say("the keep is back")
    assert customer.transcript()[-1]["Content"] == "the keep is back"
    assert until(own_server.client("sts").get_caller_identity, "the keep listens where it did")["Arn"]


def test_nothing_outlives_the_supervisor(own_server):
    own_server.start()
    processes = [own_server.child("switch"), own_server.child("keep")]
    own_server.kill()
    until(lambda: not any(map(is_alive, processes)), "both are gone", seconds=5)
    # And the folder is free at once.
    own_server.start()
    processes = [own_server.child("switch"), own_server.child("keep")]
    assert own_server.stop() == 0
    assert not any(map(is_alive, processes))


def test_what_cannot_begin_is_said_and_ends_all(own_server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = subprocess.run(
            [PROGRAM, "serve", "--data-dir", own_server.data, "--http", "127.0.0.1:0", "--https", f"127.0.0.1:{port}", "--keep",
             "127.0.0.1:0"], capture_output=True, text=True, timeout=30)
    assert refused.returncode != 0 and "ready" not in refused.stdout
    assert f"port {port}" in refused.stderr and "in use" in refused.stderr, refused.stderr


def test_a_folder_that_others_cannot_come_to_is_said():
    server = Server()
    try:
        os.chmod(server.folder.name, 0o700)
        server.start()
        assert server.urls["isolation"] == "landlock"
        assert f"chmod o+x {server.folder.name}" in (server.data / "serve.log").read_text()
    finally:
        server.close()


PIDFD_GETFD, CONTROL = 438, 3


def control_of(server, role):
    """The socket by which a process speaks to the supervisor, as who has broken into that process has it."""
    process = os.pidfd_open(server.child(role))
    taken = ctypes.CDLL(None, use_errno=True).syscall(PIDFD_GETFD, process, CONTROL, 0)
    os.close(process)
    assert taken >= 0, os.strerror(ctypes.get_errno())
    return socket.socket(fileno=taken)


def test_a_switch_that_was_broken_into_does_not_move_the_keep(own_server):
    """What was the keep's port would be free, and clients would ask whoever takes it."""
    own_server.start()
    place = own_server.urls["keep"].split("//")[1]
    with socket.create_server(("127.0.0.1", 0)) as other, control_of(own_server, "switch") as control:
        control.send(f"keep={other.getsockname()[1]}".encode())
        # Control: what the switch says of its own listeners is heard, or this would show nothing.
        moved = socket.create_server(("127.0.0.1", 0))
        control.send(f"https={moved.getsockname()[1]}".encode())
        time.sleep(0.5)
        other.close()
        kill(own_server, "keep")
        until(lambda: socket.create_connection(("127.0.0.1", int(place.split(":")[1])), 1), "the keep listens where it did")
        at = moved.getsockname()[1]
        moved.close()
        kill(own_server, "switch")
        until(lambda: socket.create_connection(("127.0.0.1", at), 1), "the switch listens where it said")


def busy(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_a_process_that_says_nothing_more_keeps_nobody_busy(own_server):
    own_server.start()
    with control_of(own_server, "switch") as control:
        control.shutdown(socket.SHUT_WR)
    time.sleep(0.5)
    before = busy(own_server.process.pid)
    time.sleep(2)
    assert busy(own_server.process.pid) - before < 20, "the supervisor is busy with nothing"
    kill(own_server, "switch")
    assert until(own_server.client().list_instances, "it is started anew all the same")
