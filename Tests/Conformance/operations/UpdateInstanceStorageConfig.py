"""UpdateInstanceStorageConfig: another key, or none, once an officer has approved it."""

from harness import INTERNAL, THROTTLING, storage
from operations.AssociateInstanceStorageConfig import ENCRYPTION, associated, granted, key, where_content_is

UNKNOWN = "00000000-0000-4000-8000-000000000000"
DEFAULT = "alias/switchkeep/default"


def request(world, key=DEFAULT):
    ids = associated(world)
    return {**ids, "StorageConfig": storage.config(ids["InstanceId"], key), "ClientToken": world.unique("token")}


def example(world):
    return granted(world, world.connect.update_instance_storage_config, request(world))


def check(world, request, response):
    assert response == {}
    described = world.connect.describe_instance_storage_config(
        **{name: request[name] for name in ("InstanceId", "AssociationId", "ResourceType")})["StorageConfig"]
    assert described == {**request["StorageConfig"], "AssociationId": request["AssociationId"]}


def without_a_key(world):
    """And with the one that it has."""
    for chosen in (None, key(world)):
        changed = request(world, chosen)
        storage.settled(world.server, world.connect.update_instance_storage_config, changed)
        check(world, changed, {})


def its_own_id(world):
    changed = request(world)
    changed["StorageConfig"]["AssociationId"] = changed["AssociationId"]
    storage.settled(world.server, world.connect.update_instance_storage_config, changed)
    check(world, changed, {})
    changed = {**changed, "StorageConfig": {**changed["StorageConfig"], "AssociationId": UNKNOWN}, "ClientToken": world.unique("token")}
    assert "AssociationId" in world.refuses("UpdateInstanceStorageConfig", changed, "InvalidParameterException")["Error"]["Message"]


def of_its_class(world):
    changed = request(world)
    world.refuses("UpdateInstanceStorageConfig", {
        **changed, "ResourceType": "ATTACHMENTS", "StorageConfig": storage.config(changed["InstanceId"], DEFAULT, "ATTACHMENTS")},
        "ResourceNotFoundException")


def where_it_is(world):
    """As AssociateInstanceStorageConfig has it."""
    where_content_is(world)
    changed = request(world)
    for wrong in ({"BucketName": "bucket"}, {"BucketPrefix": "transcripts"}):
        world.refuses("UpdateInstanceStorageConfig", {
            **changed, "StorageConfig": storage.config(changed["InstanceId"], DEFAULT, **wrong)}, "InvalidParameterException")
    world.refuses("UpdateInstanceStorageConfig", {**changed, "StorageConfig": {"StorageType": "KINESIS_STREAM"}}, "InvalidParameterException")


def disabled(world):
    """A key that is disabled cannot be chosen."""
    changed = request(world, storage.key_arn(world.server, storage.new_key(world.server, "alias/" + world.unique("disabled"))))
    world.server.command("key", "disable", changed["StorageConfig"]["S3Config"]["EncryptionConfig"]["KeyId"].rsplit("/", 1)[1])
    return changed


VARIANTS = {}
EFFECTS = {
    "StorageConfig.S3Config.EncryptionConfig": without_a_key, "StorageConfig.AssociationId": its_own_id, "ResourceType": of_its_class,
    "StorageConfig.S3Config": where_it_is, "StorageConfig.StorageType": where_it_is,
}
REFUSED = {
    "StorageConfig.KinesisVideoStreamConfig": {"Prefix": "p", "RetentionPeriodHours": 1, "EncryptionConfig": ENCRYPTION},
    "StorageConfig.KinesisStreamConfig": {"StreamArn": "arn:aws:kinesis:us-east-1:111122223333:stream/s"},
    "StorageConfig.KinesisFirehoseConfig": {"FirehoseArn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/s"},
}
ERRORS = {
    "InvalidRequestException": disabled,
    "InvalidParameterException": lambda world: request(world, UNKNOWN),
    "ResourceNotFoundException": lambda world: {**request(world), "AssociationId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
