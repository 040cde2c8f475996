"""ListUserProficiencies: in the order in which they were associated."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    user, name = world.new("User"), world.new("PredefinedAttribute", Values={"StringList": ["a", "b", "c"]})
    for value, level in (("b", 1), ("c", 5), ("a", 3)):
        world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[
            {"AttributeName": name, "AttributeValue": value, "Level": level}])
    return dict(InstanceId=world.instance, UserId=user)


def check(world, request, response):
    assert [(each["AttributeValue"], each["Level"]) for each in response["UserProficiencyList"]] == [("b", 1), ("c", 5), ("a", 3)]
    assert response["LastModifiedTime"] and response["LastModifiedRegion"]


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "forged"},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
