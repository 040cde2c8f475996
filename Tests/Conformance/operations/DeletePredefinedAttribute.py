"""DeletePredefinedAttribute: one that an agent has a proficiency in stays."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable


def example(world):
    return dict(InstanceId=world.instance, Name=world.new("PredefinedAttribute"))


def check(world, request, response):
    try:
        world.connect.describe_predefined_attribute(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("the attribute is still there")


def used(world):
    request, user = example(world), world.new("User")
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[
        {"AttributeName": request["Name"], "AttributeValue": "Welsh", "Level": 3}])
    return request


def released(world):
    """Once nobody has a proficiency in it, it can go: by disassociation, or with the user."""
    request, user = example(world), world.new("User")
    welsh = {"AttributeName": request["Name"], "AttributeValue": "Welsh"}
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[{**welsh, "Level": 3}])
    world.connect.disassociate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[welsh])
    world.call("DeletePredefinedAttribute", request)
    request = example(world)
    english = {"AttributeName": request["Name"], "AttributeValue": "English", "Level": 3}
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[english])
    world.connect.delete_user(InstanceId=world.instance, UserId=user)
    world.call("DeletePredefinedAttribute", request)


EFFECTS = {"Name": released}
ERRORS = {
    "ResourceInUseException": used,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Name": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "Name": "none such"},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
