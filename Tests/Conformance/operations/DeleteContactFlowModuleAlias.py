"""DeleteContactFlowModuleAlias: the name goes, the version stays."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))
    version = world.connect.create_contact_flow_module_version(**ids)["Version"]
    made = world.connect.create_contact_flow_module_alias(**ids, ContactFlowModuleVersion=version, AliasName="live")
    return dict(**ids, AliasId=made["Id"])


def check(world, request, response):
    ids = {name: request[name] for name in ("InstanceId", "ContactFlowModuleId")}
    assert world.connect.list_contact_flow_module_aliases(**ids)["ContactFlowModuleAliasSummaryList"] == []
    assert len(world.connect.list_contact_flow_module_versions(**ids)["ContactFlowModuleVersionSummaryList"]) == 1
    try:
        world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=f"{request['ContactFlowModuleId']}:live")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("the name still means a version")


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "AliasId": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "AliasId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
