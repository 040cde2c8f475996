"""A chat and a task go through a flow to an agent and back, from real clients. Usage: contacts.py INSTANCE_ID HTTPS_URL CA_FILE"""

import json
import ssl
import sys
import time

import boto3
from websockets.sync.client import connect as open_socket

from desk import Agent, tell

INSTANCE, URL, CA = sys.argv[1:4]
TLS = ssl.create_default_context(cafile=CA)
connect = boto3.client("connect")


def socket_url(path):
    return URL.replace("https://", "wss://") + path


def main():
    flow = next(f["Id"] for f in connect.list_contact_flows(InstanceId=INSTANCE)["ContactFlowSummaryList"] if f["Name"] == "Support")
    anna = Agent(INSTANCE, URL, CA, "anna", "Change-me-1st")
    anna.is_available()
    chat = a_chat(flow, anna)
    task = a_task(flow, anna)
    time.sleep(0.5)
    records(chat, task)


def a_chat(flow, anna):
    started = connect.start_chat_contact(
        InstanceId=INSTANCE, ContactFlowId=flow, ParticipantDetails={"DisplayName": "Carla"}, Attributes={"page": "pricing"})
    api = boto3.client("connectparticipant", endpoint_url=URL, verify=CA)
    made = api.create_participant_connection(ParticipantToken=started["ParticipantToken"], Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"])
    token = made["ConnectionCredentials"]["ConnectionToken"]
    customer = open_socket(made["Websocket"]["Url"], ssl=TLS)
    customer.send(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
    tell("Carla", "opens a chat on the web site")
    contact = anna.take()
    api.send_message(ConnectionToken=token, ContentType="text/plain", Content="What does the large plan cost?")
    anna.until(lambda message: message["type"] == "item" and message["item"].get("Content", "").startswith("What"))
    live(anna)
    anna.do("sendMessage", contactId=contact, content="Twelve a month, and the first is free.")
    while True:
        message = json.loads(customer.recv(timeout=10))
        item = json.loads(message["content"]) if message["topic"] == "aws/chat" else {}
        if item.get("ParticipantRole") == "AGENT" and item["Type"] == "MESSAGE":
            tell("Carla", f"reads: {item['Content']}")
            break
    lines = api.get_transcript(ConnectionToken=token, ScanDirection="FORWARD", MaxResults=50)["Transcript"]
    api.disconnect_participant(ConnectionToken=token)
    tell("Carla", "leaves")
    anna.contact("ENDED")
    anna.do("clearContact", contactId=contact)
    tell("anna", "is free again")
    print("\n  The transcript, as the customer's client reads it:")
    for item in lines:
        if item["Type"] == "MESSAGE":
            print(f"    {item['AbsoluteTime']}  {item['ParticipantRole']:8}  {item['Content']}")
    print()
    return contact


def a_task(flow, anna):
    task = connect.start_task_contact(
        InstanceId=INSTANCE, ContactFlowId=flow, Name="Send Carla the offer", Description="Large plan, twelve months",
        References={"customer": {"Type": "URL", "Value": "https://crm.example/carla"}})["ContactId"]
    tell("a program", "makes a task: Send Carla the offer")
    anna.finish(anna.take())
    return task


def live(anna):
    queue = next(q["Id"] for q in connect.list_queues(InstanceId=INSTANCE, QueueTypes=["STANDARD"])["QueueSummaryList"] if q["Name"] == "Support")
    names = ["AGENTS_ONLINE", "AGENTS_AVAILABLE", "AGENTS_ON_CONTACT", "CONTACTS_IN_QUEUE", "SLOTS_ACTIVE"]
    figures = connect.get_current_metric_data(
        InstanceId=INSTANCE, Filters={"Queues": [queue]}, CurrentMetrics=[{"Name": name, "Unit": "COUNT"} for name in names])
    print("\n  Live metrics of the queue Support, meanwhile:")
    for figure in figures["MetricResults"][0]["Collections"]:
        print(f"    {figure['Metric']['Name']:18} {figure['Value']:.0f}")
    print()


def records(*contacts):
    print("\n  The contact records:")
    for contact in contacts:
        record = connect.describe_contact(InstanceId=INSTANCE, ContactId=contact)["Contact"]
        seconds = (record["DisconnectTimestamp"] - record["AgentInfo"]["ConnectedToAgentTimestamp"]).total_seconds()
        print(f"    {record['Channel']:5} {contact}  {record['InitiationMethod']}, {record['DisconnectReason']}, {seconds:.0f} s with an agent")


main()
