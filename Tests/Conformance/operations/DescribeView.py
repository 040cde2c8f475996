"""DescribeView: as it is published, as it was saved, as of a version, and the views that every instance has."""

import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ViewId=world.new("View"))


def check(world, request, response):
    assert response["View"]["Id"] == request["ViewId"] and response["View"]["Status"] == "PUBLISHED"


def described(world, name):
    return world.connect.describe_view(InstanceId=world.instance, ViewId=name)["View"]


def qualified(world):
    view, other = world.new("View"), world.new("View")
    world.connect.create_view_version(InstanceId=world.instance, ViewId=other)
    plain = described(world, view)
    for name in (f"{view}:$LATEST", f"{plain['Arn']}:$LATEST", f"{view}:$SAVED", plain["Arn"]):
        assert described(world, name) == plain
    assert described(world, f"{other}:1")["Version"] == 1
    for name in (f"{view}:1", f"{other}:2", f"{other}:01", f"{view}:", f"{view}:$OTHER", f"{other}:1:$LATEST"):
        world.refuses("DescribeView", dict(InstanceId=world.instance, ViewId=name), "ResourceNotFoundException")


def managed(world):
    """They are there by id and by an ARN of any region, in version 1; they are nobody's to change."""
    form = described(world, "form")
    assert (form["Type"], form["Name"], form["Version"], form["Status"]) == ("AWS_MANAGED", "Form", 1, "PUBLISHED")
    assert form["Arn"] == "arn:aws:connect:us-east-1:aws:view/form"
    assert "Submit" in form["Content"]["Actions"] and "Sections" in json.loads(form["Content"]["InputSchema"])["properties"]
    for name in ("form:1", "form:$LATEST", form["Arn"], "arn:aws:connect:eu-west-2:aws:view/form:1"):
        assert described(world, name) == form
    ids = dict(InstanceId=world.instance)
    for name in ("form:2", "Form", "shape", "arn:aws:connect:us-east-1:111122223333:view/form", "arn:aws:lex:us-east-1:aws:view/form"):
        world.refuses("DescribeView", {**ids, "ViewId": name}, "ResourceNotFoundException")
    world.refuses("DescribeView", dict(InstanceId=UNKNOWN, ViewId="form"), "ResourceNotFoundException")
    world.refuses("DeleteView", {**ids, "ViewId": "form"}, "ResourceNotFoundException")
    world.refuses("UpdateViewMetadata", {**ids, "ViewId": form["Arn"], "Name": "mine"}, "ResourceNotFoundException")


EFFECTS = {"ViewId": qualified, "ViewId.managed": managed}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
