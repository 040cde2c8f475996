"""Checkpoints are carried to the switch and to sinks, and a keep that went back is found by them."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

import pytest
from harness.alerts import new_target, of
from harness.endpoint import Endpoint, make_authority
from harness.forger import Forger
from harness.ledger import Verdict, ask, audit, checkpoint_after, printed, size
from harness.server import PROGRAM, Server


@pytest.fixture
def sink(own_server):
    """A folder beside the data folder that the keep's user may write in, and that checkpoints go to."""
    folder = pathlib.Path(own_server.folder.name) / "sink"
    folder.mkdir()
    folder.chmod(0o777)
    own_server.command("audit", "sink", "add", "outside", "--folder", folder)
    return folder


def eventually(what, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def switch_knows(data):
    with contextlib.closing(sqlite3.connect(f"file:{data}/switch/contacts.sqlite?mode=ro", uri=True)) as database:
        row = database.execute("SELECT note FROM keep_ledger").fetchone()
        return bytes(row[0]).decode() if row and row[0] else None


def rollbacks(data):
    with contextlib.closing(sqlite3.connect(data / "switch/contacts.sqlite")) as database:
        return database.execute("SELECT old_note, note FROM keep_ledger_rollback").fetchall()


def carried(server, entries):
    """Waits until the switch holds a checkpoint over more than so many entries."""
    checkpoint = checkpoint_after(server.data, entries)
    eventually(lambda: size(switch_knows(server.data) or "\n-1") >= size(checkpoint))
    return checkpoint


def in_sink(folder):
    return sorted(folder.glob("*.checkpoint"))


def put_back(old, now):
    shutil.rmtree(now)
    shutil.copytree(old, now)


def refused(server, *options):
    """What `serve` says that does not start."""
    done = subprocess.run(
        [PROGRAM, "serve", "--data-dir", server.data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0", *options],
        capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "ready" not in done.stdout
    return done.stderr


def history(server, part="keep", sink=None):
    """Serves twice, the second time until the sink knows; a copy of a part of the folder from between the two."""
    server.start()
    ask(server, 20)
    carried(server, 5)
    assert server.stop() == 0
    old = pathlib.Path(server.folder.name) / "old"
    shutil.copytree(server.data / part, old)
    server.start()
    entries = size(printed(server.data, "checkpoint"))
    ask(server, 20)
    newest = carried(server, entries + 10)
    if sink:
        eventually(lambda: any(size(path.read_text()) >= size(newest) for path in in_sink(sink)))
    assert server.stop() == 0
    return old


def events(server, name):
    lines = [json.loads(line)["event"] for line in printed(server.data, "export").splitlines()]
    return [event for event in lines if event["eventName"] == name]


# The switch

def test_the_switch_holds_the_newest_checkpoint(own_server):
    own_server.start()
    ask(own_server, 5)
    first = carried(own_server, 3)
    ask(own_server, 5)
    second = carried(own_server, size(first))
    assert size(second) > size(first)


def test_a_keep_that_went_back_does_not_start(own_server):
    old = history(own_server)
    # The control: the folder as it is starts.
    assert own_server.start().stop() == 0
    put_back(old, own_server.data / "keep")
    said = refused(own_server)
    assert "the checkpoint that the switch holds covers" in said and "--accept-rollback" in said, said
    assert not rollbacks(own_server.data) and not events(own_server, "AcceptRollback")


def test_an_accepted_rollback_is_on_record_on_both_sides_and_told(own_server, authority):
    target = new_target(own_server, authority)
    put_back(history(own_server), own_server.data / "keep")
    known = switch_knows(own_server.data)
    own_server.start("--accept-rollback")
    ask(own_server, 3)
    accepted = events(own_server, "AcceptRollback")
    assert len(accepted) == 1
    heads = accepted[0]["requestParameters"]["knownHeads"]
    assert [(head["holder"], head["size"], head["root"]) for head in heads] == [("switch", size(known), known.split("\n")[2])]
    [told] = target.until(of("gap", eventName="AcceptRollback"))
    assert told["severity"] == "critical" and json.loads(told["details"]["knownHeads"]) == heads
    target.close()
    assert own_server.stop() == 0
    (record,) = rollbacks(own_server.data)
    assert bytes(record[0]).decode() == known and size(bytes(record[1]).decode()) < size(known)
    # It was for this once: what is known now is the new history, and the flag is not needed again.
    own_server.start()
    assert own_server.stop() == 0
    assert len(rollbacks(own_server.data)) == 1 and len(events(own_server, "AcceptRollback")) == 1


def test_another_history_as_long_as_the_known_one_does_not_start(own_server):
    history(own_server)
    attacker = Forger(own_server.data)
    attacker.run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE event LIKE '%ListInstances%'")
    attacker.fix_tree()
    attacker.sign_all(attacker.server_key())
    assert Verdict(audit(own_server.data, "verify")).is_clean()
    said = refused(own_server)
    assert "is of other entries than these" in said, said


def answer(server, path):
    try:
        with urllib.request.urlopen(server.urls["http"] + path, timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_keep_that_goes_back_while_it_serves_is_refused(own_server):
    old = history(own_server)
    own_server.start()
    client = own_server.client()
    assert answer(own_server, "/health")[0] == 200

    # Stopped, so that nobody writes while the files change; killed after, so that it is started anew on them.
    keep = own_server.child("keep")
    os.kill(keep, signal.SIGSTOP)
    owner = (own_server.data / "keep").stat()
    for path in (own_server.data / "keep").glob("keep.sqlite*"):
        path.unlink()
    shutil.copy(old / "keep.sqlite", own_server.data / "keep/keep.sqlite")
    os.chown(own_server.data / "keep/keep.sqlite", owner.st_uid, owner.st_gid)
    os.kill(keep, signal.SIGKILL)
    status, said = eventually(lambda: (found := answer(own_server, "/health"))[0] == 503 and "rolled-back" in found[1] and found)
    assert status == 503
    with pytest.raises(client.exceptions.ClientError) as failed:
        client.list_instances()
    assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    assert "the keep is refused" in (own_server.data / "serve.log").read_text()


# Sinks

def test_every_checkpoint_comes_to_a_folder(own_server, sink, tmp_path):
    own_server.start()
    ask(own_server, 5)
    first = checkpoint_after(own_server.data, 3)
    eventually(lambda: any(path.read_text() == first for path in in_sink(sink)))
    # What is signed while the folder is away follows.
    away = sink.with_name("away")
    sink.rename(away)
    ask(own_server, 5)
    second = checkpoint_after(own_server.data, size(first))
    eventually(lambda: json.loads(own_server.command("audit", "sink", "list").stdout)["failures"] > 0)
    away.rename(sink)
    eventually(lambda: any(path.read_text() == second for path in in_sink(sink)))
    assert own_server.stop() == 0
    for path in in_sink(sink):
        note = path.read_text()
        assert path.name == f"{size(note):020}-{base64.b64decode(note.splitlines()[2])[:4].hex()}.checkpoint"
    verdict = Verdict(audit(own_server.data, "verify", "--against", sink))
    assert verdict.is_clean() and f"{len(in_sink(sink))} of {len(in_sink(sink))} checkpoints" in verdict.text, verdict.text
    assert events(own_server, "AddLedgerSink")[0]["requestParameters"] == {"name": "outside", "folder": str(sink)}
    own_server.command("audit", "sink", "remove", "outside")
    assert own_server.command("audit", "sink", "list").stdout == ""
    assert events(own_server, "RemoveLedgerSink")[0]["requestParameters"] == {"name": "outside"}


def test_a_sink_that_hangs_and_one_whose_row_was_changed_hold_up_no_other(own_server, sink):
    """A pipe that nobody reads, where the first checkpoint is to be written: whoever opens it waits for as long as that is so."""
    own_server.start()
    ask(own_server, 3)
    checkpoint_after(own_server.data, 3)
    assert own_server.stop() == 0
    hanging = pathlib.Path(own_server.folder.name) / "hanging"
    hanging.mkdir()
    hanging.chmod(0o777)
    own_server.command("audit", "sink", "add", "a-hanging", "--folder", hanging)
    with contextlib.closing(sqlite3.connect(own_server.data / "keep/keep.sqlite")) as store:
        [(note,)] = store.execute("SELECT CAST(note AS TEXT) FROM ledger_checkpoint ORDER BY size LIMIT 1").fetchall()
        store.execute("INSERT INTO ledger_sink (name, endpoint) VALUES ('b-changed', x'00')")
        store.commit()
    root = base64.b64decode(note.split("\n")[2]).hex()[:8]
    pipe = hanging / f".{size(note):020}-{root}.checkpoint.new"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    own_server.start()
    entries = size(printed(own_server.data, "checkpoint"))
    ask(own_server, 3)
    newest = checkpoint_after(own_server.data, entries)
    eventually(lambda: any(path.read_text() == newest for path in in_sink(sink)))
    assert in_sink(hanging) == [], "the control: it hangs"
    listed = {line["name"]: line for line in map(json.loads, own_server.command("audit", "sink", "list").stdout.splitlines())}
    assert set(listed) == {"a-hanging", "b-changed", "outside"} and "remove it" in listed["b-changed"]["problem"]
    # Once it does not hang any more, it has all of them.
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    pipe.unlink()
    eventually(lambda: {path.name for path in in_sink(hanging)} >= {path.name for path in in_sink(sink)})
    os.close(reader)
    assert own_server.stop() == 0


def test_a_whole_folder_that_is_put_back_is_caught_by_the_sink(own_server, sink):
    old = history(own_server, ".", sink)
    put_back(old, own_server.data)
    # The control: nothing in the folder itself tells.
    assert Verdict(audit(own_server.data, "verify")).is_clean()
    verdict = Verdict(audit(own_server.data, "verify", "--against", sink))
    assert verdict.status == 1 and "missing-tail" in verdict.found, verdict.text
    said = refused(own_server)
    assert "the checkpoint that the sink outside holds covers" in said, said
    # The control: without what the sink holds, the old folder starts.
    aside = [path.rename(path.with_suffix(".aside")) for path in in_sink(sink)]
    own_server.start().stop()
    for path in aside:
        path.rename(path.with_suffix(".checkpoint"))
    # On record, the old history's checkpoints stop nobody any more, and the new one's lie beside them.
    own_server.start("--accept-rollback")
    entries = size(printed(own_server.data, "checkpoint"))
    ask(own_server, 5)
    fresh = checkpoint_after(own_server.data, entries)
    eventually(lambda: any(path.read_text() == fresh for path in in_sink(sink)))
    assert own_server.stop() == 0
    assert own_server.start().stop() == 0
    assert Verdict(audit(own_server.data, "verify", "--against", sink)).status == 1


def test_checkpoints_are_thinned_with_age(own_server, sink):
    day, now = 86400, int(time.time())
    # The middle of an hour and of a day, so that no bound falls between two that belong together.
    days_ago = lambda days: (now // day - days) * day + day // 2 + 1800  # noqa: E731
    files = [("young", now - 600), ("younger", now - 1200), ("hour", days_ago(3)), ("same hour", days_ago(3) - 300),
             ("another hour", days_ago(3) - 7200), ("day", days_ago(40)), ("same day", days_ago(40) - 7200), ("another day", days_ago(50))]
    for number, (text, moment) in enumerate(files):
        path = sink / f"{10 ** 6 - number:020}-00000000.checkpoint"
        path.write_text(text)
        os.utime(path, (moment, moment))
    own_server.start()
    left = eventually(lambda: len(found := {path.read_text() for path in in_sink(sink) if "00000000." in path.name}) == 6 and found)
    assert left == {"young", "younger", "hour", "another hour", "day", "another day"}


def test_an_endpoint_gets_checkpoints_with_signatures(own_server, tmp_path):
    answers = iter([(500, {}, b"", 0)])
    endpoint = Endpoint(make_authority(tmp_path), lambda _: next(answers, (204, {}, b"", 0)), path="/take?token=t0ken")
    try:
        added = own_server.command("audit", "sink", "add", "far", "--url", endpoint.url, "--ca-file", endpoint.ca)
        key = base64.b64decode(json.loads(added.stdout)["secret"].removeprefix("whsec_"))
        own_server.start()
        ask(own_server, 3)
        checkpoint = checkpoint_after(own_server.data, 3)
        eventually(lambda: any(checkpoint in seen[2]["data"]["checkpoints"] for seen in endpoint.seen[1:]))
        for (path, headers, event), body in zip(endpoint.seen, endpoint.bodies):
            headers = {name.lower(): value for name, value in headers.items()}
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
            assert headers["webhook-signature"] == "v1," + expected and event["type"] == "ledger.checkpoints"
        # What was refused came again.
        refused_at_first = set(endpoint.seen[0][2]["data"]["checkpoints"])
        assert refused_at_first <= {note for seen in endpoint.seen[1:] for note in seen[2]["data"]["checkpoints"]}
        (event,) = events(own_server, "AddLedgerSink")
        assert "t0ken" not in json.dumps(event)
        assert not any(b"t0ken" in path.read_bytes() for path in (own_server.data / "keep").glob("keep.sqlite*"))
    finally:
        endpoint.close()


@pytest.mark.parametrize("words, said", [
    (["--folder", "{data}/keep"], "lies in the data folder"),
    (["--folder", "{data}/../nothing"], "there is no folder"),
    (["--url", "http://example.com/"], "begins with https://"),
    ([], "give --folder"),
])
def test_a_sink_that_is_none(own_server, words, said):
    words = [word.format(data=own_server.data) for word in words]
    assert said in own_server.refused("audit", "sink", "add", "outside", *words)
    assert own_server.command("audit", "sink", "list").stdout == ""
