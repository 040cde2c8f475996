"""A backup of a program that runs, and what does not come back with it."""

import json
import os
import pathlib
import shutil

import botocore.exceptions
import pytest
from harness import approvals, numbers, root_key, sessions
from harness.ledger import ask, printed, size
from harness.server import PROGRAM, Server


@pytest.fixture
def restored(own_server):
    """Another folder of the same contact centre, beside the first and with the same root secret."""
    other = Server.__new__(Server)
    other.__dict__.update(own_server.__dict__)
    other.data = own_server.data.with_name("restored")
    other.process = None
    yield other
    if other.is_running:
        other.kill()


def folder(server, name):
    return pathlib.Path(server.folder.name) / name


def backup(server):
    target = folder(server, "backup")
    server.command("backup", "--to", target)
    return target


def restore(server, other, *words):
    return root_key.run(PROGRAM, "restore", "--from", folder(server, "backup"), "--data-dir", other.data, *words)


def give_credentials(server, other):
    (other.data / "aws").mkdir(exist_ok=True)
    shutil.copy(server.data / "aws/credentials", other.data / "aws/credentials")


def user(client, instance, name):
    profile = client.list_routing_profiles(InstanceId=instance)["RoutingProfileSummaryList"][0]["Id"]
    security = client.list_security_profiles(InstanceId=instance)["SecurityProfileSummaryList"][0]["Id"]
    return client.create_user(
        Username=name, Password="Passw0rd-Passw0rd", InstanceId=instance, RoutingProfileId=profile, SecurityProfileIds=[security],
        PhoneConfig={"PhoneType": "SOFT_PHONE"})["UserId"]


def users(server):
    client = server.client()
    instance = client.list_instances()["InstanceSummaryList"][0]["Id"]
    return {one["Username"] for one in client.list_users(InstanceId=instance)["UserSummaryList"]}


@pytest.fixture
def lost(own_server, tmp_path):
    """A contact centre that was backed up while it served, and in which things ended after that."""
    server = own_server.start()
    client = server.client()
    instance = client.list_instances()["InstanceSummaryList"][0]["Id"]
    kept, deleted = user(client, instance, "kept"), user(client, instance, "deleted")
    assert kept != deleted
    device = numbers.run(server, "device", "create", "--user", "kept")[0]["deviceId"]
    numbers.run(server, "device", "create", "--user", "deleted")
    approvals.approve(server, numbers.run(server, "trunk", "create", "carrier", "--target", "sip.example.com")[0]["ApprovalId"])
    server.shut_out, server.gone = (approvals.known(server, name, "sts:GetCallerIdentity") for name in ("shut-out", "gone"))
    server.assumed = sessions.assume(server)["Credentials"]
    assert as_session(server, server)
    backup(server)
    client.delete_user(InstanceId=instance, UserId=deleted)
    server.command("session", "revoke", server.assumed["AccessKeyId"])
    server.command("device", "revoke", device)
    server.command("identity", "deactivate", server.shut_out["AccessKeyId"])
    server.command("identity", "delete", "gone")
    server.command("trunk", "remove", "carrier")
    ask(server, 3)
    entries = json.loads((folder(server, "backup") / "manifest.json").read_text())["entries"]
    server.checkpoint = tmp_path / "checkpoint"
    # Stopped, so that the checkpoint covers all that happened.
    assert server.stop() == 0
    server.checkpoint.write_text(printed(server.data, "checkpoint"))
    assert size(server.checkpoint.read_text()) > entries
    server.newer = tmp_path / "newer"
    server.newer.write_text(printed(server.data, "export", "--after", str(entries - 1)))
    return server


def as_session(lost, server):
    return sessions.client(server, "sts", lost.assumed).get_caller_identity()


def statuses(server):
    """Of the access keys of the two identities that were ended."""
    listed = {user["UserName"]: user["AccessKeys"][0]["Status"] for user in numbers.run(server, "identity", "list")}
    return listed.get("shut-out"), listed.get("gone")


def telephony(server):
    """How many telephones and trunks there are."""
    return [len(numbers.run(server, kind, "list")) for kind in ("device", "trunk")]


def test_what_ended_after_a_backup_stays_ended(lost, restored):
    done = restore(lost, restored, "--ledger", lost.newer, "--checkpoint", lost.checkpoint)
    assert done.returncode == 0, done.stderr
    assert "later entries were added" in done.stdout and "  user " in done.stdout
    give_credentials(lost, restored)
    restored.start()
    assert "kept" in users(restored) and "deleted" not in users(restored) and telephony(restored) == [0, 0]
    assert statuses(restored) == ("Inactive", None)
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        as_session(lost, restored)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert restored.stop() == 0
    # The ledger goes on where the lost one ended: what was kept of that agrees.
    verdict = root_key.run(PROGRAM, "audit", "verify", "--data-dir", restored.data, "--against", lost.checkpoint)
    assert verdict.returncode == 0 and "1 of 1 checkpoints" in verdict.stdout, verdict.stdout
    events = [json.loads(line)["event"] for line in printed(restored.data, "export").splitlines()]
    assert [event["eventName"] for event in events].count("CreateBackup") == 1
    (event,) = [event for event in events if event["eventName"] == "RestoreBackup"]
    assert len(event["requestParameters"]["closed"]) == 5


