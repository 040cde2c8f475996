"""CreatePredefinedAttribute: its name is its id."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("Language"), Values={"StringList": ["English", "Welsh"]}, Purposes=["ROUTING"],
        AttributeConfiguration={"EnableValueValidationOnAssociation": True})


def check(world, request, response):
    found = world.connect.describe_predefined_attribute(InstanceId=world.instance, Name=request["Name"])["PredefinedAttribute"]
    world.same(found, request, "Name", "Values", "Purposes")
    assert found["AttributeConfiguration"] == {**request["AttributeConfiguration"], "IsReadOnly": False}


def name_alone(world):
    name = world.unique("Plain")
    world.connect.create_predefined_attribute(InstanceId=world.instance, Name=name)
    found = world.connect.describe_predefined_attribute(InstanceId=world.instance, Name=name)["PredefinedAttribute"]
    assert "Values" not in found and found["AttributeConfiguration"] == {"EnableValueValidationOnAssociation": False, "IsReadOnly": False}


def reserved(world):
    """Names and values of Connect's own, and a value that stands twice."""
    for wrong in (
            {"Name": "aws:x"}, {"Name": "connect:x"}, {"Values": {"StringList": ["connect:x"]}}, {"Values": {"StringList": ["x", "x"]}}):
        try:
            world.call("CreatePredefinedAttribute", {**example(world), **wrong})
        except world.connect.exceptions.InvalidParameterException as error:
            assert next(iter(wrong)) in str(error)
        else:
            raise AssertionError(f"{wrong} was accepted")


def duplicate(world):
    request = example(world)
    world.call("CreatePredefinedAttribute", request)
    return request


RESULT = "Name"
VARIANTS = {
    "Name": lambda world: world.unique("a name / with: signs"), "Values.StringList": ["French"], "Purposes": ["REPORTING"],
    "AttributeConfiguration.EnableValueValidationOnAssociation": False,
}
EFFECTS = {"Values": name_alone, "Name": reserved}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Values": {"StringList": [""]}},
    "DuplicateResourceException": duplicate,
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("PredefinedAttribute")},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
