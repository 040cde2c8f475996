"""ListQueueQuickConnects: in the order in which they were associated."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PHONE = {"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+442071838750"}}


def example(world):
    ids = [world.new("QuickConnect", QuickConnectConfig=PHONE), world.new("QuickConnect"), world.new("QuickConnect")]
    return dict(InstanceId=world.instance, QueueId=world.new("Queue", QuickConnectIds=[ids[1], ids[0], ids[2]]))


def check(world, request, response):
    listed = response["QuickConnectSummaryList"]
    assert [summary["QuickConnectType"] for summary in listed] == ["QUEUE", "PHONE_NUMBER", "QUEUE"]
    for summary in listed:
        found = world.connect.describe_quick_connect(InstanceId=world.instance, QuickConnectId=summary["Id"])["QuickConnect"]
        assert summary["Arn"] == found["QuickConnectARN"] and summary["Name"] == found["Name"]
    assert response["LastModifiedTime"] and response["LastModifiedRegion"]


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: dict(InstanceId=world.instance, QueueId=UNKNOWN),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
