"""AssociateUserProficiencies: proficiencies are added, and those there are keep their place. The switch's agent has them too."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def proficiency(name, value="Welsh", level=3):
    return {"AttributeName": name, "AttributeValue": value, "Level": level}


def example(world):
    return dict(
        InstanceId=world.instance, UserId=world.new("User"), UserProficiencies=[proficiency(world.new("PredefinedAttribute"))])


def check(world, request, response):
    listed = world.connect.list_user_proficiencies(InstanceId=world.instance, UserId=request["UserId"])["UserProficiencyList"]
    assert listed == request["UserProficiencies"] == world.agent(request["UserId"])["Proficiencies"]


def added(world):
    """A proficiency that is there gets the new level, and stands there once."""
    request, other = example(world), world.new("PredefinedAttribute")
    name = request["UserProficiencies"][0]["AttributeName"]
    world.call("AssociateUserProficiencies", request)
    for _ in range(2):
        world.call("AssociateUserProficiencies", {**request, "UserProficiencies": [
            proficiency(other), proficiency(name, "English", 1), proficiency(name, "Welsh", 5)]})
        check(world, {**request, "UserProficiencies": [
            proficiency(name, "Welsh", 5), proficiency(other), proficiency(name, "English", 1)]}, {})


def kept(world):
    """Another change of the user leaves them alone, and what it is told of the user without them is the same."""
    request = example(world)
    world.call("AssociateUserProficiencies", request)
    world.connect.update_user_identity_info(
        InstanceId=world.instance, UserId=request["UserId"], IdentityInfo={"FirstName": "Ada", "LastName": "Byron"})
    world.connect.update_user_security_profiles(
        InstanceId=world.instance, UserId=request["UserId"], SecurityProfileIds=[world.agent_security_profile])
    check(world, request, {})


def wrong_levels(world):
    request = example(world)
    name = request["UserProficiencies"][0]["AttributeName"]
    for wrong in ([proficiency(name, level=2.5)], [proficiency(name), proficiency(name, level=4)]):
        try:
            world.call("AssociateUserProficiencies", {**request, "UserProficiencies": wrong})
        except world.connect.exceptions.InvalidParameterException as error:
            assert "UserProficiencies" in str(error)
        else:
            raise AssertionError(f"{wrong} was accepted")


def unknown_value(world):
    """The attribute has no such value."""
    request = example(world)
    request["UserProficiencies"][0]["AttributeValue"] = "Manx"
    return request


VARIANTS = {
    "UserProficiencies.AttributeName": lambda world: world.new("PredefinedAttribute"), "UserProficiencies.AttributeValue": "English",
    "UserProficiencies.Level": 5,
}
EFFECTS = {"UserProficiencies": added, "UserId": kept, "UserProficiencies.Level": wrong_levels}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "UserProficiencies": [proficiency("x", level=6)]},
    "ResourceNotFoundException": unknown_value,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
