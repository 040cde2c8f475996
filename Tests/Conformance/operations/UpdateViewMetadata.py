"""UpdateViewMetadata."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def taken(world):
    name = world.unique("taken")
    world.new("View", Name=name)
    return name


def example(world):
    return dict(InstanceId=world.instance, ViewId=world.new("View"), Name=world.unique("renamed"), Description="Renamed")


def check(world, request, response):
    view = world.connect.describe_view(InstanceId=world.instance, ViewId=request["ViewId"])["View"]
    world.same(view, request, "Name", "Description")


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "ViewId")}
    world.call("UpdateViewMetadata", {**ids, **request})
    for name, value in request.items():
        before = world.connect.describe_view(**ids)["View"]
        world.call("UpdateViewMetadata", {**ids, name: value})
        after = world.connect.describe_view(**ids)["View"]
        before.pop("LastModifiedTime"), after.pop("LastModifiedTime")
        assert after == before, name


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again"}
EFFECTS = {"Name": kept}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, ViewId=world.new("View")),
    "InvalidParameterException": lambda world: {**example(world), "Name": " "},
    "DuplicateResourceException": lambda world: {**example(world), "Name": taken(world)},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "ResourceInUseException": unreachable("flows name views by text: one that is gone is an error branch of theirs"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
