"""StartOutboundVoiceContact: somebody is called, and a flow takes the call when they answer."""

from contacts import flows
from harness import INTERNAL, contacts, numbers, unreachable

THEIRS, OTHERS = "+441632960022", "+441632960023"


def source(world):
    """A number that the instance has, the same for all tests."""
    if "outbound" not in world.filled:
        number = numbers.free(world)
        world.connect.claim_phone_number(InstanceId=world.instance, PhoneNumber=number)
        world.filled["outbound"] = number
    return world.filled["outbound"]


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowId=contacts.flow(world), DestinationPhoneNumber=THEIRS, SourcePhoneNumber=source(world),
        Name="Reminder", Description="Of tomorrow's appointment", Attributes={"order": "A1"},
        References={"offer": {"Type": "URL", "Value": "https://example.com/offer"}})


def check(world, request, response):
    described = contacts.described(world, contacts.ends(world, response["ContactId"]))
    world.same(described, request, "Name", "Description", "RelatedContactId")
    assert described["Attributes"] == request["Attributes"]
    assert described["CustomerEndpoint"]["Address"] == request["DestinationPhoneNumber"]
    assert described["SystemEndpoint"]["Address"] == request["SourcePhoneNumber"]
    assert described["Channel"] == "VOICE" and described["InitiationMethod"] == "API"
    found = world.connect.list_contact_references(
        InstanceId=world.instance, ContactId=response["ContactId"], ReferenceTypes=["URL", "STRING"])["ReferenceSummaryList"]
    assert [(list(r)[0].upper(), *list(r.values())[0].values()) for r in found] == [
        (reference["Type"], name, reference["Value"]) for name, reference in request["References"].items()]


def started(world, **members):
    """The call as the telephones have it."""
    telephones = numbers.exchange(world)
    request = {**example(world), **members}
    made = world.call("StartOutboundVoiceContact", {k: v for k, v in request.items() if v is not None})
    return telephones.call(contacts.ends(world, made["ContactId"]))


def by_flow(world):
    queue = world.new("Queue")
    call = started(world, ContactFlowId=world.new("ContactFlow", Content=flows.to_queue(queue)))
    call.dialled("Answered")
    call.waits("play", isRepeated=True)
    described = contacts.described(world, call.contact)
    assert described["QueueInfo"]["Id"] == queue
    call.hang_up()


def by_queue(world):
    """The number of a queue is shown where no other is given."""
    number = numbers.claimed(world)
    queue = world.new("Queue", OutboundCallerConfig={"OutboundCallerIdNumberId": number})
    world.later(lambda: world.connect.update_queue_outbound_caller_config(
        InstanceId=world.instance, QueueId=queue, OutboundCallerConfig={}))
    call = started(world, SourcePhoneNumber=None, QueueId=queue)
    assert call.dialled("Failed")["callerNumber"] == numbers.described(world, number)["PhoneNumber"]


def ringing(world):
    assert started(world, RingTimeoutInSeconds=20).dialled("TimedOut")["timeLimitSeconds"] == 20


def general(world):
    assert started(world, TrafficType="GENERAL").dialled("Failed")["number"] == THEIRS
    world.refuses("StartOutboundVoiceContact", {**example(world), "TrafficType": "CAMPAIGN"}, "InvalidRequestException")


def forbidden(world):
    instance = world.other_instance()
    world.connect.update_instance_attribute(InstanceId=instance, AttributeType="OUTBOUND_CALLS", Value="false")
    return {**example(world), "InstanceId": instance}


RESULT = "ContactId"
VARIANTS = {
    "Name": "Another", "Description": "Of the invoice", "Attributes": {"order": "B2"}, "DestinationPhoneNumber": OTHERS,
    "References": {"offer": {"Type": "STRING", "Value": "x"}}, "RelatedContactId": lambda world: contacts.chat(world),
}
EFFECTS = {
    "ContactFlowId": by_flow, "QueueId": by_queue, "RingTimeoutInSeconds": ringing, "TrafficType": general, "SourcePhoneNumber": by_queue,
}
REFUSED = {
    "AnswerMachineDetectionConfig": {"EnableAnswerMachineDetection": True}, "CampaignId": contacts.NOBODY,
    "OutboundStrategy": {"Type": "AGENT_FIRST"},
}
ERRORS = {
    "InvalidRequestException": lambda world: {k: v for k, v in example(world).items() if k != "SourcePhoneNumber"},
    "InvalidParameterException": lambda world: {**example(world), "SourcePhoneNumber": "+442079460777"},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": contacts.NOBODY},
    "DestinationNotAllowedException": lambda world: {**example(world), "DestinationPhoneNumber": "+11125550100"},
    "OutboundContactNotPermittedException": forbidden,
    "LimitExceededException": unreachable("contacts are limited by what the machine bears, and refused as a fault then"),
    "InternalServiceException": INTERNAL,
}