def test_the_control_without_the_later_ledger(lost, restored):
    done = restore(lost, restored)
    assert done.returncode == 0, done.stderr
    assert "live again" in done.stdout
    give_credentials(lost, restored)
    restored.start()
    # A user comes back, which nobody can know better; a session does not.
    assert {"kept", "deleted"} <= users(restored) and telephony(restored) == [2, 1]
    assert statuses(restored) == ("Active", "Active")
    with pytest.raises(botocore.exceptions.ClientError):
        as_session(lost, restored)
    assert restored.stop() == 0
    verdict = root_key.run(PROGRAM, "audit", "verify", "--data-dir", restored.data, "--against", lost.checkpoint)
    assert verdict.returncode == 1, verdict.stdout


def test_no_credential_is_in_a_backup(lost):
    target = folder(lost, "backup")
    names = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert {"manifest.json", "keep/keep.sqlite", "switch/switch.sqlite", "switch/contacts.sqlite", "settings.json"} <= names
    assert not any(name.startswith("aws") or "token" in name for name in names)
    secrets = [
        lost.secret_file.read_bytes().strip(), (lost.data / "keep/ca.key").read_bytes().strip().splitlines()[1],
        (lost.data / "switch/protection.key").read_bytes().strip()]
    secrets += [line.split("=")[1].strip().encode() for line in (lost.data / "aws/credentials").read_text().splitlines() if "secret" in line]
    assert len(secrets) == 5 and all(len(secret) > 16 for secret in secrets)
    for path in target.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path


def damage(path):
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


@pytest.mark.parametrize("name, said", [
    ("keep/keep.sqlite", "is not what was backed up"), ("switch/switch.sqlite", "is not what was backed up"),
    ("keep/ca.key.sealed", "is not what was backed up")])
def test_a_changed_file_is_refused(lost, restored, name, said):
    damage(folder(lost, "backup") / name)
    done = restore(lost, restored)
    assert done.returncode != 0 and said in done.stderr and name in done.stderr
    assert not list(restored.data.iterdir())


def test_a_manifest_that_somebody_made_to_fit_is_refused(lost, restored):
    import hashlib
    target = folder(lost, "backup")
    (target / "switch/functions.json").write_text("{}")
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "switch/functions.json"]
    manifest["files"].append({"path": "switch/functions.json", "bytes": 2, "sha256": hashlib.sha256(b"{}").hexdigest()})
    (target / "manifest.json").write_text(json.dumps(manifest))
    done = restore(lost, restored)
    assert done.returncode != 0 and "is not the one that was written with the backup" in done.stderr
    assert not list(restored.data.iterdir())


@pytest.mark.parametrize("change, said", [
    (lambda lines: lines[1:], "lacks entry"), (lambda lines: lines[:-1], "the export ends at entry"),
    (lambda lines: [lines[0].replace("us-east-1", "us-east-2"), *lines[1:]], "are not those that the checkpoint covers"),
    (lambda lines: ["nonsense", *lines], "line 1 of the export")])
def test_a_later_ledger_that_is_not_whole_is_refused(lost, restored, change, said):
    lines = lost.newer.read_text().splitlines()
    lost.newer.write_text("\n".join(change(lines)) + "\n")
    done = restore(lost, restored, "--ledger", lost.newer, "--checkpoint", lost.checkpoint)
    assert done.returncode != 0 and said in done.stderr, done.stderr
    assert not list(restored.data.iterdir())


def test_folders_that_are_none(own_server):
    own_server.start()
    said = own_server.refused("backup", "--to", own_server.data / "backup")
    assert "lies in the data folder" in said
    full = folder(own_server, "full")
    full.mkdir()
    (full / "something").touch()
    assert "is not empty" in own_server.refused("backup", "--to", full)
    done = root_key.run(PROGRAM, "restore", "--from", full, "--data-dir", folder(own_server, "new"))
    assert done.returncode != 0 and "is no backup" in done.stderr
    backup(own_server)
    done = root_key.run(PROGRAM, "restore", "--from", folder(own_server, "backup"), "--data-dir", own_server.data)
    assert done.returncode != 0 and "is not empty" in done.stderr
