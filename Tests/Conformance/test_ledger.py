"""The ledger, attacked by who has the folder and its keys, and its life."""

import base64
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from harness import forger, root_key
from harness.forger import Forger
from harness.ledger import against, alone, ask, audit, checkpoint_after, keep_history, printed, size
from harness.server import PROGRAM


@pytest.fixture(scope="module")
def kept():
    server = keep_history()
    yield server
    server.close()


@pytest.fixture
def folder(kept, tmp_path):
    """A copy to attack."""
    shutil.copytree(kept.data, tmp_path / "data")
    return tmp_path / "data"


# The control: what nobody touched.

def test_untouched_is_clean(kept, folder, tmp_path):
    verdict = alone(folder)
    assert verdict.is_clean(), verdict.text
    verdict = against(folder, kept, tmp_path)
    assert verdict.is_clean(), verdict.text
    assert f"{len(kept.outside)} of {len(kept.outside)} checkpoints from elsewhere agree" in verdict.text
    assert size(kept.outside[-1]) > 256, "the history must reach into a second tile"


def test_only_reading_changes_nothing(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.sqlite")}
    assert alone(folder).is_clean()
    assert {path: path.read_bytes() for path in folder.rglob("*.sqlite")} == before


# Found with what is in the folder alone.

def test_an_edited_entry(kept, folder, tmp_path):
    Forger(folder).run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE sequence = 201")
    for verdict in alone(folder), against(folder, kept, tmp_path):
        assert verdict.status == 1 and "changed-entry" in verdict.found and verdict.index == 200, verdict.text


def test_bytes_that_tools_do_not_show(folder):
    Forger(folder).run("UPDATE audit_event SET event = event || char(0) || 'x' WHERE sequence = 201")
    assert alone(folder).index == 200


def test_reordered_entries(kept, folder, tmp_path):
    Forger(folder).run(
        "UPDATE audit_event SET sequence = -1 WHERE sequence = 31", "UPDATE audit_event SET sequence = 31 WHERE sequence = 41",
        "UPDATE audit_event SET sequence = 41 WHERE sequence = -1")
    for verdict in alone(folder), against(folder, kept, tmp_path):
        assert verdict.status == 1 and "moved-entry" in verdict.found and verdict.index == 30, verdict.text
        assert "what stands there was recorded as entry 40" in verdict.text


def test_an_entry_taken_from_the_middle(folder):
    forger_ = Forger(folder)
    forger_.run("DELETE FROM audit_event WHERE sequence = 51")
    verdict = alone(folder)
    assert "missing-entry" in verdict.found and verdict.index == 50, verdict.text
    forger_.close_gaps()
    verdict = alone(folder)
    assert "moved-entry" in verdict.found and verdict.index == 50, verdict.text


def test_an_entry_under_another_id(folder):
    Forger(folder).run("UPDATE audit_event SET event_id = 'hidden' WHERE sequence = 51")
    verdict = alone(folder)
    assert "misnamed-entry" in verdict.found and verdict.index == 50, verdict.text


def test_a_tail_cut_without_care(kept, folder, tmp_path):
    Forger(folder).run("DELETE FROM audit_event WHERE sequence > 300")
    for verdict in alone(folder), against(folder, kept, tmp_path):
        assert verdict.status == 1 and verdict.found == {"missing-tail"} | verdict.found and verdict.index == 300, verdict.text


def test_a_tree_made_to_fit_is_still_not_what_was_signed(kept, folder, tmp_path):
    attacker = Forger(folder)
    attacker.run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE sequence = 201")
    attacker.fix_tree()
    stored, outside = last_before(200, stored_sizes(folder)), last_before(200, map(size, kept.outside))
    for verdict, first in (alone(folder), stored), (against(folder, kept, tmp_path), min(stored, outside)):
        # Between which signed checkpoints it lies is told; the hash of the entry itself is gone.
        assert verdict.status == 1 and verdict.found == {"contradicted-checkpoint"}, verdict.text
        assert verdict.index == first, verdict.text


def last_before(index, sizes):
    return max(size for size in [0, *sizes] if size <= index)


def stored_sizes(data):
    with Forger(data).database() as database:
        return [row[0] for row in database.execute("SELECT size FROM ledger_checkpoint ORDER BY size")]


def test_checkpoints_signed_by_somebody_else(kept, folder, tmp_path):
    Forger(folder).sign_all(Ed25519PrivateKey.generate())
    verdict = alone(folder)
    assert verdict.status == 1 and "unsigned-checkpoint" in verdict.found, verdict.text


def test_a_stored_tree_that_is_wrong_alone(folder):
    Forger(folder).run("UPDATE ledger_tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB) WHERE level = 1")
    verdict = alone(folder)
    assert verdict.found == {"changed-tree"}, verdict.text


# Found by an outside checkpoint alone: each is clean by itself, since it was made with the server's own keys.

def test_a_tail_cut_with_care(kept, folder, tmp_path):
    attacker = Forger(folder)
    attacker.run("DELETE FROM audit_event WHERE sequence > 300")
    attacker.fix_tree()
    attacker.sign_all(attacker.server_key())
    assert alone(folder).is_clean(), alone(folder).text
    verdict = against(folder, kept, tmp_path, kept.outside[-1])
    assert verdict.status == 1 and verdict.found == {"missing-tail"} and verdict.index == 300, verdict.text


def test_a_ledger_rebuilt_with_the_servers_own_keys(kept, folder, tmp_path):
    attacker = Forger(folder)
    attacker.run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE sequence = 201")
    attacker.fix_tree()
    attacker.sign_all(attacker.server_key())
    assert alone(folder).is_clean(), alone(folder).text
    verdict = against(folder, kept, tmp_path)
    assert verdict.status == 1 and verdict.found == {"contradicted-checkpoint"}, verdict.text
    assert verdict.index == max(size(c) for c in kept.outside if size(c) <= 200), verdict.text


def test_a_ledger_rebuilt_with_a_new_key(kept, folder, tmp_path):
    attacker, key = Forger(folder), Ed25519PrivateKey.generate()
    attacker.run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE sequence = 201")
    attacker.fix_tree()
    attacker.sign_all(key)
    name = attacker.name()
    attacker.run(f"UPDATE ledger_key SET verifier = '{forger.verifier_key(name, key)}'")
    (folder / "ledger.vkey").write_text(forger.verifier_key(name, key))
    assert alone(folder).is_clean(), alone(folder).text
    verdict = against(folder, kept, tmp_path)
    assert verdict.status == 1 and {"other-key", "unsigned-checkpoint", "contradicted-checkpoint"} <= verdict.found, verdict.text


def test_an_older_folder_put_back(kept, tmp_path):
    assert alone(kept.old).is_clean()
    verdict = against(kept.old, kept, tmp_path, kept.outside[-1])
    entries = len(Forger(kept.old).events())
    assert verdict.status == 1 and verdict.found == {"missing-tail"} and verdict.index == entries, verdict.text


def test_a_false_outside_checkpoint_is_said_to_be_one(kept, folder, tmp_path):
    other = forger.signed(Forger(folder).name(), Ed25519PrivateKey.generate(), 5, bytes(32))
    for text in other, "nothing", kept.outside[0].replace("\n\n", "\nmore\n\n"):
        verdict = against(folder, kept, tmp_path, text)
        assert verdict.status == 1 and verdict.found == {"unsigned-checkpoint"}, verdict.text


# Its life.

def test_init_hands_out_the_verifier_key(tmp_path):
    secret_file = tmp_path / "root.secret"
    secret_file.touch(0o600)
    secret_file.write_text("correct horse battery")
    made = root_key.run(PROGRAM, "init", "--data-dir", tmp_path / "d", "--root-key", f"file:{secret_file}")
    path = tmp_path / "d" / "ledger.vkey"
    assert f"ledger {path.read_text().strip()}\n" in made.stdout
    assert path.stat().st_mode & 0o777 == 0o644
    assert printed(tmp_path / "d", "key") == path.read_text()
    secret = base64.b64encode(Forger(tmp_path / "d").server_key().private_bytes_raw()).decode()
    assert secret not in made.stdout + made.stderr


def test_events_from_before_the_ledger_become_its_first_entries(kept, folder):
    """A folder of a program that had no ledger, with a number that an event used up by coming twice."""
    attacker = Forger(folder)
    before = attacker.events()
    attacker.run(
        "DROP TABLE ledger_tile", "DROP TABLE ledger_checkpoint", "DROP TABLE ledger_key", "DELETE FROM audit_event WHERE sequence = 7",
        "DELETE FROM migration WHERE id = 'keep-0005-ledger'")
    refused = audit(folder, "verify")
    assert refused.returncode != 0 and "no ledger yet" in refused.stderr
    subprocess.run([PROGRAM, "stream", "--data-dir", folder], check=True, capture_output=True)
    (folder / "ledger.vkey").unlink()
    verdict = alone(folder)
    assert verdict.is_clean() and f"{len(before) - 1} entries" in verdict.text, verdict.text
    assert Forger(folder).events() == before[:6] + before[7:]


def test_a_killed_program_goes_on_where_it_was(own_server):
    own_server.start()
    for _ in range(3):
        ask(own_server, 20)
        own_server.kill()
        verdict = alone(own_server.data)
        assert verdict.is_clean(), verdict.text
        own_server.start()
    checkpoint_after(own_server.data, 0)
    assert own_server.stop() == 0
    verdict = alone(own_server.data)
    assert verdict.is_clean() and verdict.lines[1].split()[-2] == verdict.lines[0].split()[0], verdict.text
