"""A contact centre with agents: a queue, a routing profile that serves it, users who can sign in."""

import json
import subprocess
import time
import types

import pytest

from contacts import flows
from harness import patience
from harness.desk import Desk
from harness.server import PROGRAM, Server
from harness.telephone import Exchange
from harness.world import World

PASSWORD = "Correct-Horse-7-Battery"


class Centre:
    def __init__(self, world):
        self.world, self.instance = world, world.instance
        self.queue = world.new("Queue")
        self.profile = self.routing_profile(self.queue)
        self.flow = self.new_flow(flows.to_queue(self.queue))
        self.desks = []

    def routing_profile(self, *queues, concurrency=None, delay=0):
        limits = concurrency or {"VOICE": 1, "CHAT": 3, "TASK": 5}
        return self.world.connect.create_routing_profile(
            InstanceId=self.instance, Name=self.world.unique("profile"), Description="d", DefaultOutboundQueueId=queues[0],
            QueueConfigs=[
                {"QueueReference": {"QueueId": queue, "Channel": channel}, "Priority": place + 1, "Delay": delay}
                for place, queue in enumerate(queues) for channel in limits],
            MediaConcurrencies=[{"Channel": channel, "Concurrency": count} for channel, count in limits.items()])["RoutingProfileId"]

    def new_flow(self, content, kind="CONTACT_FLOW"):
        return self.world.connect.create_contact_flow(
            InstanceId=self.instance, Name=self.world.unique("flow"), Type=kind, Content=content, Status="PUBLISHED")["ContactFlowId"]

    def user(self, profile=None):
        name = self.world.unique("agent")
        made = self.world.connect.create_user(
            InstanceId=self.instance, Username=name, Password=PASSWORD, IdentityInfo={"FirstName": "Ada", "LastName": "Agent"},
            PhoneConfig={"PhoneType": "SOFT_PHONE"}, SecurityProfileIds=[self.world.agent_security_profile],
            RoutingProfileId=profile or self.profile)
        return name, made["UserId"]

    def desk(self, profile=None, state="Available"):
        """An agent at a desk."""
        name, user = self.user(profile)
        desk = Desk.open(self.world.server, self.instance, name, PASSWORD)
        desk.user, desk.username = user, name
        self.desks.append(desk)
        if state:
            desk.go(state)
        return desk

    def start_chat(self, flow=None, **members):
        return self.world.connect.start_chat_contact(
            InstanceId=self.instance, ContactFlowId=flow or self.flow, ParticipantDetails={"DisplayName": "Carla Customer"}, **members)

    def start_task(self, flow=None, **members):
        return self.world.connect.start_task_contact(
            InstanceId=self.instance, ContactFlowId=flow or self.flow, Name="Call the plumber", **members)["ContactId"]

    def describe(self, contact):
        return self.world.connect.describe_contact(InstanceId=self.instance, ContactId=contact)["Contact"]

    def queue_of_its_own(self):
        """Another queue, and a profile that serves it alone."""
        return types.SimpleNamespace(queue=(queue := self.world.new("Queue")), profile=self.routing_profile(queue))

    def record(self, contact):
        """The contact record, from the stream."""
        deadline = time.monotonic() + patience.SECONDS
        while time.monotonic() < deadline:
            lines = subprocess.run(
                [PROGRAM, "stream", "--data-dir", self.world.server.data, "--contact", contact], capture_output=True, text=True, check=True).stdout.splitlines()
            for line in map(json.loads, lines):
                if line["kind"] == "contact-record":
                    return line["event"]
            time.sleep(0.1)
        raise AssertionError(f"there is no record of {contact}")

    def close(self):
        for desk in self.desks:
            if desk.closed:
                desk.close()
            else:
                desk.sign_out()


@pytest.fixture
def centre(world):
    centre = Centre(world)
    yield centre
    centre.close()


@pytest.fixture
def exchange(centre):
    """Scripted telephones."""
    exchange = Exchange(centre.world.server, centre.instance)
    yield exchange
    exchange.close()


@pytest.fixture(scope="session")
def server():
    """A program of their own: what is live changes by itself, and others compare stores."""
    server = Server().start("--telephony-adapter")
    yield server
    running = server.is_running
    log = (server.data / "serve.log").read_text()
    server.close()
    assert running, f"the program did not survive the tests:\n{log[-4000:]}"


@pytest.fixture(scope="session")
def world(server):
    return World(server)
