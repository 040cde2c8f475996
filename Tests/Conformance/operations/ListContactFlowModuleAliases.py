"""ListContactFlowModuleAliases: the aliases of one module, in the order of their creation."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    for number in range(1, 5):
        world.connect.create_contact_flow_module_version(**ids)
        world.connect.create_contact_flow_module_alias(
            **ids, ContactFlowModuleVersion=number, AliasName=f"live-{number}", Description=f"The {number}.")
    world.new("ContactFlowModuleAlias")
    return ids


def check(world, request, response):
    listed = response["ContactFlowModuleAliasSummaryList"]
    assert [(alias["AliasName"], alias["AliasDescription"], alias["Version"]) for alias in listed] == [
        (f"live-{number}", f"The {number}.", number) for number in range(1, 5)]
    for alias in listed:
        described = world.connect.describe_contact_flow_module_alias(**request, AliasId=alias["AliasId"])["ContactFlowModuleAlias"]
        assert (described["Name"], described["LastModifiedTime"]) == (alias["AliasName"], alias["LastModifiedTime"])
        # The ARN of an alias means the module as of that version.
        module = world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=alias["Arn"])
        assert module["ContactFlowModule"]["Version"] == alias["Version"]


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
