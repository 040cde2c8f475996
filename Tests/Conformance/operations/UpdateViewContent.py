"""UpdateViewContent: what is saved always, what is published when the status says so."""

import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def content(title, *actions):
    return {"Template": json.dumps({"Head": {"Title": title}, "Body": []}), "Actions": list(actions or ("Submit",))}


def example(world):
    return dict(InstanceId=world.instance, ViewId=world.new("View"), Status="PUBLISHED", Content=content("one"))


def described(world, request, qualifier):
    return world.connect.describe_view(InstanceId=request["InstanceId"], ViewId=f"{request['ViewId']}:{qualifier}")["View"]


def check(world, request, response):
    view = response["View"]
    assert view == described(world, request, "$SAVED") and view["Status"] == request["Status"]
    assert {name: view["Content"][name] for name in ("Template", "Actions")} == request["Content"]


def drafts(world):
    """A draft leaves what is published as it was."""
    request = example(world)
    published = world.call("UpdateViewContent", request)["View"]
    draft = world.call("UpdateViewContent", {**request, "Status": "SAVED", "Content": {"Template": "not yet"}})["View"]
    assert draft["Status"] == "SAVED" and draft["Content"]["Template"] == "not yet"
    for name in ("Status", "Content", "ViewContentSha256"):
        assert described(world, request, "$LATEST")[name] == published[name]
    world.call("UpdateViewContent", {**request, "Content": content("two")})
    assert described(world, request, "$LATEST") == described(world, request, "$SAVED")
    assert described(world, request, "$LATEST")["ViewContentSha256"] != published["ViewContentSha256"]


VARIANTS = {"Status": "SAVED", "Content.Template": content("two")["Template"], "Content.Actions": ["Next"]}
EFFECTS = {"Status": drafts}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Content": {"Template": "[]", "Actions": ["Submit"]}},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "ResourceInUseException": unreachable("flows name views by text: one that is gone is an error branch of theirs"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
