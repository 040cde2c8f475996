"""kill -9 under chat load: every acknowledged message is in its transcript once, and every contact comes to an end.

CHAT_KILL_ROUNDS and SEED choose how often, and when.
"""

import os
import random
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

from contacts.conftest import Centre, PASSWORD
from harness.chat import participant_client
from harness.desk import Desk, sign_in
from harness.world import World

ROUNDS = int(os.environ.get("CHAT_KILL_ROUNDS", "10"))
SEED = int(os.environ.get("SEED", "1"))


class Talker(threading.Thread):
    """A customer who sends one line after the other until the line is dead."""

    def __init__(self, server, chat):
        super().__init__(daemon=True)
        self.chat, self.api, self.stop = chat, participant_client(server), threading.Event()

    def run(self):
        chat = self.chat
        try:
            chat["connection"] = self.api.create_participant_connection(
                ParticipantToken=chat["ParticipantToken"], Type=["CONNECTION_CREDENTIALS"])["ConnectionCredentials"]["ConnectionToken"]
            while not self.stop.is_set():
                number = chat["next"]
                self.api.send_message(
                    ConnectionToken=chat["connection"], ContentType="text/plain", Content=f"line {number}", ClientToken=f"t{number}")
                chat["acknowledged"].append(number)
                chat["next"] += 1
        except (BotoCoreError, ClientError, OSError):
            # Whether the last line arrived is not known: it is sent again, with the same token.
            pass


def transcript(api, chat):
    connection = api.create_participant_connection(
        ParticipantToken=chat["ParticipantToken"], Type=["CONNECTION_CREDENTIALS"])["ConnectionCredentials"]["ConnectionToken"]
    lines, token = [], None
    while True:
        page = api.get_transcript(
            ConnectionToken=connection, ScanDirection="FORWARD", MaxResults=100, **({"NextToken": token} if token else {}))
        lines += [item["Content"] for item in page["Transcript"] if item["Type"] == "MESSAGE" and item["ParticipantRole"] == "CUSTOMER"]
        token = page.get("NextToken")
        if not token:
            return lines


def test_killed_while_chatting(own_server):
    chance = random.Random(SEED)
    own_server.start()
    centre = Centre(World(own_server))
    # Room for all: the agent has ten at most.
    centre.world.connect.update_queue_max_contacts(InstanceId=centre.instance, QueueId=centre.queue, MaxContacts=ROUNDS)
    profile = centre.routing_profile(centre.queue, concurrency={"CHAT": 10, "TASK": 5})
    name, user = centre.user(profile)
    chats, messages = [], 0
    for number in range(ROUNDS):
        chats.append({**centre.start_chat(), "acknowledged": [], "next": 0})
        talkers = [Talker(own_server, chat) for chat in chats[-4:]]
        desk = Desk.open(own_server, centre.instance, name, PASSWORD)
        if number == 0:
            desk.go("Available")
        for talker in talkers:
            talker.start()
        take_what_comes(desk, time.monotonic() + chance.uniform(0.1, 0.5))
        own_server.kill()
        for talker in talkers:
            talker.stop.set()
            talker.join()
        own_server.start()
        centre.world.reconnect()
        api = participant_client(own_server)
        for chat in chats[-4:]:
            once(transcript(api, chat), chat)
    messages = sum(len(chat["acknowledged"]) for chat in chats)
    for chat in chats:
        centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=chat["ContactId"])
    desk = Desk(own_server, sign_in(own_server, centre.instance, name, PASSWORD)["token"])
    desk.wait(lambda: desk.agent, "a snapshot")
    for contact in list(desk.agent["contacts"]):
        desk.do("clearContact", contactId=contact["contactId"])
    desk.none()
    for chat in chats:
        assert centre.describe(chat["ContactId"])["DisconnectTimestamp"]
    print(f"CHAT_KILL_ROUNDS={ROUNDS} SEED={SEED}: {messages} acknowledged messages in {len(chats)} chats, each there once")
    assert messages > ROUNDS * 5


def take_what_comes(desk, until):
    while time.monotonic() < until:
        for contact in list(desk.agent["contacts"]):
            if contact["state"] == "CONNECTING":
                try:
                    desk.do("acceptContact", contactId=contact["contactId"])
                except Exception:  # noqa: BLE001 - the offer may have gone meanwhile
                    pass
        time.sleep(0.02)


def once(lines, chat):
    counts = {line: lines.count(line) for line in lines}
    assert all(count == 1 for count in counts.values()), f"twice: {[line for line, count in counts.items() if count > 1]}"
    lost = [number for number in chat["acknowledged"] if f"line {number}" not in counts]
    assert not lost, f"acknowledged and gone: {lost}"
    assert lines == sorted(lines, key=lambda line: int(line.split()[1])), "out of order"
