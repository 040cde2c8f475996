"""Chats, from the website's back end through a flow and a queue to an agent and back."""

import json

import urllib.request

import pytest
from botocore.exceptions import ClientError
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contacts import flows
from harness.chat import ENDED, READ, TYPING, Customer, participant_client
from harness.desk import tls


@pytest.fixture
def chat(centre):
    """A customer and an agent in one chat."""
    return begin(centre)


def begin(centre, **members):
    desk = centre.desk()
    started = centre.start_chat(**members)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    contact = desk.accept("CHAT")
    assert contact["contactId"] == started["ContactId"]
    centre.world.later(customer.close)
    return centre, desk, customer, contact


def said(items):
    return [item["Content"] for item in items if item["Type"] == "MESSAGE"]


def test_a_conversation(chat):
    centre, desk, customer, contact = chat
    customer.say("Hello, is anybody there?")
    desk.wait(lambda: "Hello, is anybody there?" in [item.get("Content") for item in desk.items], "the customer's message")
    desk.do("sendMessage", contactId=contact["contactId"], content="Yes. How can I help?")
    item = customer.hears("Yes. How can I help?")
    assert item["ParticipantRole"] == "AGENT" and item["ContactId"] == contact["contactId"]
    customer.event(TYPING)
    desk.wait(lambda: TYPING in [item["ContentType"] for item in desk.items], "typing")
    customer.event(READ, Content=json.dumps({"messageId": item["Id"]}))
    receipt = desk.wait(lambda: next((i for i in desk.items if i["Type"] == "MESSAGE_METADATA"), None), "a receipt")
    assert receipt["MessageMetadata"]["MessageId"] == item["Id"]
    expected = ["Welcome. An agent will be with you.", "Hello, is anybody there?", "Yes. How can I help?"]
    assert said(customer.transcript()) == expected
    assert said(desk.do("getTranscript", contactId=contact["contactId"])) == expected
    assert customer.transcript() == desk.do("getTranscript", contactId=contact["contactId"])
    assert TYPING not in [item["ContentType"] for item in customer.transcript()]


def test_the_customer_leaves(chat):
    centre, desk, customer, contact = chat
    customer.leave()
    desk.contact("ENDED")
    customer.wait(lambda: customer.ended, "the end of the socket")
    desk.do("clearContact", contactId=contact["contactId"])
    desk.none()
    over = centre.describe(contact["contactId"])
    assert over["DisconnectReason"] == "CUSTOMER_DISCONNECT" and over["InitiationMethod"] == "API"
    with pytest.raises(ClientError) as refused:
        customer.say("Still there?")
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_the_agent_ends_the_chat(chat):
    centre, desk, customer, contact = chat
    desk.finish(contact)
    customer.sees(ENDED)
    customer.wait(lambda: customer.ended, "the end of the socket")
    assert centre.describe(contact["contactId"])["DisconnectReason"] == "AGENT_DISCONNECT"


def test_a_customer_gives_up_in_the_queue(centre):
    started = centre.start_chat()
    customer = Customer(centre.world.server, started["ParticipantToken"])
    customer.wait(lambda: customer.items or True, "nothing")
    customer.leave()
    over = centre.describe(started["ContactId"])
    assert over["DisconnectReason"] == "CUSTOMER_DISCONNECT" and "AgentInfo" not in over and over["QueueInfo"]["Id"] == centre.queue
    customer.close()


def test_a_chat_is_transferred(chat):
    """The customer stays connected; the next agent reads what was said; the records form a chain."""
    centre, first, customer, contact = chat
    other = centre.world.new("Queue")
    second = centre.desk(centre.routing_profile(other))
    customer.say("My router is on fire.")
    transfer = centre.new_flow(flows.to_queue(other, "One moment."), "QUEUE_TRANSFER")
    connect_to = centre.world.connect.create_quick_connect(
        InstanceId=centre.instance, Name=centre.world.unique("quick"), QuickConnectConfig={
            "QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": other, "ContactFlowId": transfer}})["QuickConnectId"]
    made = first.do("transfer", contactId=contact["contactId"], quickConnectId=connect_to)["contactId"]
    customer.hears("One moment.")
    taken = second.accept("CHAT")
    assert taken["contactId"] == made and taken["initialContactId"] == contact["contactId"]
    assert "My router is on fire." in said(second.do("getTranscript", contactId=made))
    second.do("sendMessage", contactId=made, content="Get the extinguisher.")
    assert customer.hears("Get the extinguisher.")["ContactId"] == made
    customer.say("Thank you.")
    second.wait(lambda: "Thank you." in [item.get("Content") for item in second.items], "the customer's message")
    first.contact("ENDED")
    first.do("clearContact", contactId=contact["contactId"])
    second.finish(taken)
    earlier, later = centre.describe(contact["contactId"]), centre.describe(made)
    assert later["PreviousContactId"] == contact["contactId"] and later["InitialContactId"] == contact["contactId"]
    assert later["InitiationMethod"] == "TRANSFER" and earlier["DisconnectReason"] == "AGENT_DISCONNECT"
    assert "InitialContactId" in earlier and "PreviousContactId" not in earlier


