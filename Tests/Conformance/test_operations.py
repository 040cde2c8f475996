"""Each operation, through boto3: its example works, each member has its effect or is refused by name, each error is provoked."""

import copy

import pytest
from botocore.exceptions import ClientError
from harness import Unreachable, model
from harness.digest import digest

NAMES = sorted(model.FIXTURES)
# What other tests show for every operation alike: tokens, pages, ids in the path, and the instance, whose absence is an error of each.
SHARED = {"InstanceId", "ClientToken", "MaxResults", "NextToken"}


def members(name):
    shape = model.operation(name).input_shape
    return model.leaves(shape) if shape else []


def in_path(name):
    shape = model.operation(name).input_shape
    return {n for n, m in shape.members.items() if m.serialization.get("location") == "uri"} if shape else set()


def put(request, path, value):
    request = copy.deepcopy(request)
    *before, last = path.split(".")
    place = request
    for step in before:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place
        while isinstance(place, list):
            place = place[0]
    place[last] = value
    return request


def value_of(value, world):
    return value(world) if callable(value) else value


def refusal(world, name, request):
    with pytest.raises(ClientError) as caught:
        world.call(name, request)
    return caught.value.response


@pytest.mark.parametrize("name", NAMES)
def test_example(world, name):
    fixture = model.FIXTURES[name]
    request = fixture.example(world)
    fixture.check(world, request, world.call(name, request))


@pytest.mark.parametrize("name,path", [(n, p) for n in NAMES for p in getattr(model.FIXTURES[n], "VARIANTS", {})])
def test_member_has_its_effect(world, name, path):
    fixture = model.FIXTURES[name]
    request = fixture.example(world)
    changed = put(request, path, value_of(fixture.VARIANTS[path], world))
    response = world.call(name, changed)
    fixture.check(world, changed, response)
    with pytest.raises((AssertionError, ClientError)):
        fixture.check(world, request, response)


@pytest.mark.parametrize("name,path", [(n, p) for n in NAMES for p in getattr(model.FIXTURES[n], "EFFECTS", {})])
def test_member_has_an_effect_of_its_own(world, name, path):
    model.FIXTURES[name].EFFECTS[path](world)


@pytest.mark.parametrize("name,path", [(n, p) for n in NAMES for p in getattr(model.FIXTURES[n], "REFUSED", {})])
def test_member_is_refused_by_name(world, name, path):
    fixture = model.FIXTURES[name]
    request = fixture.example(world)
    before = digest(world.server.data)
    response = refusal(world, name, put(request, path, value_of(fixture.REFUSED[path], world)))
    assert path in response["Error"]["Message"], response["Error"]
    assert digest(world.server.data) == before


@pytest.mark.parametrize("name", NAMES)
def test_every_member_is_accounted_for(name):
    fixture = model.FIXTURES[name]
    known = set(getattr(fixture, "VARIANTS", {})) | set(getattr(fixture, "EFFECTS", {})) | set(getattr(fixture, "REFUSED", {}))
    known |= SHARED | in_path(name) | set(getattr(fixture, "OBJECTS", ()))
    missing = [path for path in members(name) if not any(path == k or path.startswith(k + ".") for k in known)]
    assert not missing, f"{name}.py says nothing of {missing}"


@pytest.mark.parametrize("name,member", [(n, m) for n in NAMES for m in getattr(model.FIXTURES[n], "OBJECTS", ())])
def test_object_must_be_there(world, name, member):
    """What a member names is looked at by the example's check; what is not there is refused."""
    request = {**model.FIXTURES[name].example(world), member: "00000000-0000-4000-8000-000000000000"}
    before = digest(world.server.data)
    assert refusal(world, name, request)["Error"]["Code"] in ("ResourceNotFoundException", "ContactNotFoundException")
    assert digest(world.server.data) == before


@pytest.mark.parametrize(
    "name,error", [(n, e.name) for n in NAMES for e in model.operation(n).error_shapes])
def test_declared_error(world, name, error):
    provoke = getattr(model.FIXTURES[name], "ERRORS", {}).get(error)
    assert provoke is not None, f"{name}.py neither provokes {error} nor says why it is unreachable"
    if isinstance(provoke, Unreachable):
        assert provoke.reason
        return
    request = provoke(world)
    before = digest(world.server.data)
    response = refusal(world, name, request)
    assert response["Error"]["Code"] == error, response["Error"]
    shape = model.SERVICE.shape_for(error)
    status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert digest(world.server.data) == before, "the refusal changed something"
