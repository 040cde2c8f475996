"""The same token with the same request answers the same and makes nothing new; with another request it is refused."""

import pytest
from botocore.exceptions import ClientError
from harness import model
from harness.digest import digest
from test_operations import put


def token_member(name):
    shape = model.operation(name).input_shape
    return next((n for n, m in shape.members.items() if m.metadata.get("idempotencyToken")), None) if shape else None


NAMES = [name for name in sorted(model.FIXTURES) if token_member(name)]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_again(world, name):
    request = {**model.FIXTURES[name].example(world), token_member(name): world.unique("token")}
    first = world.call(name, request)
    before = digest(world.server.data)
    assert world.call(name, request) == first
    assert digest(world.server.data) == before
    if name.startswith("Create"):
        world.later(lambda: name == "CreateInstance" and world.connect.delete_instance(InstanceId=first["Id"]))


@pytest.mark.parametrize("name", [name for name in NAMES if getattr(model.FIXTURES[name], "VARIANTS", {})])
def test_another_request_with_the_same_token(world, name):
    fixture = model.FIXTURES[name]
    request = {**fixture.example(world), token_member(name): world.unique("token")}
    first = world.call(name, request)
    path, value = next(iter(fixture.VARIANTS.items()))
    with pytest.raises(ClientError) as caught:
        world.call(name, put(request, path, value(world) if callable(value) else value))
    assert "ClientToken" in caught.value.response["Error"]["Message"]
    world.later(lambda: name == "CreateInstance" and world.connect.delete_instance(InstanceId=first["Id"]))
