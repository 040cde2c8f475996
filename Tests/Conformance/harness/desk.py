"""A desk: what an agent's program does over the desk API."""

import json
import ssl
import threading
import urllib.request

from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from harness import patience


class DeskError(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


def tls(server):
    return ssl.create_default_context(cafile=str(server.data / "ca.pem"))


def sign_in(server, instance, username, password, **headers):
    """The session of a user; an HTTPError when there is none."""
    body = json.dumps({"instanceId": instance, "username": username, "password": password}).encode()
    request = urllib.request.Request(f"{server.urls['https']}/desk/session", data=body, method="POST", headers=headers)
    with urllib.request.urlopen(request, context=tls(server)) as answer:
        return json.load(answer)


class Desk:
    """Keeps the agent's last snapshot and every item, and waits for what should come."""

    def __init__(self, server, token, resume_after=None):
        self.server, self.token = server, token
        self.agent, self.items, self.events, self.sequence = None, [], [], 0
        self.first = None
        self.closed = None
        self.replies, self.changed, self.number = {}, threading.Condition(), 0
        url = server.urls["https"].replace("https", "wss") + "/desk/ws"
        self.socket = connect(url, ssl=tls(server), close_timeout=1)
        hello = {"type": "authenticate", "token": token}
        if resume_after is not None:
            hello["resumeAfter"] = resume_after
        self.socket.send(json.dumps(hello))
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    @classmethod
    def open(cls, server, instance, username, password):
        desk = cls(server, sign_in(server, instance, username, password)["token"])
        desk.wait(lambda: desk.agent, "a snapshot")
        return desk

    def read(self):
        try:
            for text in self.socket:
                with self.changed:
                    self.take(json.loads(text))
                    self.changed.notify_all()
        except ConnectionClosedError:
            pass  # the program was stopped
        finally:
            with self.changed:
                self.closed = self.closed or "closed"
                self.changed.notify_all()

    def take(self, message):
        if self.first is None:
            self.first = message["type"]
        self.sequence = message.get("sequence", self.sequence)
        kind = message["type"]
        if kind in ("snapshot", "agent"):
            self.agent = message["agent"]
        elif kind == "item":
            self.items.append(message["item"])
        elif kind == "reply":
            self.replies[message["id"]] = message
        elif kind == "closed":
            self.closed = message["reason"]
        if kind in ("agent", "item"):
            self.events.append(message)

    def wait(self, met, what, seconds=patience.SECONDS):
        with self.changed:
            assert self.changed.wait_for(met, timeout=seconds), f"{what} did not come; the desk has {json.dumps(self.agent)[:2000]}"
            return met()

    def do(self, verb, **arguments):
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"type": "command", "id": number, "verb": verb, **arguments}))
        reply = self.wait(lambda: self.replies.get(number), f"the reply to {verb}")
        if "error" in reply:
            raise DeskError(**reply["error"])
        return reply["result"]

    def go(self, name):
        """Takes the agent status of that name."""
        states = self.do("getAgentStates")
        self.do("putAgentState", agentStatusId=next(state["agentStatusId"] for state in states if state["name"] == name))

    def contact(self, state, channel=None, seconds=patience.SECONDS):
        """Waits for a contact in that state."""
        def found():
            for contact in (self.agent or {}).get("contacts", []):
                if contact["state"] == state and channel in (None, contact["channel"]):
                    return contact
        return self.wait(found, f"a contact in state {state}", seconds)

    def none(self, seconds=patience.SECONDS):
        """Waits until the agent has no contact."""
        self.wait(lambda: self.agent and not self.agent["contacts"], "an empty desk", seconds)

    def accept(self, channel=None):
        contact = self.contact("CONNECTING", channel)
        self.do("acceptContact", contactId=contact["contactId"])
        return self.wait(
            lambda: next((c for c in self.agent["contacts"] if c["contactId"] == contact["contactId"] and c["state"] == "CONNECTED"), None),
            "the accepted contact")

    def finish(self, contact):
        self.do("completeContact", contactId=contact["contactId"])
        self.contact("ENDED")
        self.do("clearContact", contactId=contact["contactId"])
        self.none()

    def close(self):
        self.socket.close()

    def sign_out(self):
        request = urllib.request.Request(
            f"{self.server.urls['https']}/desk/session", method="DELETE", headers={"Authorization": f"Bearer {self.token}"})
        urllib.request.urlopen(request, context=tls(self.server)).close()
        self.close()
