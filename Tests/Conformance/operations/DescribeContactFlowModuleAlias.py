"""DescribeContactFlowModuleAlias."""

import time

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def alias(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    version = world.connect.create_contact_flow_module_version(**ids)["Version"]
    made = world.connect.create_contact_flow_module_alias(**ids, ContactFlowModuleVersion=version, AliasName="live")
    return dict(**ids, AliasId=made["Id"])


def example(world):
    return alias(world)


def check(world, request, response):
    found = response["ContactFlowModuleAlias"]
    world.same(found, request, "ContactFlowModuleId", "AliasId")
    assert (found["Name"], found["Version"]) == ("live", 1) and "Description" not in found
    assert found["LastModifiedRegion"] == "us-east-1" and abs(found["LastModifiedTime"].timestamp() - time.time()) < 60


def of_its_module(world):
    """An alias is one of its module alone."""
    one, other = alias(world), alias(world)
    try:
        world.connect.describe_contact_flow_module_alias(**{**one, "AliasId": other["AliasId"]})
    except world.connect.exceptions.ResourceNotFoundException:
        return
    raise AssertionError("a module has the alias of another")


EFFECTS = {"ContactFlowModuleId": of_its_module}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "AliasId": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "AliasId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
