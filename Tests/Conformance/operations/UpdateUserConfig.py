"""UpdateUserConfig."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, UserId=world.new("User"), AutoAcceptConfigs=[{"Channel": "CHAT", "AutoAccept": False}],
        AfterContactWorkConfigs=[{"Channel": "CHAT", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 3}}],
        PhoneNumberConfigs=[{"Channel": "VOICE", "PhoneType": "SOFT_PHONE"}],
        PersistentConnectionConfigs=[{"Channel": "VOICE", "PersistentConnection": False}],
        VoiceEnhancementConfigs=[{"Channel": "VOICE", "VoiceEnhancementMode": "VOICE_ISOLATION"}])


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    world.same(
        user, request, "AutoAcceptConfigs", "AfterContactWorkConfigs", "PhoneNumberConfigs", "PersistentConnectionConfigs",
        "VoiceEnhancementConfigs")


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "UserId")}
    world.call("UpdateUserConfig", {**ids, **request})
    for name, value in request.items():
        before = {**world.connect.describe_user(**ids)["User"], "LastModifiedTime": None}
        world.call("UpdateUserConfig", {**ids, name: value})
        assert {**world.connect.describe_user(**ids)["User"], "LastModifiedTime": None} == before, name


VARIANTS = {
    "AutoAcceptConfigs": [{"Channel": "TASK", "AutoAccept": True, "AgentFirstCallbackAutoAccept": True}],
    "AfterContactWorkConfigs": [{"Channel": "TASK", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 4},
                                 "AgentFirstCallbackAfterContactWorkConfig": {"AfterContactWorkTimeLimit": 6}}],
    "PhoneNumberConfigs": [{"Channel": "VOICE", "PhoneType": "DESK_PHONE", "PhoneNumber": "+15550130"}],
    "PersistentConnectionConfigs": [{"Channel": "VOICE", "PersistentConnection": True}],
    "VoiceEnhancementConfigs": [{"Channel": "VOICE", "VoiceEnhancementMode": "NONE"}],
}
EFFECTS = {"AutoAcceptConfigs": kept}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "ConditionalOperationFailedException": unreachable("no setting depends on another here"),
    "InvalidParameterException": lambda world: {**example(world), "AutoAcceptConfigs": [{"Channel": "CHAT"}]},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
