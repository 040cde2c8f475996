"""A caller that asks too often is told so, in its operation's words, and nobody else is made to pay for it."""

import http.client
import json
import threading
import time

import pytest

from contacts import flows
from harness import audit_events as ledger
from harness.raw import Sender, serialise
from harness.server import Server
from harness.world import World

STRANGER = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIAAAAAAAAAAAAAAAAA/20260101/us-east-1/connect/aws4_request, "
            "SignedHeaders=host, Signature=" + "0" * 64}


@pytest.fixture(scope="module")
def server():
    server = Server().start("--rate", "access-key=40", "--rate", "participant=20", "--rate", "address=20")
    yield server
    assert server.is_running
    server.close()


@pytest.fixture(scope="module")
def instance(server):
    return Sender(server).send("GET", "/instance")[2]["InstanceSummaryList"][0]["Id"]


def rested():
    """Buckets hold two seconds' worth."""
    time.sleep(2.1)


def flood(send, seconds=1.0):
    answers, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        answers.append(send()[:2])
    return answers


def test_a_flood_is_throttled_while_another_is_served(server, instance):
    rested()
    administrator, officer = Sender(server), Sender(server, "switchkeep-officer")
    answers = []
    thread = threading.Thread(target=lambda: answers.extend(flood(lambda: administrator.send("GET", "/instance"), 2)))
    thread.start()
    others = []
    while thread.is_alive():
        others.append(officer.send("GET", "/instance")[0])
        time.sleep(0.05)
    thread.join()
    assert set(others) == {200} and len(others) > 10
    assert set(answers) == {(200, ""), (429, "ThrottlingException")} or set(answers) == {(200, ""), (429, "TooManyRequestsException")}
    served = answers.count((200, ""))
    assert 80 <= served <= 40 * 4 + 10 and len(answers) > 2 * served, (served, len(answers))
    rested()
    assert administrator.send("GET", "/instance")[0] == 200


@pytest.mark.parametrize("name, members, wanted", [
    ("ListViews", {}, "TooManyRequestsException"), ("ListQueues", {}, "ThrottlingException"),
    ("CreateQueue", {"Name": "q", "HoursOfOperationId": "h"}, "ThrottlingException"), ("ListUsers", {}, "ThrottlingException"),
    ("ListRules", {"PublishStatus": "DRAFT"}, "ThrottlingException")])
def test_the_refusal_is_in_the_operations_words(server, instance, name, members, wanted):
    """Of the switch, of the keep, of writes, and of what is not built."""
    rested()
    sender = Sender(server)
    request = serialise(name, {"InstanceId": instance, **members})
    answers = flood(lambda: sender.send(*request))
    throttled = {answer for answer in answers if answer[0] == 429}
    assert throttled == {(429, wanted)}


def test_strangers_pay_by_their_address_and_known_callers_do_not(server):
    rested()
    known, stranger = Sender(server), Sender(server)
    assert known.send("GET", "/instance")[0] == 200
    answers, served = [], []
    thread = threading.Thread(target=lambda: answers.extend(flood(lambda: stranger.send("GET", "/instance", headers=STRANGER), 1.5)))
    thread.start()
    while thread.is_alive():
        served.append(known.send("GET", "/instance")[0])
        time.sleep(0.1)
    thread.join()
    assert set(served) == {200}
    assert {status for status, _ in answers} == {403, 429} and sum(status == 403 for status, _ in answers) <= 80


def test_what_is_throttled_is_on_record_once_a_minute(server):
    rested()
    sender = Sender(server)
    flood(lambda: sender.send("GET", "/instance"))
    deadline = time.monotonic() + 10
    while not (found := throttled_events(server)) and time.monotonic() < deadline:
        time.sleep(0.1)
    keys = [event["userIdentity"].get("accessKeyId") for event in found]
    # The tests before flooded within this minute too; a minute has passed at most twice since.
    assert sender.credentials.access_key in keys and keys.count(sender.credentials.access_key) <= 3


def throttled_events(server):
    return [event for event in ledger.events(server) if event.get("errorCode") == "ThrottlingException"]


def bearer(server, method, path, token, body=None):
    connection = http.client.HTTPConnection(server.urls["http"].removeprefix("http://"), timeout=10)

    def send():
        headers = {"X-Amz-Bearer": token, "Content-Type": "application/json"}
        connection.request(method, path, body=json.dumps(body or {}), headers=headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, response.headers.get("x-amzn-errortype", ""), text
    return send


def test_a_participant_that_floods_is_throttled_while_another_talks(server, instance):
    rested()
    world = World(server)
    flow = world.connect.create_contact_flow(
        InstanceId=instance, Name="waiting", Type="CONTACT_FLOW", Content=flows.to_queue(world.basic_queue))["ContactFlowId"]
    connections = []
    for name in ("Carla", "Clara"):
        started = world.connect.start_chat_contact(InstanceId=instance, ContactFlowId=flow, ParticipantDetails={"DisplayName": name})
        status, _, text = bearer(
            server, "POST", "/participant/connection", started["ParticipantToken"], {"Type": ["CONNECTION_CREDENTIALS"]})()
        assert status == 200
        connections.append(json.loads(text)["ConnectionCredentials"]["ConnectionToken"])
    first, second = (bearer(server, "POST", "/participant/transcript", connection) for connection in connections)
    answers, others = [], []
    thread = threading.Thread(target=lambda: answers.extend(flood(first, 1.5)))
    thread.start()
    while thread.is_alive():
        others.append(second()[0])
        time.sleep(0.1)
    thread.join()
    assert set(others) == {200}
    assert set(answers) == {(200, ""), (429, "ThrottlingException")} and answers.count((200, "")) <= 20 * 4
    forged = flood(bearer(server, "POST", "/participant/transcript", "A" * 200), 1.5)
    assert {status for status, _ in forged} == {403, 429}


@pytest.mark.parametrize("text", ["access-key", "access-key=", "access-key=-1", "queue=5", "address=1000001", "=5"])
def test_a_wrong_rate_is_refused(own_server, text):
    with pytest.raises(AssertionError):
        own_server.start("--rate", text)
