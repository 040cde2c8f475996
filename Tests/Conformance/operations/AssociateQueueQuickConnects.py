"""AssociateQueueQuickConnects: quick connects are added, and those there are keep their place."""

from harness import INTERNAL, THROTTLING
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def quick_connects(world, queue):
    listed = world.connect.list_queue_quick_connects(InstanceId=world.instance, QueueId=queue)
    return [summary["Id"] for summary in listed["QuickConnectSummaryList"]]


def example(world):
    return dict(
        InstanceId=world.instance, QueueId=world.new("Queue"), QuickConnectIds=[world.new("QuickConnect"), world.new("QuickConnect")])


def check(world, request, response):
    there, *added = quick_connects(world, request["QueueId"])
    assert added == request["QuickConnectIds"] and there not in added


def again(world):
    """One that is there stays where it is, and stands there once."""
    request = example(world)
    world.call("AssociateQueueQuickConnects", request)
    before = quick_connects(world, request["QueueId"])
    world.call("AssociateQueueQuickConnects", {**request, "QuickConnectIds": request["QuickConnectIds"][::-1]})
    assert quick_connects(world, request["QueueId"]) == before


def kept(world):
    """Another change of the queue leaves them alone."""
    request = example(world)
    world.call("AssociateQueueQuickConnects", request)
    before = quick_connects(world, request["QueueId"])
    world.connect.update_queue_max_contacts(InstanceId=world.instance, QueueId=request["QueueId"], MaxContacts=9)
    assert quick_connects(world, request["QueueId"]) == before


def full(world):
    """The next one is too many."""
    queue = world.new("Queue")
    count = QUOTAS["queue-quick-connect"] - len(quick_connects(world, queue))
    ids = [world.new("QuickConnect", QuickConnectConfig={"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+442071838750"}})
           for _ in range(count)]
    world.call("AssociateQueueQuickConnects", dict(InstanceId=world.instance, QueueId=queue, QuickConnectIds=ids))
    return dict(InstanceId=world.instance, QueueId=queue, QuickConnectIds=[world.new("QuickConnect")])


VARIANTS = {"QuickConnectIds": lambda world: [world.new("QuickConnect")]}
EFFECTS = {"QuickConnectIds": again, "QueueId": kept}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QueueId": world.new("User")},
    "InvalidParameterException": lambda world: {**example(world), "QuickConnectIds": []},
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectIds": [UNKNOWN]},
    "LimitExceededException": full,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
