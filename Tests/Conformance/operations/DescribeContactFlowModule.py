"""DescribeContactFlowModule: as it is, or as of a version; the versions' contents are shown where they are made."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, ContactFlowModuleId=world.new("ContactFlowModule"))


def check(world, request, response):
    assert response["ContactFlowModule"]["Id"] == request["ContactFlowModuleId"] and response["ContactFlowModule"]["Name"]


def qualified(world):
    """What is published may be named so, by the ARN too; what is no version or alias of the module is not found."""
    module, other = world.new("ContactFlowModule"), world.new("ContactFlowModule")
    ids = dict(InstanceId=world.instance, ContactFlowModuleId=other)
    world.connect.create_contact_flow_module_version(**ids)
    world.connect.create_contact_flow_module_alias(**ids, ContactFlowModuleVersion=1, AliasName="live")
    plain = world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=module)["ContactFlowModule"]
    for name in (f"{module}:$LATEST", f"{plain['Arn']}:$LATEST", f"{module}:$SAVED", plain["Arn"]):
        described = world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=name)
        assert described["ContactFlowModule"] == plain
    for name in (f"{module}:1", f"{module}:live", f"{other}:2", f"{other}:Live", f"{other}:live:1"):
        try:
            world.connect.describe_contact_flow_module(InstanceId=world.instance, ContactFlowModuleId=name)
        except world.connect.exceptions.ResourceNotFoundException:
            continue
        raise AssertionError(f"{name} was described")


EFFECTS = {"ContactFlowModuleId": qualified}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowModuleId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
