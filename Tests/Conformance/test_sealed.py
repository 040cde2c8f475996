"""A keep without its root secret is dark and says so, until who has the secret opens it."""

import contextlib
import http.client
import json
import os
import pathlib
import socket
import ssl
import stat
import subprocess
import time

import pytest
from botocore.exceptions import ClientError
from contacts.conftest import Centre
from harness.audit_events import events
from harness.canary import found
from harness.chat import Customer
from harness.root_key import secret
from harness.server import PROGRAM, Server
from harness.world import World
from test_processes import kill, until
from test_root_key import ANOTHER, PASSPHRASE


def health(url, data):
    """The status and the state of the keep, as the listener tells them."""
    status, _, body = ask(url, data, "GET", "/health")
    return status, json.loads(body)["parts"]["keep"]


def ask(url, data, method, path, body=None, **headers):
    host = url.split("//")[1]
    context = ssl.create_default_context(cafile=str(data / "ca.pem")) if url.startswith("https") else None
    connection = http.client.HTTPSConnection(host, context=context) if context else http.client.HTTPConnection(host)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response, response.read()


@pytest.fixture
def sealed(own_server):
    """A program that runs with a keep that is sealed, and a chat from before."""
    chat = Centre(World(own_server.start())).start_chat()
    customer = Customer(own_server, chat["ParticipantToken"])
    customer.say("said before the night")
    assert own_server.stop() == 0
    own_server.token = chat["ParticipantToken"]
    with own_server.without_its_secret():
        own_server.start()
        yield own_server


@pytest.fixture
def own_passphrase():
    server = Server(passphrase=PASSPHRASE)
    yield server
    server.close()


# Without the secret.

def test_a_copy_of_the_folder_opens_nothing(own_server, tmp_path):
    canary = f"canary-{os.urandom(6).hex()}"
    centre = Centre(World(own_server.start()))
    over, customer = centre.start_chat(), None
    for chat in over, centre.start_chat():
        customer = Customer(own_server, chat["ParticipantToken"])
        customer.say(canary)
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=over["ContactId"])
    until(lambda: "CHAT_TRANSCRIPTS" in own_server.command("content", "list").stdout, "the transcript is with the keep")
    assert own_server.stop() == 0
    policy = tmp_path / "policy.json"
    policy.write_text('{"Version":"2012-10-17","Statement":[]}')
    commands = [["stream"], ["contact", "log", "x"], ["webhook", "list"], ["identity", "create", "--name", "eve", "--policy", policy],
                ["bot", "unbind", "a:b"], ["content", "list"], ["content", "verify", "--open"], ["session", "list"],
                ["role", "create", "eve", "--trust-policy", policy, "--policy", policy], ["root-key", "change", "--root-key", secret(tmp_path / "mine")]]
    with own_server.without_its_secret():
        for words in commands:
            assert "no file with a secret" in own_server.refused(*words), words
        # One that somebody made up.
        secret(own_server.secret_file, "a guess of somebody else")
        for words in commands:
            assert "does not open" in own_server.refused(*words), words
        own_server.secret_file.unlink()
        assert found(own_server.data, canary) == []
        # Nor does the ledger need it.
        for words in ["verify"], ["checkpoint"], ["key"], ["consistency", "--from", "1"]:
            assert own_server.run("audit", *words).returncode == 0, words
        own_server.start()
        assert own_server.urls["keep-state"] == "sealed"
        assert own_server.stop() == 0
        assert found(own_server.data, canary) == []
    # The control: with the secret it is all there.
    assert "1 objects" in (opened := own_server.command("content", "verify", "--open").stdout) and "0 findings" in opened
    customer = Customer(own_server.start(), customer.token)
    assert own_server.urls["keep-state"] == "open"
    assert canary in [item.get("Content") for item in customer.transcript()]


