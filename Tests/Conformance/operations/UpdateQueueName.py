"""UpdateQueueName: both members are optional."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, QueueId=world.new("Queue"), Name=world.unique("renamed"), Description="Renamed")


def check(world, request, response):
    queue = world.connect.describe_queue(InstanceId=world.instance, QueueId=request["QueueId"])["Queue"]
    world.same(queue, request, "Name", "Description")


def agent_queue(world):
    """An agent's own queue comes and goes with its user, and cannot be changed."""
    return world.new("User")


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again"}
REFUSED = {}
ERRORS = {
    "DuplicateResourceException": lambda world: {**example(world), "Name": "BasicQueue"},
    "InvalidRequestException": lambda world: {**example(world), "QueueId": agent_queue(world)},
    "InvalidParameterException": lambda world: {**example(world), "Name": ""},
    "ResourceNotFoundException": lambda world: {**example(world), "QueueId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
