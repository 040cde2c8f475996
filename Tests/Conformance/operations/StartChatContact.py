"""StartChatContact: begins a chat."""

from harness import INTERNAL, contacts, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowId=contacts.flow(world), ParticipantDetails={"DisplayName": "Carla"},
        Attributes={"page": "pricing"}, InitialMessage={"ContentType": "text/plain", "Content": "Hello"}, ChatDurationInMinutes=60,
        SupportedMessagingContentTypes=["text/plain"], SegmentAttributes={"connect:Subtype": {"ValueString": "connect:Chat"}},
        CustomerId="customer-1")


def check(world, request, response):
    contact = contacts.ends(world, response["ContactId"])
    described = contacts.described(world, contact)
    assert described["Channel"] == "CHAT" and response["ParticipantId"] and response["ParticipantToken"]
    world.same(described, request, "CustomerId", "SegmentAttributes")
    assert described.get("RelatedContactId") == request.get("RelatedContactId")
    assert {**described["Attributes"], "path": ""} == {**request["Attributes"], "path": ""}
    said = contacts.said(world, response["ParticipantToken"])
    message = request.get("InitialMessage") or {}
    assert said.get(message.get("Content")) == message.get("ContentType")
    assert said["Carla"] == (request["ParticipantDetails"]["DisplayName"] == "Carla")


RESULT = "ContactId"
VARIANTS = {
    "Attributes": {"page": "support"}, "InitialMessage.Content": "Good day", "InitialMessage.ContentType": "text/markdown",
    "CustomerId": "customer-2", "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Guide"}},
    "RelatedContactId": lambda world: contacts.task(world), "ParticipantDetails.DisplayName": "Dora",
}


def another_flow(world):
    """The flow decides what is said first."""
    from contacts import flows
    other = world.new("ContactFlow", Content=flows.to_queue(world.basic_queue, "Bonjour"))
    made = world.call("StartChatContact", {**example(world), "ContactFlowId": other})
    contacts.ends(world, made["ContactId"])
    assert "Bonjour" in contacts.said(world, made["ParticipantToken"])


def ends_by_itself(world):
    """The shortest is an hour: that the member is looked at shows in its bounds; that a chat ends, in the simulation."""
    assert world.call("StartChatContact", {**example(world), "ChatDurationInMinutes": 61})["ContactId"]


def past(world):
    source = contacts.over_chat(world)
    request = {**example(world), "PersistentChat": {"SourceContactId": source, "RehydrationType": "ENTIRE_PAST_SESSION"}}
    made = world.call("StartChatContact", request)
    contacts.ends(world, made["ContactId"])
    assert made["ContinuedFromContactId"] == source


def content_types(world):
    assert world.call("StartChatContact", {**example(world), "SupportedMessagingContentTypes": ["text/plain", "text/markdown"]})["ContactId"]


EFFECTS = {
    "ContactFlowId": another_flow, "ChatDurationInMinutes": ends_by_itself, "PersistentChat": past,
    "SupportedMessagingContentTypes": content_types,
}
REFUSED = {"DisconnectOnCustomerExit": ["AGENT"], "ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"}}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "PersistentChat": {"SourceContactId": contacts.NOBODY}},
    "InvalidParameterException": lambda world: {**example(world), "ChatDurationInMinutes": 1},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": contacts.NOBODY},
    "LimitExceededException": unreachable("contacts are limited by what the machine bears, and refused as a fault then"),
    "InternalServiceException": INTERNAL,
}
