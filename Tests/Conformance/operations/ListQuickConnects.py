"""ListQuickConnects: all of them, or those of some types."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PHONE = {"QuickConnectType": "PHONE_NUMBER", "PhoneConfig": {"PhoneNumber": "+442071838750"}}


def example(world):
    world.new("QuickConnect")
    world.new("QuickConnect", QuickConnectConfig=PHONE)
    return dict(InstanceId=world.instance, QuickConnectTypes=["QUEUE"], MaxResults=1000)


def check(world, request, response):
    listed = response["QuickConnectSummaryList"]
    assert {summary["QuickConnectType"] for summary in listed} == set(request["QuickConnectTypes"])
    assert all(summary["Arn"].endswith("/" + summary["Id"]) and summary["Name"] and summary["LastModifiedTime"] for summary in listed)


def every_type(world):
    example(world)
    listed = world.connect.list_quick_connects(InstanceId=world.instance)["QuickConnectSummaryList"]
    assert {"QUEUE", "PHONE_NUMBER"} <= {summary["QuickConnectType"] for summary in listed}


VARIANTS = {"QuickConnectTypes": ["PHONE_NUMBER"]}
EFFECTS = {"QuickConnectTypes": every_type}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