def test_an_attachment_goes_both_ways_of_the_chat(chat):
    centre, desk, customer, contact = chat
    content = bytes(range(256)) * 400
    attachment = customer.attach("picture.png", content, "image/png")
    item = desk.wait(lambda: next((i for i in desk.items if i["Type"] == "ATTACHMENT"), None), "the attachment")
    assert item["Attachments"][0]["AttachmentName"] == "picture.png" and item["Attachments"][0]["Status"] == "APPROVED"
    assert customer.fetch(attachment) == content
    customer.leave()


def test_a_large_attachment(chat):
    centre, desk, customer, contact = chat
    content = b"\x89PNG" * (3 << 20)
    assert customer.fetch(customer.attach("large.png", content, "image/png")) == content


@pytest.mark.parametrize("name, content_type, size", [("a.exe", "application/octet-stream", 5), ("a.png", "text/plain", 5), ("a.png", "image/png", 21 << 20)])
def test_other_attachments_are_refused(chat, name, content_type, size):
    centre, desk, customer, contact = chat
    with pytest.raises(ClientError) as refused:
        customer.api.start_attachment_upload(
            ConnectionToken=customer.connection, ContentType=content_type, AttachmentSizeInBytes=size, AttachmentName=name, ClientToken="t")
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_a_broken_line_loses_and_doubles_nothing(chat):
    centre, desk, customer, contact = chat
    for number in range(5):
        desk.do("sendMessage", contactId=contact["contactId"], content=f"before {number}")
    customer.hears("before 4")
    customer.socket.close()
    for number in range(5):
        desk.do("sendMessage", contactId=contact["contactId"], content=f"meanwhile {number}")
    customer.connect()
    for number in range(5):
        desk.do("sendMessage", contactId=contact["contactId"], content=f"after {number}")
    customer.hears("after 4")
    texts = [text for text in said(customer.transcript()) if text[0] in "bma"]
    assert texts == [f"{word} {number}" for word in ("before", "meanwhile", "after") for number in range(5)]


def test_a_message_sent_twice_stands_once(chat):
    centre, desk, customer, contact = chat
    first, second = customer.say("once", ClientToken="same"), customer.say("once", ClientToken="same")
    assert first["Id"] == second["Id"]
    assert said(customer.transcript()).count("once") == 1


def test_pages_of_a_transcript(chat):
    centre, desk, customer, contact = chat
    for number in range(25):
        customer.say(f"line {number}")
    lines = [f"line {number}" for number in range(25)]
    assert [text for text in said(customer.transcript(MaxResults=7)) if text.startswith("line")] == lines
    latest = customer.api.get_transcript(ConnectionToken=customer.connection, MaxResults=3)
    assert said(latest["Transcript"]) == lines[-3:]
    turned = customer.api.get_transcript(ConnectionToken=customer.connection, MaxResults=3, SortOrder="DESCENDING")
    assert said(turned["Transcript"]) == lines[:-4:-1]
    older = customer.api.get_transcript(ConnectionToken=customer.connection, MaxResults=3, NextToken=latest["NextToken"])
    assert said(older["Transcript"]) == lines[-6:-3]


