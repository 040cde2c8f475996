"""UpdateContactFlowModuleAlias: what is given changes, what is not stays."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    for _ in range(3):
        world.connect.create_contact_flow_module_version(**ids)
    made = world.connect.create_contact_flow_module_alias(**ids, ContactFlowModuleVersion=1, AliasName="live", Description="Before")
    return dict(**ids, AliasId=made["Id"], Name="next", Description="After", ContactFlowModuleVersion=2)


def describe(world, request):
    ids = {name: request[name] for name in ("InstanceId", "ContactFlowModuleId", "AliasId")}
    return world.connect.describe_contact_flow_module_alias(**ids)["ContactFlowModuleAlias"]


def check(world, request, response):
    alias = describe(world, request)
    world.same(alias, request, "Name", "Description")
    assert alias["Version"] == request["ContactFlowModuleVersion"]
    module = world.connect.describe_contact_flow_module(
        InstanceId=world.instance, ContactFlowModuleId=f"{request['ContactFlowModuleId']}:{request['Name']}")["ContactFlowModule"]
    assert module["Version"] == request["ContactFlowModuleVersion"]


def stays(world):
    request = {name: value for name, value in example(world).items() if name in ("InstanceId", "ContactFlowModuleId", "AliasId")}
    world.connect.update_contact_flow_module_alias(**request)
    alias = describe(world, request)
    assert (alias["Name"], alias["Description"], alias["Version"]) == ("live", "Before", 1)
    world.connect.update_contact_flow_module_alias(**request, Name="live")


def names(world):
    """A name has the form in which it is described, also where a looser one is given."""
    request = example(world)
    for wrong in ("two words", "3", "$SAVED", "a" * 101):
        try:
            world.call("UpdateContactFlowModuleAlias", {**request, "Name": wrong})
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidParameterException" and "Name" in error.response["Error"]["Message"]
        else:
            raise AssertionError(f"{wrong} became an alias")


def taken(world):
    request = example(world)
    world.connect.create_contact_flow_module_alias(
        InstanceId=world.instance, ContactFlowModuleId=request["ContactFlowModuleId"], ContactFlowModuleVersion=3, AliasName="next")
    return request


VARIANTS = {"Name": "other", "Description": "Another", "ContactFlowModuleVersion": 3}
EFFECTS = {"AliasId": stays, "Name": names}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "DuplicateResourceException": taken,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Description": " "},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleVersion": 4},
    "ConditionalOperationFailedException": unreachable("an update is one transaction"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
