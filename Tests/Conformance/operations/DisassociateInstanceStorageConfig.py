"""DisassociateInstanceStorageConfig: the class is sealed under the default key again, once an officer has approved it."""

from harness import INTERNAL, THROTTLING, storage, unreachable
from operations.AssociateInstanceStorageConfig import associated, granted

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return granted(world, world.connect.disassociate_instance_storage_config, {**associated(world), "ClientToken": world.unique("token")})


def check(world, request, response):
    assert response == {}
    listed = world.connect.list_instance_storage_configs(InstanceId=request["InstanceId"], ResourceType=request["ResourceType"])
    assert listed["StorageConfigs"] == []


def of_its_class(world):
    ids = associated(world)
    world.refuses("DisassociateInstanceStorageConfig", {**ids, "ResourceType": "ATTACHMENTS"}, "ResourceNotFoundException")
    assert world.connect.describe_instance_storage_config(**ids)["StorageConfig"]
    storage.settled(world.server, world.connect.disassociate_instance_storage_config, ids)
    check(world, ids, {})


VARIANTS = {}
EFFECTS = {"ResourceType": of_its_class}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter; what waits for an officer is in test_storage_configs.py"),
    "InvalidParameterException": lambda world: {**associated(world), "ResourceType": "RECORDINGS"},
    "ResourceNotFoundException": lambda world: {**associated(world), "AssociationId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