def test_a_past_chat_is_taken_up(chat):
    centre, desk, customer, contact = chat
    customer.say("I forgot to ask")
    desk.finish(contact)
    started = centre.start_chat(PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": contact["contactId"]})
    assert started["ContinuedFromContactId"] == contact["contactId"]
    again = Customer(centre.world.server, started["ParticipantToken"])
    assert "I forgot to ask" in said(again.transcript())
    again.leave()
    again.close()


@pytest.mark.parametrize("token", ["x", "", "A" * 200])
def test_nobody_gets_in_without_a_token(centre, token):
    api = participant_client(centre.world.server)
    with pytest.raises(ClientError) as refused:
        api.create_participant_connection(ParticipantToken=token, Type=["CONNECTION_CREDENTIALS"])
    assert refused.value.response["Error"]["Code"] in ("AccessDeniedException", "ValidationException")


def test_tokens_are_for_one_purpose(chat):
    """Neither does a participant token send, nor a connection token connect, nor a URL's token anything else."""
    centre, desk, customer, contact = chat
    url_token = customer.url.split("token=")[1]
    for token in (customer.token, url_token):
        with pytest.raises(ClientError):
            customer.api.send_message(ConnectionToken=token, ContentType="text/plain", Content="x")
    for token in (customer.connection, url_token):
        with pytest.raises(ClientError):
            customer.api.create_participant_connection(ParticipantToken=token, Type=["WEBSOCKET"])
    for token in (customer.connection, customer.token, url_token[:-1] + ("A" if url_token[-1] != "A" else "B")):
        with pytest.raises(InvalidStatus):
            connect(customer.url.split("token=")[0] + "token=" + token, ssl=tls(centre.world.server))


def test_one_customer_reads_nothing_of_another(centre):
    _, _, first, _ = begin(centre)
    second = Customer(centre.world.server, centre.start_chat()["ParticipantToken"])
    first.say("my secret")
    attachment = first.attach("a.txt", b"secret", "text/plain")
    assert "my secret" not in said(second.transcript())
    with pytest.raises(ClientError):
        second.api.get_attachment(ConnectionToken=second.connection, AttachmentId=attachment)
    second.close()


def test_pings_are_answered(chat):
    centre, desk, customer, contact = chat
    customer.socket.send(json.dumps({"topic": "aws/ping"}))
    customer.wait(lambda: {"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"} in customer.items, "an answer to the ping")
    customer.socket.send(json.dumps({"topic": "aws/heartbeat"}))
    customer.wait(lambda: {"topic": "aws/heartbeat"} in customer.items, "the heartbeat")


def test_a_browser_may_ask_from_elsewhere(centre):
    request = urllib.request.Request(
        f"{centre.world.server.urls['https']}/participant/connection", method="OPTIONS",
        headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-amz-bearer"})
    with urllib.request.urlopen(request, context=tls(centre.world.server)) as answer:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "x-amz-bearer" in answer.headers["access-control-allow-headers"]


INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_view_is_shown_and_answered(centre, hidden):
    """The flow goes by what the customer does in the view, and what it keeps out of the transcript is not there."""
    sensitive = {"SensitiveDataConfiguration": {"HideResponseOn": ["TRANSCRIPT"]}} if hidden else {}
    flow = centre.new_flow(flows.flow(
        flows.action(
            "view", "ShowView", {
                "ViewResource": {"Id": "form", "Version": "$LATEST"}, "ViewData": {"Heading": "Your order"},
                "InvocationTimeLimitSeconds": "60", **sensitive},
            conditions=[("Equals", "Submit", "keep"), ("Equals", "Back", "end")],
            errors=[("NoMatchingCondition", "end"), ("NoMatchingError", "end"), ("TimeLimitExceeded", "end")]),
        flows.action("keep", "UpdateContactAttributes", {
            "Attributes": {"order": "$.Views.ViewResultData.order"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.END))
    started = centre.start_chat(flow)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    centre.world.later(customer.close)
    shown = customer.wait(
        lambda: next((i for i in customer.transcript() if i.get("ContentType") == INTERACTIVE), None), "the view")
    assert json.loads(shown["Content"])["viewData"] == {"Heading": "Your order"}
    customer.api.send_message(ConnectionToken=customer.connection, ContentType=INTERACTIVE + ".response", Content=json.dumps(
        {"templateType": "ViewResource", "version": "1.0", "action": "Submit", "data": {"order": "4711"}}))
    customer.sees(ENDED)
    assert centre.world.connect.get_contact_attributes(
        InstanceId=centre.instance, InitialContactId=started["ContactId"])["Attributes"] == {"order": "4711"}
    answer = next(i for i in customer.items if i.get("ContentType") == INTERACTIVE + ".response")
    assert ("4711" in answer["Content"]) != hidden and json.loads(answer["Content"])["action"] == "Submit"


def test_an_answer_that_comes_after_the_view_stays_hidden_too(centre):
    """The customer submits again while waiting in the queue: what the flow kept out of the transcript stays out."""
    flow = centre.new_flow(flows.to_queue(centre.queue, before=[flows.action(
        "view", "ShowView", {
            "ViewResource": {"Id": "form", "Version": "$LATEST"}, "InvocationTimeLimitSeconds": "60",
            "SensitiveDataConfiguration": {"HideResponseOn": ["TRANSCRIPT"]}},
        conditions=[("Equals", "Submit", "set")],
        errors=[("NoMatchingCondition", "end"), ("NoMatchingError", "end"), ("TimeLimitExceeded", "end")])]))
    started = centre.start_chat(flow)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    centre.world.later(customer.close)
    customer.wait(lambda: any(i.get("ContentType") == INTERACTIVE for i in customer.transcript()), "the view")
    contents = [json.dumps({"action": "Submit", "data": {"card": "4711-0815"}})] * 2 + ['4711-0815, and no JSON']
    for content in contents:
        customer.api.send_message(ConnectionToken=customer.connection, ContentType=INTERACTIVE + ".response", Content=content)
    assert centre.describe(started["ContactId"])["QueueInfo"]["Id"] == centre.queue
    assert "4711-0815" not in json.dumps(customer.transcript())
