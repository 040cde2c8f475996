"""DisassociateUserProficiencies: proficiencies are taken away, and the others stay."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    user, names = world.new("User"), [world.new("PredefinedAttribute"), world.shared("PredefinedAttribute")]
    there = [{"AttributeName": name, "AttributeValue": value, "Level": 2} for name in names for value in ("Welsh", "English")]
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=there)
    return dict(
        InstanceId=world.instance, UserId=user, UserProficiencies=[{"AttributeName": names[0], "AttributeValue": "Welsh"}])


def left(world, user):
    listed = world.connect.list_user_proficiencies(InstanceId=world.instance, UserId=user)["UserProficiencyList"]
    assert listed == world.agent(user)["Proficiencies"]
    return [{name: each[name] for name in ("AttributeName", "AttributeValue")} for each in listed]


def check(world, request, response):
    remaining = left(world, request["UserId"])
    assert len(remaining) == 3 and request["UserProficiencies"][0] not in remaining


def again(world):
    """One that is not there is no error."""
    request = example(world)
    for _ in range(2):
        check(world, request, world.call("DisassociateUserProficiencies", request))


VARIANTS = {
    "UserProficiencies.AttributeName": lambda world: world.shared("PredefinedAttribute"), "UserProficiencies.AttributeValue": "English",
}
EFFECTS = {"UserProficiencies": again}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "UserProficiencies": [{"AttributeName": "x"}]},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
