"""DescribeContactFlow: what is published, a draft or a version; their contents are shown where they are made."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"))


def check(world, request, response):
    assert response["ContactFlow"]["Id"] == request["ContactFlowId"] and response["ContactFlow"]["Name"]


def qualified(world):
    """What is published may be named so, by the ARN too; what is no content of the flow is not found, and another flow's is not its own."""
    flow, other = world.new("ContactFlow"), world.new("ContactFlow")
    world.connect.create_contact_flow_version(InstanceId=world.instance, ContactFlowId=other)
    plain = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=flow)["ContactFlow"]
    for name in (f"{flow}:$LATEST", f"{plain['Arn']}:$LATEST", f"{flow}:$SAVED", plain["Arn"]):
        assert world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=name)["ContactFlow"] == plain
    for name in (f"{flow}:1", f"{other}:2", f"{other}:01", f"{flow}:", f"{flow}:$OTHER", f"{other}:1:$LATEST"):
        try:
            world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=name)
        except world.connect.exceptions.ResourceNotFoundException:
            continue
        raise AssertionError(f"{name} was described")


EFFECTS = {"ContactFlowId": qualified}
ERRORS = {
    "ContactFlowNotPublishedException": lambda world: dict(
        InstanceId=world.instance, ContactFlowId=world.new("ContactFlow", Status="SAVED")),
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
