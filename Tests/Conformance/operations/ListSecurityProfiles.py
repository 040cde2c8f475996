"""ListSecurityProfiles."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, MaxResults=1000)


def check(world, request, response):
    listed = {item["Id"]: item for item in world.call("ListSecurityProfiles", request)["SecurityProfileSummaryList"]}
    made = world.new("SecurityProfile")
    more = {item["Id"]: item for item in world.call("ListSecurityProfiles", request)["SecurityProfileSummaryList"]}
    assert set(more) == {*listed, made} and listed.keys() == {item["Id"] for item in response["SecurityProfileSummaryList"]}
    assert more[made]["Arn"].endswith(made) and more[made]["Name"]


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 1001},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
