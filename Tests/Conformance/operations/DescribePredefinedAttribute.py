"""DescribePredefinedAttribute: by a name that may have any sign."""

from harness import INTERNAL, THROTTLING, unreachable


def example(world):
    return dict(InstanceId=world.instance, Name=world.new("PredefinedAttribute", Name=world.unique("Büro / Süd ?")))


def check(world, request, response):
    found = response["PredefinedAttribute"]
    assert found["Name"] == request["Name"] and found["Values"] == {"StringList": ["English", "Welsh"]}
    assert found["LastModifiedTime"] and found["LastModifiedRegion"]


def elsewhere(world):
    """Another instance does not have it."""
    try:
        world.call("DescribePredefinedAttribute", {**example(world), "InstanceId": world.other_instance()})
    except world.connect.exceptions.ResourceNotFoundException:
        return
    raise AssertionError("it is in another instance")


EFFECTS = {"InstanceId": elsewhere}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Name": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "Name": "none such"},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
