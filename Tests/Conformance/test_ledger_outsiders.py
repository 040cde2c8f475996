"""The ledger, checked by other people's code."""

import base64
import json
import os
import pathlib
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from harness import forger
from harness.forger import Forger
from harness.ledger import alone, ask, checkpoint_after, keep_history, printed, size

HERE = pathlib.Path(__file__).parent


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


@pytest.fixture(scope="session")
def go(tmp_path_factory):
    """golang.org/x/mod as Debian has it."""
    if not shutil.which("go"):
        pytest.fail("Go is missing: make setup installs golang-go and golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOCACHE": str(folder / "cache")}
    subprocess.run(["go", "build", "-o", folder / "verifier", HERE / "ledger" / "verifier.go"], check=True, env=environment)

    def check(claim):
        return subprocess.run([folder / "verifier", "check"], input=json.dumps(claim), capture_output=True, text=True)
    return check


def holds(run):
    return run.returncode == 0 and run.stdout == "holds\n"


@pytest.fixture(scope="module")
def claim(kept):
    """All that there is to check, from a running server."""
    kept.start()
    try:
        ask(kept, 40)
        older = checkpoint_after(kept.data, size(kept.outside[-1]))
        ask(kept, 300)
        checkpoint_after(kept.data, size(older))
        event = json.loads(printed(kept.data, "export", "--after", "122").splitlines()[0])
        assert event["index"] == 123
        proof = json.loads(printed(kept.data, "prove", "--event", event["event"]["eventID"]))
        # Both are to be of the newest checkpoint; between the two commands there may have come another.
        for _ in range(20):
            consistency = json.loads(printed(kept.data, "consistency", "--from", str(size(older))))
            again = json.loads(printed(kept.data, "prove", "--event", event["event"]["eventID"]))
            if again["checkpoint"] == consistency["checkpoint"]:
                break
        assert again["checkpoint"] == consistency["checkpoint"] and proof["index"] == 123
        verdict = alone(kept.data)
        assert verdict.is_clean(), verdict.text
    finally:
        kept.stop()
    assert json.loads(again["event"]) == event["event"]
    return {**again, "verifierKey": kept.key, "olderCheckpoint": older, "consistencyProof": consistency["consistencyProof"]}


def test_outsiders_accept(go, claim):
    run = go(claim)
    assert holds(run), run.stderr
    assert len(claim["inclusionProof"]) > 5 and len(claim["consistencyProof"]) > 2


def test_the_tlog_proof_says_the_same(kept, claim):
    text = printed(kept.data, "prove", "--event", json.loads(claim["event"])["eventID"], "--form", "tlog-proof")
    head, checkpoint = text.split("\n\n", 1)
    assert head.split("\n")[:2] == ["c2sp.org/tlog-proof@v1", "index 123"]
    assert size(checkpoint) >= claim["treeSize"] and len(head.split("\n")) > 5


def flipped(text):
    data = bytearray(base64.b64decode(text))
    data[9] ^= 4
    return base64.b64encode(data).decode()


def with_root(checkpoint, change):
    lines = checkpoint.split("\n")
    return "\n".join(lines[:2] + [change(lines[2])] + lines[3:])


FORGERIES = {
    "another key": lambda c: {"verifierKey": forger.verifier_key(c["verifierKey"].split("+")[0], Ed25519PrivateKey.generate())},
    "another root": lambda c: {"checkpoint": with_root(c["checkpoint"], flipped)},
    "another size": lambda c: {"checkpoint": c["checkpoint"].replace(f"\n{c['treeSize']}\n", f"\n{c['treeSize'] + 1}\n")},
    "another index": lambda c: {"index": c["index"] + 1},
    "another event": lambda c: {"event": c["event"].replace("ListInstances", "ListQueues")},
    "another path": lambda c: {"inclusionProof": [flipped(c["inclusionProof"][0])] + c["inclusionProof"][1:]},
    "a shorter path": lambda c: {"inclusionProof": c["inclusionProof"][:-1]},
    "another beginning": lambda c: {"consistencyProof": c["consistencyProof"][:-1] + [flipped(c["consistencyProof"][-1])]},
    "another older root": lambda c: {"olderCheckpoint": with_root(c["olderCheckpoint"], flipped)},
    "the newer one as the older": lambda c: {"olderCheckpoint": c["checkpoint"]},
}


@pytest.mark.parametrize("what", FORGERIES)
def test_outsiders_refuse(go, claim, what):
    change = FORGERIES[what](claim)
    assert all(claim[name] != value for name, value in change.items()), "the forgery must change something"
    run = go({**claim, **change})
    assert run.returncode == 1 and not run.stdout and run.stderr, run.stdout


def test_outsiders_refuse_a_ledger_signed_anew(go, kept, folder, claim):
    """A tree of other entries, rightly signed by the server's own key: consistent with nothing that an outsider kept."""
    attacker = Forger(folder)
    attacker.run("UPDATE audit_event SET event = replace(event, 'ListInstances', 'ListQueueXXXX') WHERE sequence = 3")
    attacker.fix_tree()
    attacker.sign_all(attacker.server_key())
    forged = json.loads(printed(folder, "consistency", "--from", str(size(kept.outside[0]))))
    run = go({"verifierKey": kept.key, "checkpoint": forged["checkpoint"]})
    assert holds(run), "the signature is true"
    run = go({
        "verifierKey": kept.key, "checkpoint": forged["checkpoint"], "olderCheckpoint": kept.outside[0],
        "consistencyProof": forged["consistencyProof"]})
    assert run.returncode == 1 and "consistency" in run.stderr, run.stdout


def test_the_export_is_the_tree(kept, folder):
    """A third reading of the format: hashes over the very bytes of the exported lines."""
    checkpoint = printed(folder, "checkpoint")
    lines = printed(folder, "export").splitlines()
    heads = [f'{{"index":{number},"event":' for number in range(len(lines))]
    assert all(line.startswith(head) and line.endswith("}") for head, line in zip(heads, lines))
    leaves = [forger.leaf(line[len(head):-1].encode()) for head, line in zip(heads, lines)]
    assert base64.b64encode(forger.root(leaves[:size(checkpoint)])).decode() == checkpoint.split("\n")[2]
