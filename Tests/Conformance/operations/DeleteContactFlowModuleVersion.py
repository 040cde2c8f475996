"""DeleteContactFlowModuleVersion: that version goes, unless an alias means it."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    module = world.new("ContactFlowModule")
    for _ in range(3):
        world.connect.create_contact_flow_module_version(InstanceId=world.instance, ContactFlowModuleId=module)
    return dict(InstanceId=world.instance, ContactFlowModuleId=module, ContactFlowModuleVersion=2)


def check(world, request, response):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=request["ContactFlowModuleId"])
    left = world.connect.list_contact_flow_module_versions(**ids)["ContactFlowModuleVersionSummaryList"]
    assert [version["Version"] for version in left] == [1, 3]
    try:
        world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=f"{request['ContactFlowModuleId']}:2")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


def with_alias(world):
    request = example(world)
    world.connect.create_contact_flow_module_alias(**request, AliasName="live")
    return request


def without_alias(world):
    """It can go once the alias is gone, or means another version."""
    request = example(world)
    for change in ("update_contact_flow_module_alias", "delete_contact_flow_module_alias"):
        ids = {name: request[name] for name in ("InstanceId", "ContactFlowModuleId")}
        alias = world.connect.create_contact_flow_module_alias(**request, AliasName=world.unique("live"))["Id"]
        another = dict(ContactFlowModuleVersion=1) if change.startswith("update") else {}
        getattr(world.connect, change)(**ids, AliasId=alias, **another)
        world.call("DeleteContactFlowModuleVersion", request)
        request["ContactFlowModuleVersion"] = 3


EFFECTS = {"ContactFlowModuleVersion": without_alias}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": with_alias,
    "InvalidParameterException": lambda world: {**example(world), "ContactFlowModuleVersion": 0},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleVersion": 4},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
