"""DeleteViewVersion: that version goes, and no other."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ViewId=world.new("View"))
    world.connect.create_view_version(**ids)
    content = world.connect.describe_view(**ids)["View"]["Content"]
    content.pop("InputSchema")
    world.connect.update_view_content(**ids, Status="PUBLISHED", Content={**content, "Actions": ["Other"]})
    world.connect.create_view_version(**ids)
    return {**ids, "ViewVersion": 1}


def check(world, request, response):
    versions = world.connect.list_view_versions(InstanceId=world.instance, ViewId=request["ViewId"])["ViewVersionSummaryList"]
    assert [version["Version"] for version in versions] == [number for number in (2, 1) if number != request["ViewVersion"]]


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewVersion": 7},
    "ResourceInUseException": unreachable("flows name views by text: one that is gone is an error branch of theirs"),
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
