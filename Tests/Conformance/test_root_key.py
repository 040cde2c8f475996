"""The root key: where its secret comes from, and what opens it after it was changed."""

import contextlib
import json
import os
import sqlite3
import subprocess

import pytest
from contacts.conftest import Centre
from harness.canary import found
from harness import root_key
from harness.audit_events import events
from harness.root_key import secret, terminal
from harness.server import PROGRAM
from harness.world import World

PASSPHRASE = "correct horse battery staple Zq7"
ANOTHER = "another passphrase altogether Xv9"


# Where the secret comes from.

SOURCES = {
    "in the data folder": (lambda tmp: secret(tmp / "data" / "root.secret"), "lies in the data folder"),
    "a link into the data folder": (
        lambda tmp: (secret(tmp / "data" / "root.secret"), (tmp / "link").symlink_to(tmp / "data" / "root.secret"), f"file:{tmp}/link")[2],
        "lies in the data folder"),
    "too short": (lambda tmp: secret(tmp / "short", "hunter2\n"), "12 to 4096 bytes"),
    "open to others": (lambda tmp: secret(tmp / "open", mode=0o644), "0600"),
    "missing": (lambda tmp: f"file:{tmp}/none", "no file with a secret"),
    "a folder": (lambda tmp: f"file:{tmp}", "no file with a secret"),
    "relative": (lambda tmp: "file:root.secret", "absolute path"),
    "of no kind": (lambda tmp: "vault:x", "passphrase"),
    "a credential that systemd did not give": (lambda tmp: "credential:root-key", "no folder of credentials"),
    "a passphrase, and nobody there": (lambda tmp: "passphrase", "--passphrase-fd"),
}


@pytest.mark.parametrize("name", SOURCES)
def test_init_refuses_a_source(tmp_path, name):
    make, words = SOURCES[name]
    done = root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "data", "--root-key", make(tmp_path))
    assert done.returncode != 0 and words in done.stderr, done.stderr
    assert not (tmp_path / "data" / "settings.json").exists() and not (tmp_path / "data" / "keep").exists()
    # The control: another source makes it.
    assert root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "data", "--root-key", secret(tmp_path / "good")).returncode == 0


def test_without_a_word_it_is_a_passphrase(tmp_path):
    asked = root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "data")
    assert asked.returncode != 0 and "--passphrase-fd" in asked.stderr and "--root-key file:PATH" in asked.stderr
    short = root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "data", passphrase_fd="short")
    assert short.returncode != 0 and "12 to 4096 bytes" in short.stderr
    assert root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "data", passphrase_fd=PASSPHRASE).returncode == 0


NEW, AGAIN = "New passphrase for the root key (12 bytes or more): ", "Once more: "


def test_a_passphrase_is_asked_for_without_echo(tmp_path):
    data = tmp_path / "data"
    with terminal(PROGRAM, "init", "--data-dir", data) as (answer, end):
        answer(NEW, PASSPHRASE)
        answer(AGAIN, PASSPHRASE + "?")
        status, shown = end()
    assert status != 0 and "not the same" in shown and PASSPHRASE not in shown and not data.exists()
    with terminal(PROGRAM, "init", "--data-dir", data) as (answer, end):
        answer(NEW, PASSPHRASE)
        answer(AGAIN, PASSPHRASE)
        status, shown = end()
    assert status == 0 and PASSPHRASE not in shown, shown
    recovery = root_key.recovery_key(shown.replace("\r", ""))
    for given, works in (PASSPHRASE, True), (ANOTHER, False):
        with terminal(PROGRAM, "stream", "--data-dir", data) as (answer, end):
            answer("Passphrase of the root key: ", given)
            status, shown = end()
        assert (status == 0) == works and ("does not open" in shown) != works and given not in shown, shown
    with terminal(PROGRAM, "root-key", "change", "--data-dir", data, "--root-key", secret(tmp_path / "next")) as (answer, end):
        answer("Present passphrase of the root key: ", PASSPHRASE)
        status, shown = end()
    assert status == 0 and root_key.recovery_key(shown.replace("\r", "")) != recovery


