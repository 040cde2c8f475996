"""DeleteContactFlowModule: it is gone, with its versions and aliases."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))


def check(world, request, response):
    try:
        world.connect.describe_contact_flow_module(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


def with_parts(world):
    """An alias keeps its version, and not its module."""
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    world.connect.create_contact_flow_module_version(**ids)
    world.connect.create_contact_flow_module_alias(**ids, ContactFlowModuleVersion=1, AliasName="live")
    [alias] = world.connect.list_contact_flow_module_aliases(**ids)["ContactFlowModuleAliasSummaryList"]
    [version] = world.connect.list_contact_flow_module_versions(**ids)["ContactFlowModuleVersionSummaryList"]
    world.connect.delete_contact_flow_module(**ids)
    for part in (alias, version):
        world.eventually_gone("list_tags_for_resource", dict(resourceArn=part["Arn"]))


EFFECTS = {"ContactFlowModuleId": with_parts}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
