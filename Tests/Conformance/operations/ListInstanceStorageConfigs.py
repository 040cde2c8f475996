"""ListInstanceStorageConfigs: of one class, which has one or none."""

from harness import INTERNAL, THROTTLING, storage, unreachable
from operations.AssociateInstanceStorageConfig import associated, key

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    ids = associated(world)
    return dict(InstanceId=ids["InstanceId"], ResourceType=ids["ResourceType"], MaxResults=10)


def check(world, request, response):
    [config] = response["StorageConfigs"]
    assert "NextToken" not in response
    described = world.connect.describe_instance_storage_config(
        InstanceId=request["InstanceId"], AssociationId=config["AssociationId"], ResourceType=request["ResourceType"])
    assert described["StorageConfig"] == config
    assert config["S3Config"] == storage.config(request["InstanceId"], key(world), request["ResourceType"])["S3Config"]


def of_the_class(world):
    request = example(world)
    for type in ("ATTACHMENTS", "CALL_RECORDINGS"):
        assert world.call("ListInstanceStorageConfigs", {**request, "ResourceType": type}) == {"StorageConfigs": []}
    check(world, request, world.call("ListInstanceStorageConfigs", request))
    assert world.connect.list_instance_storage_configs(
        InstanceId=world.other_instance(), ResourceType="CHAT_TRANSCRIPTS")["StorageConfigs"] == []


VARIANTS = {}
EFFECTS = {"ResourceType": of_the_class}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "NextToken": "0"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
