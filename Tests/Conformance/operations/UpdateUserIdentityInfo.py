"""UpdateUserIdentityInfo."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, UserId=world.new("User"),
        IdentityInfo={"FirstName": "Eve", "LastName": "New", "Email": "e@example.com", "SecondaryEmail": "f@example.com",
                      "Mobile": "+15550110"})


def check(world, request, response):
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["UserId"])["User"]
    world.same(user, request, "IdentityInfo")


VARIANTS = {
    "IdentityInfo.FirstName": "Ann", "IdentityInfo.LastName": "Else", "IdentityInfo.Email": "g@example.com",
    "IdentityInfo.SecondaryEmail": "h@example.com", "IdentityInfo.Mobile": "+15550111",
}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "IdentityInfo": {"Mobile": "none"}},
    "ResourceNotFoundException": lambda world: {**example(world), "UserId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
