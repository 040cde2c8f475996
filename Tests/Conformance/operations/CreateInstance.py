"""CreateInstance: first CREATION_IN_PROGRESS, then ACTIVE with what Connect makes."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        IdentityManagementType="CONNECT_MANAGED", InstanceAlias=world.unique("instance"), InboundCallsEnabled=True,
        OutboundCallsEnabled=False, Tags={"site": "north"})


def check(world, request, response):
    try:
        instance = world.connect.describe_instance(InstanceId=response["Id"])["Instance"]
        world.same(
            instance, request, "IdentityManagementType", "InstanceAlias", "InboundCallsEnabled", "OutboundCallsEnabled", "Tags")
        assert instance["Arn"] == response["Arn"]
        world.wait_until_active(response["Id"])
        holds_the_defaults(world, response["Id"])
    finally:
        world.later(lambda: world.connect.delete_instance(InstanceId=response["Id"]))


def holds_the_defaults(world, instance):
    names = {
        "list_queues": ("QueueSummaryList", {"BasicQueue"}),
        "list_hours_of_operations": ("HoursOfOperationSummaryList", {"Basic Hours"}),
        "list_routing_profiles": ("RoutingProfileSummaryList", {"Basic Routing Profile"}),
        "list_security_profiles": ("SecurityProfileSummaryList", {"Admin", "Agent", "CallCenterManager", "QualityAnalyst"}),
        "list_agent_statuses": ("AgentStatusSummaryList", {"Available", "Offline"}),
        "list_prompts": ("PromptSummaryList", {"Beep.wav", "CustomerHold.wav", "CustomerQueue.wav"}),
    }
    for operation, (items, expected) in names.items():
        assert {item["Name"] for item in getattr(world.connect, operation)(InstanceId=instance)[items]} == expected
    flows = world.connect.list_contact_flows(InstanceId=instance)["ContactFlowSummaryList"]
    assert {flow["ContactFlowType"] for flow in flows} == {
        "CONTACT_FLOW", "CUSTOMER_QUEUE", "CUSTOMER_HOLD", "CUSTOMER_WHISPER", "AGENT_HOLD", "AGENT_WHISPER", "OUTBOUND_WHISPER",
        "AGENT_TRANSFER", "QUEUE_TRANSFER"}


def full(world):
    return world.full_account()


VARIANTS = {
    "IdentityManagementType": "SAML", "InstanceAlias": lambda world: world.unique("other"), "InboundCallsEnabled": False,
    "OutboundCallsEnabled": True, "Tags": {"site": "south"},
}
REFUSED = {"DirectoryId": "d-0123456789"}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "InstanceAlias": "switchkeep"},
    "ServiceQuotaExceededException": full,
    "ResourceNotFoundException": unreachable("only a directory could be missing, and none can be connected"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
RESULT = "Id"
