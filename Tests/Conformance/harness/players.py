"""Links for players: who asks for one, who opens it, and what a player reads with it."""

import json
import math
import struct
import threading

import requests

from contacts.conftest import PASSWORD
from contacts.test_content import finished, objects
from harness import sessions
from harness.approvals import call
from harness.audit_events import events

PERMITTED, OTHERS = "QualityAnalyst", "Agent"
CANARY = "the customer's own words, 4929-canary"


def wav(seconds, rate=8_000):
    """A tone, as a recording has one: two channels of G.711's rate, 16 bits."""
    frames = b"".join(struct.pack("<hh", level := int(9_000 * math.sin(number / 3)), -level) for number in range(rate)) * seconds
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(frames), b"WAVE", b"fmt ", 16, 1, 2, rate, rate * 4, 4, 16, b"data", len(frames))
    return head + frames


def person(centre, profile=PERMITTED):
    """A user of the instance with that security profile: the name and the id."""
    connect, name = centre.world.connect, centre.world.unique("player")
    profiles = connect.list_security_profiles(InstanceId=centre.instance)["SecurityProfileSummaryList"]
    made = connect.create_user(
        InstanceId=centre.instance, Username=name, Password=PASSWORD, PhoneConfig={"PhoneType": "SOFT_PHONE"},
        SecurityProfileIds=[next(found["Id"] for found in profiles if found["Name"] == profile)], RoutingProfileId=centre.profile)
    return name, made["UserId"]


def left(centre, content=None, name="recording.wav", content_type="audio/wav"):
    """The keys of what a contact left: its transcript, or what its customer attached."""
    contact = finished(centre, (name, content, content_type) if content else None)
    _, _, found = objects(centre, contact, 2 if content else 1)
    [key] = [entry["Key"] for entry in found if ("/Attachments/" in entry["Key"]) == bool(content)]
    return key


def ask(centre, key, user, keys=None, **members):
    """A link for that user, asked for in a session of the security officer's."""
    keys = keys or sessions.assume(centre.world.server)["Credentials"]
    return call(centre.world.server, "CreatePlayerLink", {"InstanceId": centre.instance, "Key": key, "Username": user, **members}, keys=keys)


class From(requests.adapters.HTTPAdapter):
    """Connects from that address of this machine's."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)


class Player:
    """An HTTP client that redeems a link and reads with the cookie it got, as a browser does."""

    def __init__(self, server, address=None):
        self.server, self.base = server, server.urls["keep"]
        self.session = requests.Session()
        if address:
            self.session.mount("https://", From(address))
        self.session.trust_env = False
        self.session.verify = str(server.data / "ca.pem")
        self.found = None

    def redeem(self, link, username, password=PASSWORD, **headers):
        answer = self.session.post(
            f"{self.base}/player/session", json={"link": secret(link), "username": username, "password": password}, headers=headers, timeout=60)
        if answer.status_code == 200:
            self.found = answer.json()
        return answer

    def opened(self, link, username):
        answer = self.redeem(link, username)
        assert answer.status_code == 200, answer.text
        return self

    def ask(self, method="GET", path=None, **headers):
        return self.session.request(method, self.base + (path or self.found["contentPath"]), headers=headers, timeout=60)

    def get(self, range=None, **headers):
        return self.ask("GET", **({"Range": range} if range else {}), **headers)

    @property
    def cookie(self):
        [cookie] = list(self.session.cookies)
        return cookie


def secret(link):
    return link["Url"].split("#", 1)[1]


def opened(centre, key, **members):
    """A player that a user who may has opened."""
    user, _ = person(centre)
    return Player(centre.world.server).opened(ask(centre, key, user, **members), user)


def at_once(count, body):
    """What each of so many says that begin at the same moment."""
    barrier, said = threading.Barrier(count), [None] * count

    def run(number):
        barrier.wait()
        said[number] = body(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def reads(server, link_id):
    """The entries of what was read with a link: each was durable before its answer."""
    return [event for event in events(server, "GetPlayerContent") if "errorCode" not in event and link_id in json.dumps(event)]
