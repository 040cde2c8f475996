"""DeleteContactFlowVersion: that version goes, and the flow and its other versions stay."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    flow = world.new("ContactFlow")
    for _ in range(3):
        world.connect.create_contact_flow_version(InstanceId=world.instance, ContactFlowId=flow)
    return dict(InstanceId=world.instance, ContactFlowId=flow, ContactFlowVersion=2)


def check(world, request, response):
    ids = dict(InstanceId=world.instance, ContactFlowId=request["ContactFlowId"])
    left = world.connect.list_contact_flow_versions(**ids)["ContactFlowVersionSummaryList"]
    assert [version["Version"] for version in left] == [1, 3]
    assert world.connect.describe_contact_flow(**ids)["ContactFlow"]["Status"] == "PUBLISHED"
    try:
        world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=f"{request['ContactFlowId']}:2")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ContactFlowVersion": 0},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowVersion": 4},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