def test_a_credential_of_systemd(tmp_path):
    file = tmp_path / "credentials" / "root-key"
    # As systemd has it for a service that is not root's: the list of who may read shows as the group's right.
    secret(file, mode=0o440)
    environment = {**os.environ, "CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}
    words = [PROGRAM, "init", "--data-dir", tmp_path / "data", "--root-key", "credential:root-key"]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    stream = [PROGRAM, "stream", "--data-dir", tmp_path / "data"]
    subprocess.run(stream, env=environment, check=True, capture_output=True)
    assert subprocess.run(stream, capture_output=True).returncode != 0
    file.chmod(0o444)
    assert b"0600" in subprocess.run(stream, env=environment, capture_output=True).stderr


def test_the_recovery_key_is_stored_nowhere(own_server):
    assert found(own_server.data, own_server.recovery_key) == []
    assert found(own_server.data, own_server.recovery_key.replace("-", "")) == []
    assert not list(own_server.data.rglob("keep/protection.key"))
    # The control: what is stored is found.
    assert found(own_server.data, str(own_server.secret_file))


def test_an_option_that_means_nothing_here_is_refused(own_server):
    assert "--passphrase-fd is for a passphrase" in own_server.refused("stream", passphrase_fd=PASSPHRASE)


# Changing it.

def test_after_a_change_the_old_secret_and_the_old_recovery_key_are_dead(own_server, tmp_path):
    old = own_server.secret_file.read_text()
    own_server.start()
    assert "is served by another" in own_server.refused("root-key", "change", "--root-key", "passphrase", passphrase_fd=PASSPHRASE)
    assert own_server.stop() == 0
    changed = own_server.run("root-key", "change", "--root-key", "passphrase", passphrase_fd=PASSPHRASE)
    assert changed.returncode == 0, changed.stderr
    recovery = root_key.recovery_key(changed.stdout)
    assert recovery != own_server.recovery_key
    assert "does not open" in own_server.refused("stream", passphrase_fd=old)
    words = ["root-key", "change", "--root-key", secret(tmp_path / "third")]
    for given in {"current_passphrase_fd": old}, {"recovery_key_fd": own_server.recovery_key}:
        assert "does not open" in own_server.refused(*words, **given)
    assert own_server.run("stream", passphrase_fd=PASSPHRASE).returncode == 0
    own_server.start(passphrase=PASSPHRASE)
    assert own_server.urls["keep-state"] == "open" and own_server.client().list_instances()["InstanceSummaryList"]
    assert own_server.stop() == 0
    # Where the new secret is lost, the new recovery key sets a third.
    assert own_server.run(*words, recovery_key_fd=recovery).returncode == 0
    own_server.start()
    assert own_server.urls["keep-state"] == "open"
    changes = [event["requestParameters"] for event in events(own_server, "ChangeRootKey")]
    assert changes == [{"source": "passphrase"}, {"source": f"file:{tmp_path}/third"}]


def test_a_folder_from_before_there_was_a_root_key_is_adopted(own_server, tmp_path):
    Centre(World(own_server.start())).close()
    assert own_server.stop() == 0
    # As an earlier program left it.
    (own_server.data / "keep" / "protection.key").write_text(root_key.protection_key(own_server.data).hex() + "\n")
    with contextlib.closing(sqlite3.connect(own_server.data / "keep" / "keep.sqlite")) as database, database:
        for table in "kms_alias", "sealing_pair", "kms_backing_key", "kms_key", "keep_key", "root_key":
            database.execute(f"DELETE FROM {table}")
    with contextlib.closing(sqlite3.connect(own_server.data / "switch" / "contacts.sqlite")) as database, database:
        database.execute("DELETE FROM keep_identity")
    settings = json.loads((own_server.data / "settings.json").read_text())
    del settings["rootKey"]
    (own_server.data / "settings.json").write_text(json.dumps(settings))
    for words in ["serve", "--http", "127.0.0.1:0"], ["stream"], ["root-key", "change", "--root-key", "passphrase"]:
        assert "switchkeep root-key adopt --data-dir" in own_server.refused(*words), words
    adopt = ["root-key", "adopt", "--root-key", secret(tmp_path / "adopted")]
    done = own_server.run(*adopt)
    assert done.returncode == 0, done.stderr
    recovery = root_key.recovery_key(done.stdout)
    assert not (own_server.data / "keep" / "protection.key").exists()
    assert "has a root key" in own_server.refused(*adopt)
    own_server.start()
    assert own_server.client().list_instances()["InstanceSummaryList"], "its identities sign as before"
    assert events(own_server, "AdoptRootKey")
    assert own_server.stop() == 0
    words = ["root-key", "change", "--root-key", secret(tmp_path / "next")]
    assert own_server.run(*words, recovery_key_fd=recovery).returncode == 0
