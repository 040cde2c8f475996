"""UpdateQueueOutboundCallerConfig: replaces name and flow."""

from contacts import flows
from harness import INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QueueId=world.new("Queue"), OutboundCallerConfig={"OutboundCallerIdName": "One", "OutboundFlowId": world.default_outbound_whisper})


def check(world, request, response):
    queue = world.connect.describe_queue(InstanceId=world.instance, QueueId=request["QueueId"])["Queue"]
    world.same(queue, request, "OutboundCallerConfig")


def agent_queue(world):
    """An agent's own queue comes and goes with its user, and cannot be changed."""
    return world.new("User")


VARIANTS = {
    "OutboundCallerConfig.OutboundCallerIdNumberId": numbers.kept,
    "OutboundCallerConfig.OutboundCallerIdName": "Two",
    "OutboundCallerConfig.OutboundFlowId": lambda world: world.new("ContactFlow", Type="OUTBOUND_WHISPER", Content=flows.SILENT),
}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QueueId": agent_queue(world)},
    "InvalidParameterException": lambda world: {**example(world), "OutboundCallerConfig": {"OutboundCallerIdName": ""}},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
