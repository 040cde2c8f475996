"""DeleteView: it is gone, with its versions."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ViewId=world.new("View"))


def check(world, request, response):
    for name in ("", ":$SAVED", ":1"):
        world.refuses("DescribeView", {**request, "ViewId": request["ViewId"] + name}, "ResourceNotFoundException")


def with_versions(world):
    ids = example(world)
    world.connect.create_view_version(**ids)
    [version] = world.connect.list_view_versions(**ids)["ViewVersionSummaryList"]
    world.connect.delete_view(**ids)
    check(world, ids, {})
    world.eventually_gone("list_tags_for_resource", dict(resourceArn=version["Arn"]))


EFFECTS = {"ViewId": with_versions}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "ResourceInUseException": unreachable("flows name views by text: one that is gone is an error branch of theirs"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
