"""DescribeInstanceStorageConfig."""

from harness import INTERNAL, THROTTLING, storage, unreachable
from operations.AssociateInstanceStorageConfig import associated, key

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return associated(world)


def check(world, request, response):
    config = response["StorageConfig"]
    assert config.pop("AssociationId") == request["AssociationId"]
    assert config == storage.config(request["InstanceId"], key(world), request["ResourceType"])


def of_its_class(world):
    """An id is of one class."""
    request = associated(world, "ATTACHMENTS")
    check(world, request, world.call("DescribeInstanceStorageConfig", request))
    world.refuses("DescribeInstanceStorageConfig", {**request, "ResourceType": "CHAT_TRANSCRIPTS"}, "ResourceNotFoundException")


VARIANTS = {}
EFFECTS = {"ResourceType": of_its_class}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ResourceType": "RECORDINGS"},
    "ResourceNotFoundException": lambda world: {**example(world), "AssociationId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
