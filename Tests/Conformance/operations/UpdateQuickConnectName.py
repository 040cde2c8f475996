"""UpdateQuickConnectName: one member at least; an empty description takes it away."""

from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, QuickConnectId=world.new("QuickConnect"), Name=world.unique("renamed"), Description="Renamed")


def described(world, quick_connect):
    return world.connect.describe_quick_connect(InstanceId=world.instance, QuickConnectId=quick_connect)["QuickConnect"]


def check(world, request, response):
    world.same(described(world, request["QuickConnectId"]), request, "Name", "Description")


def one_alone(world):
    request = example(world)
    name = request.pop("Name")
    before = described(world, request["QuickConnectId"])
    world.call("UpdateQuickConnectName", {**request, "Description": ""})
    after = described(world, request["QuickConnectId"])
    assert "Description" not in after and after["Name"] == before["Name"]
    del request["Description"]
    world.call("UpdateQuickConnectName", {**request, "Name": name})
    assert described(world, request["QuickConnectId"])["Name"] == name


def nothing(world):
    request = example(world)
    return {name: request[name] for name in ("InstanceId", "QuickConnectId")}


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again"}
EFFECTS = {"Description": one_alone}
ERRORS = {
    "InvalidRequestException": nothing,
    "InvalidParameterException": lambda world: {**example(world), "Name": ""},
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