def test_a_sealed_keep_serves_nothing_and_says_so(sealed):
    assert sealed.urls["keep-state"] == "sealed"
    for name in "http", "https", "keep":
        assert health(sealed.urls[name], sealed.data) == (503, "sealed"), name
    answer = pytest.raises(ClientError, sealed.client().list_instances).value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503 and answer["Error"]["Code"] == "ServiceUnavailableException", answer
    assert "sealed" in answer["Error"]["Message"]
    sts = sealed.client("sts")
    s3 = sealed.session().client("s3", endpoint_url=sealed.urls["keep"], verify=str(sealed.data / "ca.pem"), config=sts.meta.config)
    for call in sts.get_caller_identity, s3.list_buckets:
        answer = pytest.raises(ClientError, call).value.response
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503 and answer["Error"]["Code"] == "ServiceUnavailable", answer
        assert "switchkeep unseal" in answer["Error"]["Message"], answer
    with pytest.raises(ClientError) as error:
        Customer(sealed, sealed.token)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    assert error.value.response["Error"]["Code"] == "ServiceUnavailableException"
    status, _, body = ask(sealed.urls["https"], sealed.data, "POST", "/desk/session", "{}")
    assert status == 503 and json.loads(body)["error"]["code"] == "ServiceUnavailable"
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    assert ask(sealed.urls["https"], sealed.data, "GET", "/desk/ws", **upgrade)[0] == 503


def test_a_wrong_secret_is_said_and_leaves_the_keep_sealed(own_passphrase):
    own_passphrase.start(passphrase=ANOTHER)
    assert own_passphrase.urls["keep-state"] == "sealed"
    log = (own_passphrase.data / "serve.log").read_text()
    assert "does not open" in log and "switchkeep unseal" in log and ANOTHER not in log
    own_passphrase.command("unseal", passphrase_fd=PASSPHRASE)
    assert until(own_passphrase.client().list_instances, "it serves")["InstanceSummaryList"]
    failed, opened = events(own_passphrase, "UnsealKeep")
    assert failed["errorCode"] == "WrongSecret" and "errorCode" not in opened


def test_what_cannot_be_a_passphrase_is_refused(own_passphrase):
    with pytest.raises(AssertionError, match="ended before it was ready"):
        own_passphrase.start(passphrase="short")
    assert "12 to 4096 bytes" in (own_passphrase.data / "serve.log").read_text()


# Opening it.

def test_unseal(sealed):
    place = sealed.data / "keep" / "unseal"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600 and stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert "does not open the keep" in sealed.refused("unseal", passphrase_fd="a guess of somebody else")
    began = time.monotonic()
    assert "does not open the keep" in sealed.refused("unseal", passphrase_fd="another guess of theirs")
    assert time.monotonic() - began >= 1, "guessing has to wait"
    assert health(sealed.urls["http"], sealed.data) == (503, "sealed")
    text = sealed.secret_file.with_suffix(".aside").read_text()
    sealed.command("unseal", passphrase_fd=text)
    # The switch goes on by itself.
    customer = until(lambda: Customer(sealed, sealed.token), "the chat is there")
    customer.say("said in the morning")
    assert [item["Content"] for item in customer.transcript() if item["Type"] == "MESSAGE"][-2:] == [
        "said before the night", "said in the morning"]
    assert sealed.client().list_instances()["InstanceSummaryList"] and sealed.client("sts").get_caller_identity()["Arn"]
    assert health(sealed.urls["http"], sealed.data) == health(sealed.urls["keep"], sealed.data) == (200, "ready")
    failed, opened = events(sealed, "UnsealKeep")
    assert failed["errorCode"] == "WrongSecret" and failed["requestParameters"]["attempts"] == 2
    assert opened["requestParameters"] == {"user": os.getuid(), "with": "secret"}
    # It is open once.
    assert not place.exists()
    assert "no sealed keep waits" in sealed.refused("unseal", passphrase_fd=text)
    # What was typed once is there for a keep that is started anew.
    kill(sealed, "keep")
    assert until(sealed.client("sts").get_caller_identity, "the keep is open again")["Arn"]
    log = (sealed.data / "serve.log").read_text()
    assert text.strip() not in log and "guess" not in log


