"""CreateViewVersion: a copy of what a view has published, which stays as it is."""

import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(title):
    return {"Template": json.dumps({"Head": {"Title": title}, "Body": []}), "Actions": ["Submit"]}


def described(world, view, qualifier="$LATEST"):
    return world.connect.describe_view(InstanceId=world.instance, ViewId=f"{view}:{qualifier}")["View"]


def example(world):
    view = world.new("View")
    return dict(
        InstanceId=world.instance, ViewId=view, VersionDescription="As of today",
        ViewContentSha256=described(world, view)["ViewContentSha256"])


def check(world, request, response):
    view = response["View"]
    assert view == described(world, request["ViewId"], view["Version"])
    world.same(view, request, "VersionDescription", "ViewContentSha256")


def stays(world):
    """Numbers count up and are not used again; the same content is the same version; a draft is none."""
    view = world.new("View", Content=content("one"))
    ids = dict(InstanceId=world.instance, ViewId=view)
    assert [world.connect.create_view_version(**ids)["View"]["Version"] for _ in range(2)] == [1, 1]
    world.connect.update_view_content(**ids, Status="SAVED", Content=content("draft"))
    assert world.connect.create_view_version(**ids)["View"]["Version"] == 1
    world.connect.update_view_content(**ids, Status="PUBLISHED", Content=content("two"))
    assert world.connect.create_view_version(**ids)["View"]["Version"] == 2
    for number, title in ((1, "one"), (2, "two")):
        assert described(world, view, number)["Content"]["Template"] == content(title)["Template"]
    world.connect.delete_view_version(**ids, ViewVersion=2)
    assert world.connect.create_view_version(**ids)["View"]["Version"] == 3


def digest(world):
    request = example(world)
    world.call("CreateViewVersion", {**request, "ViewContentSha256": request["ViewContentSha256"].upper()})
    world.refuses("CreateViewVersion", {**request, "ViewContentSha256": "0" * 64}, "InvalidRequestException")


def full(world):
    ids = dict(InstanceId=world.instance, ViewId=world.new("View"))
    for number in range(QUOTAS["view-version"]):
        world.connect.update_view_content(**ids, Status="PUBLISHED", Content=content(f"{number}"))
        world.call("CreateViewVersion", ids)
    world.connect.update_view_content(**ids, Status="PUBLISHED", Content=content("one more"))
    # It is each view that is full.
    world.call("CreateViewVersion", example(world))
    return ids


VARIANTS = {"VersionDescription": "As of tomorrow"}
EFFECTS = {"ViewId": stays, "ViewContentSha256": digest}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": lambda world: {**example(world), "ViewContentSha256": "0" * 64},
    "InvalidParameterException": lambda world: {**example(world), "ViewContentSha256": "short"},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "ServiceQuotaExceededException": full,
    "ResourceInUseException": unreachable("flows name views by text: one that is gone is an error branch of theirs"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
