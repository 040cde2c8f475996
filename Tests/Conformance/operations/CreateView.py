"""CreateView: published, with its content checked, or saved as a draft."""

import json

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def template(heading="$.Heading"):
    return json.dumps({"Head": {"Title": "Order"}, "Body": [
        {"_id": "card", "Type": "Card", "Props": {"Heading": heading, "Customer": "$.Customer.Name"}, "Content": []}]})


def content(heading="$.Heading", actions=("Submit", "Back")):
    return {"Template": template(heading), "Actions": list(actions)}


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("view"), Description="An order", Status="PUBLISHED", Content=content(),
        Tags={"team": "sales"})


def check(world, request, response):
    view = response["View"]
    world.same(view, request, "Name", "Description", "Tags", "Status")
    assert {name: view["Content"][name] for name in ("Template", "Actions")} == request["Content"]
    assert view["Type"] == "CUSTOMER_MANAGED" and view["Arn"].endswith(f"/view/{view['Id']}") and len(view["ViewContentSha256"]) == 64
    assert world.connect.describe_view(InstanceId=world.instance, ViewId=f"{view['Id']}:$SAVED")["View"] == view


def schema(world):
    """What a flow may give is read off the template."""
    view = world.call("CreateView", example(world))["View"]
    assert list(json.loads(view["Content"]["InputSchema"])["properties"]) == ["Heading", "Customer"]


def draft(world):
    """A draft may be anything of the right size, and is found only as the draft."""
    request = {**example(world), "Status": "SAVED", "Content": {"Template": "no JSON yet"}}
    view = world.call("CreateView", request)["View"]
    assert view["Status"] == "SAVED" and view["Content"] == request["Content"]
    ids = dict(InstanceId=world.instance, ViewId=view["Id"])
    world.refuses("DescribeView", ids, "ResourceNotFoundException")
    world.refuses("CreateViewVersion", ids, "InvalidRequestException")


def wrong(world):
    for body in (None, "text", [], {}, {"Body": {}}, {"Body": ["text"]}):
        request = {**example(world), "Content": {"Template": json.dumps(body), "Actions": ["Submit"]}}
        assert "Content.Template" in world.refuses("CreateView", request, "InvalidParameterException")["Error"]["Message"]
    for request in (
            {**example(world), "Content": {"Actions": ["Submit"]}}, {**example(world), "Content": {"Template": template()}},
            {**example(world), "Status": "SAVED", "Content": {"Template": "x" * 400_000}}):
        world.refuses("CreateView", request, "InvalidParameterException")


def token(world):
    request = {**example(world), "ClientToken": world.unique("token")}
    assert world.call("CreateView", request) == world.call("CreateView", request)
    world.refuses("CreateView", {**request, "Description": "Another"}, "InvalidRequestException")


def another(world):
    """The same token for another request."""
    request = {**example(world), "ClientToken": world.unique("token")}
    world.call("CreateView", request)
    return {**request, "Description": "Another"}


def duplicate(world):
    request = example(world)
    world.call("CreateView", request)
    return request


def RESULT(made):
    return made["View"]["Id"]


VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Other", "Content.Template": template("$.Other"),
    "Content.Actions": ["Next"], "Tags": {"team": "support"},
}
EFFECTS = {"Status": draft, "Content": schema, "Content.Template": wrong, "ClientToken": token}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": another,
    "InvalidParameterException": lambda world: {**example(world), "Name": " "},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "DuplicateResourceException": duplicate,
    "ServiceQuotaExceededException": lambda world: {**example(world), "InstanceId": world.full("View")},
    "ResourceInUseException": unreachable("nothing uses a view that is not there yet"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
