"""For each operation, one request that breaks each constraint of the model: the declared error, its member named, nothing changed."""

import copy

import pytest
import regex
from harness import model
from harness.digest import digest
from harness.raw import Sender, serialise

NAMES = sorted(model.FIXTURES)


def sites(shape, value, path=()):
    """(path, shape, required members) of every place in an example request."""
    yield path, shape
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, member in value.items():
            if name in shape.members:
                yield from sites(shape.members[name], member, (*path, name))
    elif shape.type_name == "list" and isinstance(value, list) and value:
        yield from sites(shape.member, value[0], (*path, 0))


def broken(shape, value, path):
    """(what is broken, the request) for each constraint of one place."""
    bad = []
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    kind = shape.type_name
    if kind == "string":
        bad += [("type", {"no": "text"})]
        bad += [("enum", "NO_SUCH_VALUE")] if shape.enum else []
        bad += [("min", "")] if low and not shape.enum else []
        bad += [("max", "x" * (high + 1))] if high and not shape.enum and high < 100_000 else []
        bad += [("pattern", text) for text in misfits(shape, low or 0)][:1]
    elif kind in ("integer", "long", "double"):
        bad += [("type", "many")] + ([("min", low - 1)] if low is not None else []) + ([("max", high + 1)] if high is not None else [])
    elif kind == "boolean":
        bad += [("type", "perhaps")]
    elif kind == "list":
        bad += [("type", "one")] + ([("min", [])] if low else [])
        bad += [("max", [at(value, path)[0]] * (high + 1))] if high and high <= 600 and at(value, path) else []
    elif kind in ("map", "structure"):
        bad += [("type", ["one"])]
    for constraint, wrong in bad:
        yield constraint, put(value, path, wrong)


def misfits(shape, low):
    """Texts of the right length that the pattern does not allow."""
    wanted = model.pattern(shape)
    texts = ["\u0001\n".ljust(low, "\n"), " " * max(low, 1)]
    return [text for text in texts if wanted and not shape.enum and not regex.fullmatch(wanted, text, regex.S)]


def at(value, path):
    for step in path:
        value = value[step]
    return value


def put(value, path, wrong):
    value = copy.deepcopy(value)
    at(value, path[:-1])[path[-1]] = wrong
    return value


def place(shape, path):
    return shape.members[path[0]].serialization.get("location") if path else None


def cases(operation, request):
    shape = operation.input_shape
    for path, part in sites(shape, request):
        if not path:
            continue
        where = place(shape, path)
        for constraint, changed in broken(part, request, path):
            # In a path or a query everything is text, and an empty label is another path.
            if where == "uri" and (constraint == "type" or at(changed, path) in ("", [])):
                continue
            if where == "querystring" and (part.type_name in ("string", "list", "map") and constraint == "type" or at(changed, path) == []):
                continue
            yield path, constraint, changed
    for name in shape.required_members:
        if place(shape, (name,)) != "uri" and name in request:
            yield (name,), "required", {k: v for k, v in request.items() if k != name}
    yield ("Unheard",), "unknown member", {**request, "Unheard": 1}


def expected(operation):
    declared = {error.name for error in operation.error_shapes}
    return next(name for name in ("InvalidParameterException", "InvalidRequestException", "ValidationException") if name in declared)


@pytest.mark.parametrize("name", [name for name in NAMES if model.operation(name).input_shape])
def test_each_constraint(world, name):
    operation = model.operation(name)
    request = model.FIXTURES[name].example(world)
    sender = Sender(world.server)
    before = digest(world.server.data)
    count = 0
    for path, constraint, changed in cases(operation, request):
        status, error, body = sender.answer(*serialise(name, changed))
        message = str(body)
        assert (status, error) == (400, expected(operation)), f"{path} {constraint}: {status} {error} {message}"
        assert str([step for step in path if isinstance(step, str)][-1]) in message, f"{path} {constraint}: {message}"
        count += 1
    assert count and digest(world.server.data) == before


@pytest.mark.parametrize("body", [b"{", b"[1]", b'{"Name": "a", "Name": "b"}', b'{"Name": "\xff"}', b"null", b'{"Name": "a"} x'])
def test_malformed_json(world, body):
    sender = Sender(world.server)
    status, error, answer = sender.answer("PUT", f"/queues/{world.instance}", body)
    assert (status, error) == (400, "InvalidParameterException") and "body" in answer["Message"]
