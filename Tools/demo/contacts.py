"""A chat and a task go through a flow to an agent and back, from real clients. Usage: contacts.py INSTANCE_ID HTTPS_URL CA_FILE"""

import json
import ssl
import sys
import time
import urllib.request

import boto3
from websockets.sync.client import connect as open_socket

INSTANCE, URL, CA = sys.argv[1:4]
TLS = ssl.create_default_context(cafile=CA)
connect = boto3.client("connect")


def tell(who, what):
    print(f"  {who:>9}  {what}")


def socket_url(path):
    return URL.replace("https://", "wss://") + path


class Agent:
    """A desk, as a program sees it: one WebSocket."""

    def __init__(self, username, password):
        body = json.dumps({"instanceId": INSTANCE, "username": username, "password": password}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{URL}/desk/session", data=body), context=TLS) as answer:
            token = json.load(answer)["token"]
        self.name, self.number, self.agent = username, 0, None
        self.socket = open_socket(socket_url("/desk/ws"), ssl=TLS)
        self.socket.send(json.dumps({"type": "authenticate", "token": token}))
        self.until(lambda message: message["type"] == "snapshot")

    def until(self, met):
        while True:
            message = json.loads(self.socket.recv(timeout=10))
            if "agent" in message:
                self.agent = message["agent"]
            if message["type"] == "item" and message["item"]["Type"] == "MESSAGE":
                tell(self.name, f"reads: {message['item']['Content']}") if message["item"]["ParticipantRole"] == "CUSTOMER" else None
            if met(message):
                return message

    def do(self, verb, **arguments):
        self.number += 1
        self.socket.send(json.dumps({"type": "command", "id": self.number, "verb": verb, **arguments}))
        reply = self.until(lambda message: message["type"] == "reply" and message["id"] == self.number)
        if "error" in reply:
            raise SystemExit(f"{verb}: {reply['error']['message']}")
        return reply["result"]

    def contact(self, state):
        def found(_):
            return any(contact["state"] == state for contact in self.agent["contacts"])
        if not found(None):
            self.until(found)
        return next(contact for contact in self.agent["contacts"] if contact["state"] == state)

    def take(self):
        contact = self.contact("CONNECTING")
        self.do("acceptContact", contactId=contact["contactId"])
        tell(self.name, f"accepts a {contact['channel'].lower()} from the queue {contact['queue']['name']}")
        return contact["contactId"]

    def finish(self, contact):
        self.do("completeContact", contactId=contact)
        self.contact("ENDED")
        self.do("clearContact", contactId=contact)
        tell(self.name, "ends it and is free again")


def main():
    flow = next(f["Id"] for f in connect.list_contact_flows(InstanceId=INSTANCE)["ContactFlowSummaryList"] if f["Name"] == "Support")
    anna = Agent("anna", "Change-me-1st")
    available = next(state for state in anna.do("getAgentStates") if state["name"] == "Available")
    anna.do("putAgentState", agentStatusId=available["agentStatusId"])
    tell("anna", "is Available")
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
