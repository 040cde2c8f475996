"""UpdateUserProficiencies: other levels for proficiencies that there are."""

from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def proficiency(name, value="Welsh", level=3):
    return {"AttributeName": name, "AttributeValue": value, "Level": level}


def example(world):
    user, name = world.new("User"), world.new("PredefinedAttribute")
    there = [proficiency(name, "Welsh", 1), proficiency(name, "English", 1)]
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=there)
    return dict(InstanceId=world.instance, UserId=user, UserProficiencies=[proficiency(name, "English", 4)])


def check(world, request, response):
    listed = world.connect.list_user_proficiencies(InstanceId=world.instance, UserId=request["UserId"])["UserProficiencyList"]
    changed = request["UserProficiencies"][0]
    assert [each["AttributeValue"] for each in listed] == ["Welsh", "English"] and changed in listed
    assert sorted(each["Level"] for each in listed) == [1, changed["Level"]] and listed == world.agent(request["UserId"])["Proficiencies"]


def the_named_one(world):
    """Of two attributes with the same value, the one that is named."""
    request, other = example(world), world.new("PredefinedAttribute")
    world.connect.associate_user_proficiencies(
        InstanceId=world.instance, UserId=request["UserId"], UserProficiencies=[proficiency(other, "English", 2)])
    world.call("UpdateUserProficiencies", {**request, "UserProficiencies": [proficiency(other, "English", 5)]})
    listed = world.connect.list_user_proficiencies(InstanceId=world.instance, UserId=request["UserId"])["UserProficiencyList"]
    assert [each["Level"] for each in listed] == [1, 1, 5]


def not_there(world):
    return {**example(world), "UserProficiencies": [proficiency(world.new("PredefinedAttribute"))]}


VARIANTS = {
    "UserProficiencies.AttributeValue": "Welsh", "UserProficiencies.Level": 5,
}
EFFECTS = {"UserProficiencies.AttributeName": the_named_one}
ERRORS = {
    "InvalidRequestException": not_there,
    "InvalidParameterException": lambda world: {**example(world), "UserProficiencies": [proficiency("x", level=0)]},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