def test_the_recovery_key_opens_it_too(sealed):
    wrong = sealed.recovery_key[:-1] + ("0" if sealed.recovery_key[-1] != "0" else "1")
    assert "slip of the pen" in sealed.refused("unseal", recovery_key_fd=wrong)
    sealed.command("unseal", recovery_key_fd=sealed.recovery_key.lower().replace("-", " "))
    client = sealed.client()
    assert until(client.list_instances, "it serves")["InstanceSummaryList"]
    customer = Customer(sealed, sealed.token)
    # Nobody holds the recovery key: a keep that is started anew is sealed, and chats go on meanwhile.
    kill(sealed, "keep")
    until(lambda: health(sealed.urls["http"], sealed.data) == (503, "sealed"), "the switch knows")
    customer.say("the keep is sealed again")
    answer = pytest.raises(ClientError, client.list_instances).value.response
    assert answer["Error"]["Code"] == "ServiceUnavailableException" and "sealed" in answer["Error"]["Message"]
    sealed.command("unseal", recovery_key_fd=sealed.recovery_key)
    assert until(client.list_instances, "it serves again")["InstanceSummaryList"]
    until(lambda: health(sealed.urls["http"], sealed.data) == (200, "ready"), "the switch knows that, too")


def test_nonsense_on_the_socket_is_refused(sealed):
    for message in b"", b"S", b"Xcorrect horse battery", b"S" + b"x" * 5_000:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as attempt:
            attempt.connect(str(sealed.data / "keep" / "unseal"))
            attempt.settimeout(20)
            attempt.send(message)
            assert attempt.recv(100) == (b"unusable" if message else b""), message
    assert health(sealed.urls["keep"], sealed.data) == (503, "sealed")


@pytest.mark.skipif(os.getuid() != 0, reason="takes root, who may become others")
def test_others_do_not_reach_the_socket(sealed):
    connect = f"import socket; socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect('{sealed.data}/keep/unseal')"
    for user in os.stat(sealed.data / "switch").st_uid, 65_534:
        done = subprocess.run(["/usr/bin/python3", "-c", connect], user=user, group=user, extra_groups=[], capture_output=True, text=True)
        assert "PermissionError" in done.stderr, (user, done.stderr)


def test_a_keep_that_is_killed_comes_back_open(own_passphrase):
    """Though the passphrase was given once."""
    own_passphrase.start(passphrase=PASSPHRASE)
    assert own_passphrase.urls["keep-state"] == "open"
    for _ in range(2):
        kill(own_passphrase, "keep")
        assert until(own_passphrase.client("sts").get_caller_identity, "the keep is open again")["Arn"]
    everything = ""
    for process in own_passphrase.process.pid, own_passphrase.child("switch"), own_passphrase.child("keep"):
        for name in "cmdline", "environ":
            everything += pathlib.Path(f"/proc/{process}/{name}").read_bytes().decode(errors="replace")
    # The control: what is there is found.
    assert str(own_passphrase.data) in everything and "PATH=" in everything
    assert PASSPHRASE not in everything
    assert found(own_passphrase.data, PASSPHRASE) == []
    own_passphrase.command("stream")
    assert "does not open" in own_passphrase.refused("stream", passphrase_fd=ANOTHER)
    assert "give it with --passphrase-fd" in own_passphrase.refused("stream")


def test_no_child_has_the_descriptor_of_the_passphrase(tmp_path):
    """Even where it is a file, which could be read again."""
    server = Server(passphrase=PASSPHRASE)
    try:
        file = tmp_path / "passphrase"
        file.write_text(PASSPHRASE)
        for descriptor in 0, 5:
            with open(file) as given:
                words = [PROGRAM, "serve", "--data-dir", server.data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep",
                         "127.0.0.1:0", "--passphrase-fd", str(descriptor)]
                shell = " ".join(f"'{word}'" for word in map(str, words))
                server.process = subprocess.Popen(
                    ["/bin/bash", "-c", f"exec {descriptor}<&{given.fileno()}; exec {shell}"], pass_fds=[given.fileno()],
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            assert server.process.stdout.readline().strip().endswith("keep-state=open")
            held = {process: [os.readlink(path) for path in pathlib.Path(f"/proc/{process}/fd").iterdir() if path.name == str(descriptor)]
                    for process in (server.process.pid, server.child("switch"), server.child("keep"))}
            assert not any(str(file) in links for links in held.values()), held
            server.stop()
    finally:
        server.close()
