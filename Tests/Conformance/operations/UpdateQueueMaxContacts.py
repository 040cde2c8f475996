"""UpdateQueueMaxContacts: without MaxContacts the limit is lifted."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QueueId=world.new("Queue"), MaxContacts=9)


def check(world, request, response):
    queue = world.connect.describe_queue(InstanceId=world.instance, QueueId=request["QueueId"])["Queue"]
    world.same(queue, request, "MaxContacts")


def agent_queue(world):
    """An agent's own queue comes and goes with its user, and cannot be changed."""
    return world.new("User")


VARIANTS = {"MaxContacts": 10}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QueueId": agent_queue(world)},
    "InvalidParameterException": lambda world: {**example(world), "MaxContacts": -1},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
