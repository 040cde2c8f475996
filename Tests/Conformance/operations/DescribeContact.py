"""DescribeContact: describes a contact, open or over."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.task(world, Description="d"))


def check(world, request, response):
    contact = response["Contact"]
    assert contact["Id"] == request["ContactId"] == contact["InitialContactId"] and contact["Channel"] == "TASK"
    assert contact["Name"] == "Call back" and contact["Description"] == "d" and contact["QueueInfo"]["Id"] == world.basic_queue
    assert contact["QueuePriority"] == 5 and contact["QueueTimeAdjustmentSeconds"] == 0


VARIANTS = {}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ContactId": "c" * 300},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
}
