"""A customer: boto3's connectparticipant, and the WebSocket as amazon-connect-chatjs speaks it."""

import contextlib
import json
import threading
import urllib.request

import botocore.config
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from harness import patience
from harness.desk import tls

TYPING = "application/vnd.amazonaws.connect.event.typing"
JOINED = "application/vnd.amazonaws.connect.event.participant.joined"
LEFT = "application/vnd.amazonaws.connect.event.participant.left"
ENDED = "application/vnd.amazonaws.connect.event.chat.ended"
READ = "application/vnd.amazonaws.connect.event.message.read"


def participant_client(server):
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1}, max_pool_connections=16)
    return server.session().client(
        "connectparticipant", endpoint_url=server.urls["https"], verify=str(server.data / "ca.pem"), config=config)


class Customer:
    def __init__(self, server, token, client=None):
        self.server, self.token = server, token
        self.api = client or participant_client(server)
        self.items, self.changed, self.socket, self.ended = [], threading.Condition(), None, False
        self.connect()

    def connect(self):
        made = self.api.create_participant_connection(
            ParticipantToken=self.token, Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"])
        self.connection = made["ConnectionCredentials"]["ConnectionToken"]
        self.url = made["Websocket"]["Url"]
        self.open(self.url)

    def open(self, url):
        self.socket = connect(url, ssl=tls(self.server), close_timeout=1)
        self.socket.send(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
        answer = json.loads(self.socket.recv(timeout=patience.SECONDS))
        assert answer == {"topic": "aws/subscribe", "content": {"status": "success", "topics": ["aws/chat"]}}, answer
        threading.Thread(target=self.read, args=(self.socket,), daemon=True).start()

    def read(self, socket):
        with contextlib.suppress(ConnectionClosedError):  # the program was stopped
            for text in socket:
                message = json.loads(text)
                with self.changed:
                    if message["topic"] == "aws/chat":
                        self.items.append(json.loads(message["content"]))
                    else:
                        self.items.append(message)
                    self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def wait(self, met, what, seconds=patience.SECONDS):
        with self.changed:
            assert self.changed.wait_for(met, timeout=seconds), f"{what} did not come; there is {self.items}"
            return met()

    def hears(self, content):
        return self.wait(lambda: next((i for i in self.items if i.get("Content") == content), None), f"the message {content!r}")

    def sees(self, content_type):
        return self.wait(lambda: next((i for i in self.items if i.get("ContentType") == content_type), None), content_type)

    def say(self, text, **members):
        return self.api.send_message(ConnectionToken=self.connection, ContentType="text/plain", Content=text, **members)

    def event(self, content_type, **members):
        return self.api.send_event(ConnectionToken=self.connection, ContentType=content_type, **members)

    def transcript(self, **members):
        """The whole transcript, page by page."""
        items, token = [], None
        while True:
            page = self.api.get_transcript(
                ConnectionToken=self.connection, ScanDirection="FORWARD", **({"NextToken": token} if token else {}), **members)
            items += page["Transcript"]
            token = page.get("NextToken")
            if not token:
                return items

    def attach(self, name, content, content_type):
        ticket = self.api.start_attachment_upload(
            ConnectionToken=self.connection, ContentType=content_type, AttachmentSizeInBytes=len(content), AttachmentName=name,
            ClientToken="t")
        metadata = ticket["UploadMetadata"]
        request = urllib.request.Request(metadata["Url"], data=content, method="PUT", headers=metadata["HeadersToInclude"])
        urllib.request.urlopen(request, context=tls(self.server)).close()
        self.api.complete_attachment_upload(ConnectionToken=self.connection, AttachmentIds=[ticket["AttachmentId"]], ClientToken="t")
        return ticket["AttachmentId"]

    def fetch(self, attachment):
        made = self.api.get_attachment(ConnectionToken=self.connection, AttachmentId=attachment)
        with urllib.request.urlopen(made["Url"], context=tls(self.server)) as answer:
            return answer.read()

    def leave(self):
        self.api.disconnect_participant(ConnectionToken=self.connection)

    def close(self):
        self.socket.close()
