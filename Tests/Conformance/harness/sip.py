"""Messages of SIP as a telephone of the tests has them, and what it does on networks that lose them."""

import re
import time


class Message:
    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        self.first = lines[0]
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
        self.is_response = self.first.startswith("SIP/2.0")
        self.status = int(self.first.split()[1]) if self.is_response else None
        self.method = self["CSeq"].split()[1] if self.is_response else self.first.split()[0]

    @property
    def transaction(self):
        """RFC 3261 17.2.3: the branch and the method."""
        return re.search(r"branch=([^;,\s]+)", self["Via"]).group(1), self.method

    def __getitem__(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Persistence:
    """Sends again what is not answered, and answers again what is asked again (RFC 3261 17)."""

    def __init__(self, transmit):
        self.transmit, self.waiting, self.given = transmit, {}, {}

    def sent(self, data):
        message = Message(data)
        if message.is_response:
            self.given[message.transaction] = data
            if message.method == "INVITE" and message.status == 200:
                self.wait(message["Call-ID"], data)
        elif message.method != "ACK":
            self.wait(message.transaction, data)

    def wait(self, key, data, pause=0.5):
        self.waiting[key] = data, pause, time.monotonic() + pause

    def is_again(self, message):
        """Whether that has come before; what it answers is not sent any more."""
        if message.is_response:
            if message.status >= 200 or message.method == "INVITE":
                self.waiting.pop(message.transaction, None)
        elif message.method == "ACK":
            self.waiting.pop(message["Call-ID"], None)
        elif message.transaction in self.given:
            self.transmit(self.given[message.transaction])
            return True
        return False

    def send_again(self):
        for key, (data, pause, due) in list(self.waiting.items()):
            if time.monotonic() >= due:
                self.transmit(data)
                self.wait(key, data, min(4, 2 * pause))
