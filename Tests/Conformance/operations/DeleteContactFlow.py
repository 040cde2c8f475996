"""DeleteContactFlow: it is gone, with its versions."""

from botocore.exceptions import ClientError
from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"))


def check(world, request, response):
    try:
        world.connect.describe_contact_flow(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


def with_versions(world):
    """Nothing but the flow goes by its own name alone: a version's name does not stand for it."""
    flow = world.new("ContactFlow")
    ids = dict(InstanceId=world.instance, ContactFlowId=flow)
    arn = world.connect.describe_contact_flow(**ids)["ContactFlow"]["Arn"]
    world.connect.create_contact_flow_version(**ids)
    for name in (f"{flow}:1", f"{arn}:1"):
        try:
            world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=name)
        except world.connect.exceptions.ResourceNotFoundException:
            continue
        raise AssertionError(f"{name} was taken for the flow")
    world.connect.list_tags_for_resource(resourceArn=f"{arn}:1")
    world.connect.delete_contact_flow(**ids)
    world.eventually_gone("list_tags_for_resource", dict(resourceArn=f"{arn}:1"))


EFFECTS = {"ContactFlowId": with_versions}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
