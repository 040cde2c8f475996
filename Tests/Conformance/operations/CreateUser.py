"""CreateUser: an identity in the keep, an agent with a queue of its own in the switch."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, canary, files, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PASSWORD = "Correct-horse-1"


def example(world):
    return dict(
        InstanceId=world.instance, Username=world.unique("user"), Password=PASSWORD,
        IdentityInfo={"FirstName": "Ada", "LastName": "Example", "Email": "ada@example.com", "SecondaryEmail": "a@example.com",
                      "Mobile": "+15550100"},
        PhoneConfig={"PhoneType": "DESK_PHONE", "AutoAccept": False, "AfterContactWorkTimeLimit": 30,
                     "DeskPhoneNumber": "+15550101", "PersistentConnection": False},
        SecurityProfileIds=[world.agent_security_profile], RoutingProfileId=world.basic_routing_profile,
        AutoAcceptConfigs=[{"Channel": "CHAT", "AutoAccept": True, "AgentFirstCallbackAutoAccept": False}],
        AfterContactWorkConfigs=[{"Channel": "CHAT", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 10},
                                  "AgentFirstCallbackAfterContactWorkConfig": {"AfterContactWorkTimeLimit": 5}}],
        PhoneNumberConfigs=[{"Channel": "VOICE", "PhoneType": "DESK_PHONE", "PhoneNumber": "+15550102"}],
        PersistentConnectionConfigs=[{"Channel": "VOICE", "PersistentConnection": True}],
        VoiceEnhancementConfigs=[{"Channel": "VOICE", "VoiceEnhancementMode": "NONE"}], Tags={"shift": "day"})


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=response["UserId"])["User"]
    world.same(
        user, request, "Username", "IdentityInfo", "PhoneConfig", "SecurityProfileIds", "RoutingProfileId", "AutoAcceptConfigs",
        "AfterContactWorkConfigs", "PhoneNumberConfigs", "PersistentConnectionConfigs", "VoiceEnhancementConfigs", "Tags")
    assert user["Arn"] == response["UserArn"]
    pages = world.connect.get_paginator("list_queues").paginate(InstanceId=world.instance, QueueTypes=["AGENT"])
    assert any(queue["Id"] == response["UserId"] for page in pages for queue in page["QueueSummaryList"])


def passwords(world):
    """No password is written anywhere as it is, and a weak one is refused without being repeated."""
    for weak in ("Short-1", "alllower-1", "ALLUPPER-1", "No-digits-here", "Has space 1", "Too-long-1" + "x" * 55):
        try:
            world.call("CreateUser", {**example(world), "Password": weak})
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidParameterException" and weak not in str(error)
        else:
            raise AssertionError(f"{weak} was taken")
    secret = "Unmistakable-Secret-77"
    world.call("CreateUser", {**example(world), "Password": secret})
    canary.nowhere(canary.found(world.server.data, secret))


def rests_unreadable(world):
    """Names, addresses and numbers of people are in no file."""
    identity = {"FirstName": "Zyxwvut", "LastName": "Qwertzu", "Email": "mail@lkjhg.example",
                "SecondaryEmail": "more@mnbvc.example", "Mobile": "+15559876541"}
    request = {
        **example(world), "IdentityInfo": identity, "PhoneConfig": {"PhoneType": "DESK_PHONE", "DeskPhoneNumber": "+15559876542"},
        "PhoneNumberConfigs": [{"Channel": "VOICE", "PhoneType": "DESK_PHONE", "PhoneNumber": "+15559876543"}]}
    world.call("CreateUser", request)
    for path, file in files.contents(world.server.data).items():
        found = [text for text in (*identity.values(), "+15559876542", "+15559876543") if text.encode() in file]
        assert not found, (path, found)


def duplicate(world):
    request = example(world)
    world.call("CreateUser", request)
    return request


def limited(world):
    instance = world.full("User")
    profiles = world.connect.list_security_profiles(InstanceId=instance)["SecurityProfileSummaryList"]
    routing = world.connect.list_routing_profiles(InstanceId=instance)["RoutingProfileSummaryList"]
    return {
        **example(world), "InstanceId": instance, "SecurityProfileIds": [profiles[0]["Id"]], "RoutingProfileId": routing[0]["Id"]}


RESULT = "UserId"
VARIANTS = {
    "Username": lambda world: world.unique("other"), "IdentityInfo.FirstName": "Eve", "IdentityInfo.LastName": "Other",
    "IdentityInfo.Email": "eve@example.com", "IdentityInfo.SecondaryEmail": "e@example.com", "IdentityInfo.Mobile": "+15550109",
    "PhoneConfig.PhoneType": "SOFT_PHONE", "PhoneConfig.AutoAccept": True, "PhoneConfig.AfterContactWorkTimeLimit": 60,
    "PhoneConfig.DeskPhoneNumber": "+15550103", "PhoneConfig.PersistentConnection": True,
    "SecurityProfileIds": lambda world: [world.new("SecurityProfile")],
    "RoutingProfileId": lambda world: world.new("RoutingProfile"),
    "AutoAcceptConfigs": [{"Channel": "TASK", "AutoAccept": False}],
    "AfterContactWorkConfigs": [{"Channel": "TASK", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 11}}],
    "PhoneNumberConfigs": [{"Channel": "VOICE", "PhoneType": "SOFT_PHONE"}],
    "PersistentConnectionConfigs": [{"Channel": "VOICE", "PersistentConnection": False}],
    "VoiceEnhancementConfigs": [{"Channel": "VOICE", "VoiceEnhancementMode": "NOISE_SUPPRESSION"}], "Tags": {"shift": "night"},
}
EFFECTS = {"Password": passwords, "IdentityInfo": rests_unreadable}
REFUSED = {"DirectoryUserId": "someone", "HierarchyGroupId": UNKNOWN}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Password": "weak"},
    "LimitExceededException": limited,
    "DuplicateResourceException": duplicate,
    "ResourceNotFoundException": lambda world: {**example(world), "RoutingProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
