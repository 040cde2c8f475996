"""DisassociateQueueQuickConnects: quick connects are taken out, and the others stay."""

from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def quick_connects(world, queue):
    listed = world.connect.list_queue_quick_connects(InstanceId=world.instance, QueueId=queue)
    return [summary["Id"] for summary in listed["QuickConnectSummaryList"]]


def example(world):
    ids = [world.new("QuickConnect") for _ in range(3)]
    return dict(InstanceId=world.instance, QueueId=world.new("Queue", QuickConnectIds=ids), QuickConnectIds=ids[:2])


def check(world, request, response):
    left = quick_connects(world, request["QueueId"])
    assert len(left) == 1 and left[0] not in request["QuickConnectIds"]


def one_of_them(world):
    request = example(world)
    first, second = request["QuickConnectIds"]
    for _ in range(2):
        world.call("DisassociateQueueQuickConnects", {**request, "QuickConnectIds": [second]})
        left = quick_connects(world, request["QueueId"])
        assert len(left) == 2 and left[0] == first
    world.connect.delete_quick_connect(InstanceId=world.instance, QuickConnectId=second)


EFFECTS = {"QuickConnectIds": one_of_them}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "QueueId": world.new("User")},
    "InvalidParameterException": lambda world: {**example(world), "QuickConnectIds": []},
    "ResourceNotFoundException": lambda world: {**example(world), "QuickConnectIds": [UNKNOWN]},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
