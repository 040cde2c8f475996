"""ListViews: the managed ones and the instance's own, by type and name."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    world.new("View"), world.new("View", Status="SAVED")
    return dict(InstanceId=world.instance, Type="CUSTOMER_MANAGED", MaxResults=100)


def check(world, request, response):
    views = response["ViewsSummaryList"]
    assert {view["Type"] for view in views} == {request["Type"]}
    assert [view["Name"] for view in views] == sorted(view["Name"] for view in views)


def both(world):
    """Without a type all are there; each is described as it is listed."""
    example(world)
    pages = world.connect.get_paginator("list_views").paginate(InstanceId=world.instance)
    views = [view for page in pages for view in page["ViewsSummaryList"]]
    managed = [view["Id"] for view in views if view["Type"] == "AWS_MANAGED"]
    assert managed == ["after-contact-work", "cards", "confirmation", "detail", "form", "list"] == [v["Id"] for v in views[:6]]
    assert {view["Status"] for view in views} == {"PUBLISHED", "SAVED"}
    for view in views[:8]:
        name = view["Id"] + (":$SAVED" if view["Status"] == "SAVED" else "")
        world.same(world.connect.describe_view(InstanceId=world.instance, ViewId=name)["View"], view, *view)


VARIANTS = {"Type": "AWS_MANAGED"}
EFFECTS = {"Type": both}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 101},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
