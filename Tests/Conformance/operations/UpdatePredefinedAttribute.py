"""UpdatePredefinedAttribute: what is not given stays, and a value in use too."""

from harness import INTERNAL, THROTTLING


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.new("PredefinedAttribute"), Values={"StringList": ["Welsh", "French"]},
        Purposes=["REPORTING"], AttributeConfiguration={"EnableValueValidationOnAssociation": False})


def described(world, request):
    found = world.connect.describe_predefined_attribute(InstanceId=world.instance, Name=request["Name"])["PredefinedAttribute"]
    return {**found, "LastModifiedTime": None}


def check(world, request, response):
    found = described(world, request)
    world.same(found, request, "Values", "Purposes")
    assert found["AttributeConfiguration"] == {**request["AttributeConfiguration"], "IsReadOnly": False}


def kept(world):
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "Name")}
    for name, value in request.items():
        before = described(world, ids)
        world.call("UpdatePredefinedAttribute", {**ids, name: value})
        after = described(world, ids)
        assert [member for member in before if before[member] != after[member]] == [name]


def used(world):
    """The value that an agent has a proficiency in cannot be taken away; the others can."""
    request, user = example(world), world.new("User")
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[
        {"AttributeName": request["Name"], "AttributeValue": "Welsh", "Level": 3}])
    world.call("UpdatePredefinedAttribute", request)
    return {**request, "Values": {"StringList": ["French"]}}


VARIANTS = {
    "Values.StringList": ["Manx"], "Purposes": ["OTHER"], "AttributeConfiguration.EnableValueValidationOnAssociation": True,
}
EFFECTS = {"Values": kept}
ERRORS = {
    "InvalidRequestException": used,
    "InvalidParameterException": lambda world: {**example(world), "Values": {"StringList": ["x", "x"]}},
    "ResourceNotFoundException": lambda world: {**example(world), "Name": "none such"},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
