"""Contacts for fixtures: each ends when the test is over."""

from contacts import flows
from harness.desk import Desk

PASSWORD = "Correct-Horse-7-Battery"
NOBODY = "00000000-0000-4000-8000-000000000000"


def flow(world):
    """A flow into a queue that nobody serves; the same for all tests."""
    return world.shared("ContactFlow", Content=flows.to_queue(world.basic_queue), Name="into the basic queue")


def ends(world, contact):
    world.later(lambda: world.connect.stop_contact(InstanceId=world.instance, ContactId=contact))
    return contact


def task(world, **members):
    return ends(world, world.connect.start_task_contact(
        InstanceId=world.instance, ContactFlowId=flow(world), Name="Call back", **members)["ContactId"])


def chat(world, **members):
    return ends(world, world.connect.start_chat_contact(
        InstanceId=world.instance, ContactFlowId=flow(world), ParticipantDetails={"DisplayName": "Carla"}, **members)["ContactId"])


def over(world, **members):
    """A contact that has ended."""
    contact = task(world, **members)
    world.connect.stop_contact(InstanceId=world.instance, ContactId=contact)
    return contact


def agent(world):
    """An agent at a desk who serves a queue of its own: (desk, user id, flow into that queue)."""
    queue = world.new("Queue")
    profile = world.connect.create_routing_profile(
        InstanceId=world.instance, Name=world.unique("profile"), Description="d", DefaultOutboundQueueId=queue,
        QueueConfigs=[{"QueueReference": {"QueueId": queue, "Channel": "TASK"}, "Priority": 1, "Delay": 0}],
        MediaConcurrencies=[{"Channel": "TASK", "Concurrency": 2}])["RoutingProfileId"]
    name = world.unique("agent")
    user = world.new("User", Username=name, Password=PASSWORD, RoutingProfileId=profile)
    desk = Desk.open(world.server, world.instance, name, PASSWORD)
    world.later(desk.sign_out)
    desk.go("Available")
    return desk, user, world.new("ContactFlow", Content=flows.to_queue(queue))


def described(world, contact):
    return world.connect.describe_contact(InstanceId=world.instance, ContactId=contact)["Contact"]


def status(world, kind="ROUTABLE"):
    found = world.connect.list_agent_statuses(InstanceId=world.instance)["AgentStatusSummaryList"]
    return next(status["Id"] for status in found if status["Type"] == kind)


def over_chat(world):
    contact = chat(world)
    world.connect.stop_contact(InstanceId=world.instance, ContactId=contact)
    return contact


def said(world, token, speak=None):
    """The content types by content, and whether there is who, by name."""
    from harness.chat import participant_client
    api = participant_client(world.server)
    connection = api.create_participant_connection(
        ParticipantToken=token, Type=["CONNECTION_CREDENTIALS"], ConnectParticipant=True)["ConnectionCredentials"]["ConnectionToken"]
    if speak:
        api.send_message(ConnectionToken=connection, ContentType="text/plain", Content=speak)
    items = api.get_transcript(ConnectionToken=connection, MaxResults=100)["Transcript"]
    names = {item["DisplayName"]: True for item in items if "DisplayName" in item}
    return {"Carla": False, **{item["Content"]: item["ContentType"] for item in items if "Content" in item}, **names}
