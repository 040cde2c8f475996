"""Every operation of the interface that is not built says so by its name; none is 404."""

import json
import subprocess

import pytest
from harness import model
from harness.raw import Sender, serialise
from harness.server import PROGRAM

BUILT = {entry["operation"] for entry in json.loads(subprocess.run([PROGRAM, "api", "members", "--json"], check=True, capture_output=True).stdout)}
MISSING = sorted(set(model.SERVICE.operation_names) - BUILT)


def any_labels(name):
    shape = model.operation(name).input_shape
    return {n: "x" for n, m in shape.members.items() if m.serialization.get("location") == "uri"} if shape else {}


def test_the_interface_is_whole():
    assert len(model.SERVICE.operation_names) == 370
    assert BUILT == set((model.HERE.parents[2] / "Tools/describe/built.txt").read_text().split())


def test_every_built_operation_has_a_fixture():
    assert BUILT == set(model.FIXTURES)


@pytest.mark.parametrize("name", MISSING)
def test_not_implemented(server, name):
    status, error, body = Sender(server).send(*serialise(name, any_labels(name)))
    assert (status, error) == (501, "NotImplementedException") and name in body["Message"]


def test_not_implemented_needs_a_signature_too(server):
    method, path, body = serialise(MISSING[0], any_labels(MISSING[0]))
    status, error, _ = Sender(server).send(method, path, body, headers={})
    assert (status, error) == (403, "MissingAuthenticationTokenException")


def test_an_unknown_path_is_no_operation(server):
    assert Sender(server).send("GET", "/no/such/thing")[:2] == (404, "UnknownOperationException")
