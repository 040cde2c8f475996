"""ListContactFlowVersions: the versions of one flow, in the order of their numbers."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    flow = world.new("ContactFlow")
    for number in range(1, 5):
        world.connect.create_contact_flow_version(InstanceId=world.instance, ContactFlowId=flow, Description=f"The {number}.")
    world.new("ContactFlowVersion")
    return dict(InstanceId=world.instance, ContactFlowId=flow)


def check(world, request, response):
    arn = world.connect.describe_contact_flow(**request)["ContactFlow"]["Arn"]
    assert response["ContactFlowVersionSummaryList"] == [
        {"Arn": f"{arn}:{number}", "VersionDescription": f"The {number}.", "Version": number} for number in range(1, 5)]


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
