"""A desk, as a program sees it: one WebSocket."""

import json
import ssl
import urllib.request

from websockets.sync.client import connect as open_socket


def tell(who, what):
    print(f"  {who:>9}  {what}", flush=True)


class Agent:
    def __init__(self, instance, url, ca, username, password):
        tls = ssl.create_default_context(cafile=ca)
        body = json.dumps({"instanceId": instance, "username": username, "password": password}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{url}/desk/session", data=body), context=tls) as answer:
            token = json.load(answer)["token"]
        self.name, self.number, self.agent = username, 0, None
        self.socket = open_socket(url.replace("https://", "wss://") + "/desk/ws", ssl=tls)
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

    def is_available(self):
        available = next(state for state in self.do("getAgentStates") if state["name"] == "Available")
        self.do("putAgentState", agentStatusId=available["agentStatusId"])
        tell(self.name, "is Available")

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
