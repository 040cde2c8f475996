"""AssociateInstanceStorageConfig: a class of content is sealed under the key that was chosen, once an officer has approved it."""

from harness import INTERNAL, THROTTLING, approvals, storage

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def key(world):
    """The ARN of a KMS key for these tests."""
    if "storage key" not in world.filled:
        world.filled["storage key"] = storage.new_key(world.server, "alias/" + world.unique("storage"))
    return storage.key_arn(world.server, world.filled["storage key"])


def vacant(world):
    """An instance where nothing is chosen."""
    if "storage" not in world.filled:
        world.filled["storage"] = world.new_instance()
    storage.vacate(world.server, world.connect, world.filled["storage"])
    return world.filled["storage"]


def associated(world, type="CHAT_TRANSCRIPTS"):
    """What names a choice that was made."""
    instance = vacant(world)
    request = dict(InstanceId=instance, ResourceType=type, StorageConfig=storage.config(instance, key(world), type))
    made = storage.settled(world.server, world.connect.associate_instance_storage_config, request)
    return dict(InstanceId=instance, AssociationId=made["AssociationId"], ResourceType=type)


def granted(world, call, request):
    """The request, which an officer has approved."""
    approvals.approve(world.server, storage.asked(call, request))
    return request


def example(world):
    ids = associated(world)
    storage.settled(world.server, world.connect.disassociate_instance_storage_config, ids)
    return granted(world, world.connect.associate_instance_storage_config, dict(
        InstanceId=ids["InstanceId"], ResourceType="CHAT_TRANSCRIPTS", StorageConfig=storage.config(ids["InstanceId"], key(world)),
        ClientToken=world.unique("token")))


def described(world, request, response):
    return world.connect.describe_instance_storage_config(
        InstanceId=request["InstanceId"], AssociationId=response["AssociationId"], ResourceType=request["ResourceType"])["StorageConfig"]


def check(world, request, response):
    assert described(world, request, response) == {**request["StorageConfig"], "AssociationId": response["AssociationId"]}


def of_each_class(world):
    """Each class by itself, with or without a key of its own; the other is as it was."""
    ids = associated(world, "ATTACHMENTS")
    instance, connect = ids["InstanceId"], world.connect
    assert connect.list_instance_storage_configs(InstanceId=instance, ResourceType="CHAT_TRANSCRIPTS")["StorageConfigs"] == []
    request = dict(
        InstanceId=instance, ResourceType="CHAT_TRANSCRIPTS",
        StorageConfig=storage.config(instance, BucketPrefix="connect/ChatTranscripts/"))
    response = storage.settled(world.server, connect.associate_instance_storage_config, request)
    check(world, request, response)
    assert connect.describe_instance_storage_config(**ids)["StorageConfig"]["S3Config"] == storage.config(instance, key(world), "ATTACHMENTS")["S3Config"]


def where_content_is(world):
    """Another bucket or prefix, or one of another class, is refused with what it must be."""
    instance = vacant(world)
    for changed, said in (
            ({"BucketName": "bucket"}, f"connect-{instance}"), ({"BucketPrefix": "transcripts"}, "connect/ChatTranscripts"),
            ({"BucketPrefix": storage.PREFIXES["ATTACHMENTS"]}, "connect/ChatTranscripts")):
        response = world.refuses("AssociateInstanceStorageConfig", dict(
            InstanceId=instance, ResourceType="CHAT_TRANSCRIPTS", StorageConfig=storage.config(instance, key(world), **changed)),
            "InvalidParameterException")
        assert next(iter(changed)) in response["Error"]["Message"] and said in response["Error"]["Message"]
    for type in ("KINESIS_STREAM", "S3"):
        response = world.refuses("AssociateInstanceStorageConfig", dict(
            InstanceId=instance, ResourceType="CHAT_TRANSCRIPTS", StorageConfig={"StorageType": type}), "InvalidParameterException")
        assert ("StorageType" if type != "S3" else "S3Config") in response["Error"]["Message"]


def twice(world):
    ids = associated(world)
    return dict(InstanceId=ids["InstanceId"], ResourceType="CHAT_TRANSCRIPTS", StorageConfig=storage.config(ids["InstanceId"], key(world)))


ENCRYPTION = {"EncryptionType": "KMS", "KeyId": "alias/switchkeep/default"}
VARIANTS = {}
EFFECTS = {"ResourceType": of_each_class, "StorageConfig.S3Config": where_content_is, "StorageConfig.StorageType": where_content_is}
REFUSED = {
    "StorageConfig.AssociationId": UNKNOWN,
    "StorageConfig.KinesisVideoStreamConfig": {"Prefix": "p", "RetentionPeriodHours": 1, "EncryptionConfig": ENCRYPTION},
    "StorageConfig.KinesisStreamConfig": {"StreamArn": "arn:aws:kinesis:us-east-1:111122223333:stream/s"},
    "StorageConfig.KinesisFirehoseConfig": {"FirehoseArn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/s"},
}
ERRORS = {
    "ResourceConflictException": twice,
    "InvalidRequestException": lambda world: {**example(world), "ResourceType": "SCHEDULED_REPORTS"},
    "InvalidParameterException": lambda world: {**example(world), "StorageConfig": storage.config(vacant(world), UNKNOWN)},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
