"""UpdateUserPhoneConfig."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, UserId=world.new("User"),
        PhoneConfig={"PhoneType": "DESK_PHONE", "AutoAccept": True, "AfterContactWorkTimeLimit": 1,
                     "DeskPhoneNumber": "+15550120", "PersistentConnection": True})


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    world.same(user, request, "PhoneConfig")


def later_write(world):
    """It takes the place of what UpdateUserConfig has set of the same."""
    user = world.new("User")
    world.connect.update_user_config(
        InstanceId=world.instance, UserId=user,
        AutoAcceptConfigs=[{"Channel": "VOICE", "AutoAccept": False}, {"Channel": "CHAT", "AutoAccept": True}],
        AfterContactWorkConfigs=[{"Channel": "CHAT", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 3}}],
        PhoneNumberConfigs=[{"Channel": "VOICE", "PhoneType": "SOFT_PHONE"}],
        PersistentConnectionConfigs=[{"Channel": "VOICE", "PersistentConnection": False}])
    world.call("UpdateUserPhoneConfig", {**example(world), "UserId": user})
    found = world.connect.describe_user(InstanceId=world.instance, UserId=user)["User"]
    assert found["AutoAcceptConfigs"] == [{"Channel": "CHAT", "AutoAccept": True}]
    assert not found.get("AfterContactWorkConfigs") and not found.get("PhoneNumberConfigs") and not found.get("PersistentConnectionConfigs")


VARIANTS = {
    "PhoneConfig.PhoneType": "SOFT_PHONE", "PhoneConfig.AutoAccept": False, "PhoneConfig.AfterContactWorkTimeLimit": 2,
    "PhoneConfig.DeskPhoneNumber": "+15550121", "PhoneConfig.PersistentConnection": False,
}
EFFECTS = {"PhoneConfig": later_write}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "PhoneConfig": {"AfterContactWorkTimeLimit": -1}},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
