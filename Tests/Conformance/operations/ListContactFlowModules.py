"""ListContactFlowModules."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    module = world.new("ContactFlowModule")
    world.new("ContactFlowModule")
    world.connect.update_contact_flow_module_metadata(InstanceId=world.instance, ContactFlowModuleId=module, State="ARCHIVED")
    return dict(InstanceId=world.instance, ContactFlowModuleState="ACTIVE", MaxResults=1000)


def check(world, request, response):
    assert {module["State"] for module in response["ContactFlowModulesSummaryList"]} == {request["ContactFlowModuleState"]}


VARIANTS = {"ContactFlowModuleState": "ARCHIVED"}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
