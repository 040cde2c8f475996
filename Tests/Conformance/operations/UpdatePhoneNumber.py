"""UpdatePhoneNumber: a number moves to another instance, and keeps its id."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, numbers, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    number = numbers.claimed(world, Tags={"team": "sales"})
    world.connect.associate_phone_number_contact_flow(
        PhoneNumberId=number, InstanceId=world.instance, ContactFlowId=contacts.flow(world))
    return dict(PhoneNumberId=number, InstanceId=world.other_instance())


def check(world, request, response):
    number = numbers.described(world, request["PhoneNumberId"])
    world.same(number, request, "InstanceId")
    assert number["TargetArn"].endswith(request["InstanceId"]) and number["Tags"] == {"team": "sales"}
    assert response == {"PhoneNumberId": request["PhoneNumberId"], "PhoneNumberArn": number["PhoneNumberArn"]}
    listed = world.connect.list_phone_numbers(InstanceId=world.instance)["PhoneNumberSummaryList"]
    assert request["PhoneNumberId"] not in [item["Id"] for item in listed]


def target(world):
    request = example(world)
    instance = request.pop("InstanceId")
    request["TargetArn"] = world.connect.describe_instance(InstanceId=instance)["Instance"]["Arn"]
    check(world, {**request, "InstanceId": instance}, world.call("UpdatePhoneNumber", request))
    world.call("UpdatePhoneNumber", request)


def in_use(world):
    number = numbers.claimed(world)
    queue = world.new("Queue", OutboundCallerConfig={"OutboundCallerIdNumberId": number})
    world.later(lambda: world.connect.update_queue_outbound_caller_config(
        InstanceId=world.instance, QueueId=queue, OutboundCallerConfig={}))
    return dict(PhoneNumberId=number, InstanceId=world.other_instance())


EFFECTS = {"TargetArn": target}
ERRORS = {
    "InvalidParameterException": lambda world: {"PhoneNumberId": numbers.claimed(world)},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ResourceInUseException": in_use,
    "IdempotencyException": unreachable("test_phone_numbers.py provokes it, with a token that was used before"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL, "AccessDeniedException": ACCESS_DENIED,
}
