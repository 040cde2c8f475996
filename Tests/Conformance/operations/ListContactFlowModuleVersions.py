"""ListContactFlowModuleVersions: the versions of one module, in the order of their numbers."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    for number in range(1, 5):
        world.connect.create_contact_flow_module_version(**ids, Description=f"The {number}.")
    world.new("ContactFlowModuleVersion")
    return ids


def check(world, request, response):
    arn = world.connect.describe_contact_flow_module(**request)["ContactFlowModule"]["Arn"]
    assert response["ContactFlowModuleVersionSummaryList"] == [
        {"Arn": f"{arn}:{number}", "VersionDescription": f"The {number}.", "Version": number} for number in range(1, 5)]


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
