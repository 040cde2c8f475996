"""CreateQueue."""

from contacts import flows
from harness import INTERNAL, THROTTLING, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def quick_connects(world, queue):
    listed = world.connect.list_queue_quick_connects(InstanceId=world.instance, QueueId=queue)
    return [summary["Id"] for summary in listed["QuickConnectSummaryList"]]


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("queue"), Description="Sales", HoursOfOperationId=world.basic_hours, MaxContacts=5,
        OutboundCallerConfig={"OutboundCallerIdName": "Example", "OutboundFlowId": world.default_outbound_whisper},
        QuickConnectIds=[world.shared("QuickConnect")], Tags={"team": "sales"})


def check(world, request, response):
    queue = world.connect.describe_queue(InstanceId=world.instance, QueueId=response["QueueId"])["Queue"]
    world.same(queue, request, "Name", "Description", "HoursOfOperationId", "MaxContacts", "OutboundCallerConfig", "Tags")
    assert queue["QueueArn"] == response["QueueArn"] and queue["Status"] == "ENABLED"
    assert quick_connects(world, response["QueueId"]) == request["QuickConnectIds"]


def duplicate(world):
    request = example(world)
    world.call("CreateQueue", request)
    return request


RESULT = "QueueId"
VARIANTS = {
    "OutboundCallerConfig.OutboundCallerIdNumberId": numbers.kept,
    "Name": lambda world: world.unique("other"), "Description": "Support", "MaxContacts": 6, "Tags": {"team": "support"},
    "QuickConnectIds": lambda world: [world.new("QuickConnect")],
    "HoursOfOperationId": lambda world: world.new("HoursOfOperation"), "OutboundCallerConfig.OutboundCallerIdName": "Else",
    "OutboundCallerConfig.OutboundFlowId": lambda world: world.new("ContactFlow", Type="OUTBOUND_WHISPER", Content=flows.SILENT),
}
REFUSED = {
    "OutboundEmailConfig": {"OutboundEmailAddressId": UNKNOWN},
    "EmailAddressesConfig": [{"EmailAddressId": UNKNOWN}],
}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxContacts": -1},
    "DuplicateResourceException": duplicate,
    "ResourceNotFoundException": lambda world: {**example(world), "HoursOfOperationId": UNKNOWN},
    "LimitExceededException": lambda world: limited(world),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}


def limited(world):
    instance = world.full("Queue")
    hours = world.connect.list_hours_of_operations(InstanceId=instance)["HoursOfOperationSummaryList"][0]["Id"]
    return dict(InstanceId=instance, Name=world.unique("queue"), HoursOfOperationId=hours)
