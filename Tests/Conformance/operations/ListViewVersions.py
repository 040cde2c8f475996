"""ListViewVersions: the latest first."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ViewId=world.new("View"))
    for number in range(1, 5):
        world.connect.update_view_content(
            **ids, Status="PUBLISHED", Content={"Template": '{"Body": []}', "Actions": [f"Go to {number}"]})
        world.connect.create_view_version(**ids, VersionDescription=f"The {number}.")
    return ids


def check(world, request, response):
    view = world.connect.describe_view(**request)["View"]
    assert response["ViewVersionSummaryList"] == [
        {"Id": view["Id"], "Arn": f"{view['Arn']}:{number}", "Name": view["Name"], "Description": view["Description"],
         "Type": "CUSTOMER_MANAGED", "VersionDescription": f"The {number}.", "Version": number} for number in (4, 3, 2, 1)]


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: {**example(world), "ViewId": UNKNOWN},
    "TooManyRequestsException": THROTTLING, "InternalServiceException": INTERNAL,
}
