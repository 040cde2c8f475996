"""CreateContactFlowModuleAlias: a name for a version of a module."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    for _ in range(2):
        version = world.connect.create_contact_flow_module_version(**ids)["Version"]
    return dict(**ids, ContactFlowModuleVersion=version, AliasName="live", Description="What callers hear")


def check(world, request, response):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=request["ContactFlowModuleId"])
    alias = world.connect.describe_contact_flow_module_alias(**ids, AliasId=response["Id"])["ContactFlowModuleAlias"]
    assert (alias["AliasId"], alias["ContactFlowModuleArn"]) == (response["Id"], response["ContactFlowModuleArn"])
    assert (alias["Name"], alias["Version"]) == (request["AliasName"], request["ContactFlowModuleVersion"])
    world.same(alias, request, "ContactFlowModuleId", "Description")
    # The module is described by the name of the alias and by its id.
    for qualifier in (request["AliasName"], response["Id"]):
        module = world.connect.describe_contact_flow_module(
            InstanceId=world.instance, ContactFlowModuleId=f"{request['ContactFlowModuleId']}:{qualifier}")["ContactFlowModule"]
        assert module["Version"] == request["ContactFlowModuleVersion"]


def taken(world):
    request = example(world)
    world.call("CreateContactFlowModuleAlias", request)
    # In another module the name is free.
    world.call("CreateContactFlowModuleAlias", example(world))
    return request


def names(world):
    """A name is none that means something else, and has the form in which it is described."""
    request = example(world)
    for wrong in ("2", "$LATEST", "$other", "a--b"):
        try:
            world.call("CreateContactFlowModuleAlias", {**request, "AliasName": wrong})
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidParameterException" and "AliasName" in error.response["Error"]["Message"]
        else:
            raise AssertionError(f"{wrong} became an alias")
    world.call("CreateContactFlowModuleAlias", {**request, "AliasName": "v2_live-1$"})


def full(world):
    request = example(world)
    for number in range(QUOTAS["contact-flow-module-alias"]):
        world.call("CreateContactFlowModuleAlias", {**request, "AliasName": f"live-{number}"})
    return request


RESULT = "Id"
VARIANTS = {"Description": "Another", "AliasName": "next", "ContactFlowModuleVersion": 1}
EFFECTS = {"AliasName": names}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "DuplicateResourceException": taken,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Description": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleVersion": 3},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
