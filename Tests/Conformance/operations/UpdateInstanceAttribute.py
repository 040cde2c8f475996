"""UpdateInstanceAttribute: as Terraform does, one by one, with "true" and "false"."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, AttributeType="CONTACT_LENS", Value="false")


def check(world, request, response):
    attribute = world.connect.describe_instance_attribute(
        InstanceId=world.instance, AttributeType=request["AttributeType"])["Attribute"]
    assert attribute["Value"] == request["Value"]


VARIANTS = {"Value": "true"}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Value": "perhaps"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
