"""Tasks, from the API through a flow and a queue to an agent and back."""

import json
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from contacts import flows
from harness import patience
from harness.server import PROGRAM


def test_a_task_is_done(centre):
    desk = centre.desk()
    contact = centre.start_task(Description="The tap drips.", References={"order": {"Type": "STRING", "Value": "A-1"}})
    accepted = desk.accept("TASK")
    assert accepted["contactId"] == contact
    assert accepted["name"] == "Call the plumber" and accepted["description"] == "The tap drips."
    assert accepted["attributes"] == {"path": "main"}
    assert accepted["references"] == [{"name": "order", "type": "STRING", "value": "A-1"}]
    described = centre.describe(contact)
    assert described["Channel"] == "TASK" and described["InitiationMethod"] == "API"
    assert described["QueueInfo"]["Id"] == centre.queue and described["AgentInfo"]["Id"] == desk.user
    desk.finish(accepted)
    over = centre.describe(contact)
    assert over["DisconnectReason"] == "AGENT_COMPLETED" and over["AgentInfo"]["AfterContactWorkEndTimestamp"]


def test_a_rejected_task_goes_to_somebody_else(centre):
    first = centre.desk()
    contact = centre.start_task()
    offered = first.contact("CONNECTING")
    first.do("rejectContact", contactId=offered["contactId"])
    first.contact("REJECTED")
    second = centre.desk()
    assert second.accept("TASK")["contactId"] == contact
    first.do("clearContact", contactId=contact)
    first.none()


def test_a_scheduled_task_waits_for_its_time(centre):
    desk = centre.desk()
    contact = centre.start_task(ScheduledTime=time.time() + 2)
    assert centre.describe(contact)["ScheduledTimestamp"]
    assert not desk.agent["contacts"]
    assert desk.accept("TASK")["contactId"] == contact


def test_a_schedule_is_moved(centre):
    contact = centre.start_task(ScheduledTime=time.time() + 3600)
    later = int(time.time()) + 7200
    centre.world.connect.update_contact_schedule(InstanceId=centre.instance, ContactId=contact, ScheduledTime=later)
    assert centre.describe(contact)["ScheduledTimestamp"].timestamp() == later
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=contact)


def test_a_task_is_paused_and_resumed(centre):
    desk = centre.desk()
    contact = centre.start_task()
    accepted = desk.accept("TASK")
    centre.world.connect.pause_contact(InstanceId=centre.instance, ContactId=contact)
    desk.contact("PAUSED")
    centre.world.connect.resume_contact(InstanceId=centre.instance, ContactId=contact)
    desk.contact("CONNECTED")
    desk.finish(accepted)


def test_a_transfer_makes_a_chain(centre):
    first, other = centre.desk(), centre.world.new("Queue")
    second = centre.desk(centre.routing_profile(other))
    contact = centre.start_task()
    first.accept("TASK")
    made = centre.world.connect.transfer_contact(
        InstanceId=centre.instance, ContactId=contact, ContactFlowId=centre.new_flow(flows.to_queue(other)), QueueId=other)["ContactId"]
    assert second.accept("TASK")["contactId"] == made
    described = centre.describe(made)
    assert described["PreviousContactId"] == contact and described["InitialContactId"] == contact
    assert described["InitiationMethod"] == "TRANSFER"
    first.contact("ENDED")


def test_a_stopped_task_is_gone(centre):
    contact = centre.start_task()
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=contact)
    assert centre.describe(contact)["DisconnectReason"] == "API"
    with pytest.raises(ClientError) as refused:
        centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=contact)
    assert refused.value.response["Error"]["Code"] == "ContactNotFoundException"


def test_the_stream_tells_all(centre):
    """The record and the events of a contact come out of the encrypted stream, in order, and again after a cursor."""
    desk = centre.desk()
    contact = centre.start_task()
    desk.finish(desk.accept("TASK"))
    lines = stream(centre, "--contact", contact, until=lambda lines: any(line["kind"] == "contact-record" for line in lines))
    types = [line["event"]["detail"]["eventType"] for line in lines if line["kind"] == "contact-event"]
    assert types == ["INITIATED", "CONNECTED_TO_SYSTEM", "QUEUED", "CONNECTED_TO_AGENT", "DISCONNECTED", "COMPLETED"]
    record = next(line["event"] for line in lines if line["kind"] == "contact-record")
    assert record["ContactId"] == contact and record["Attributes"] == {"path": "main"}
    assert record["Agent"]["ARN"].endswith(desk.user) and record["Queue"]["ARN"].endswith(centre.queue)
    assert stream(centre, "--contact", contact, "--after", lines[2]["cursor"]) == lines[3:]


def stream(centre, *options, until=lambda lines: True):
    deadline = time.monotonic() + patience.SECONDS
    while True:
        run = subprocess.run([PROGRAM, "stream", "--data-dir", centre.world.server.data, *options], check=True, capture_output=True, text=True)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        if until(lines):
            return lines
        assert time.monotonic() < deadline, f"the stream has {lines}"
        time.sleep(0.1)


def test_a_named_version_runs_whatever_is_published_since(centre):
    connect, first, second = centre.world.connect, centre.queue, centre.world.new("Queue", InstanceId=centre.instance)
    flow = centre.world.new("ContactFlow", InstanceId=centre.instance, Content=flows.to_queue(first))
    version = connect.create_contact_flow_version(InstanceId=centre.instance, ContactFlowId=flow)["Version"]
    connect.update_contact_flow_content(InstanceId=centre.instance, ContactFlowId=flow, Content=flows.to_queue(second))

    def queue_of(name):
        made = connect.start_task_contact(InstanceId=centre.instance, ContactFlowId=name, Name="A task")["ContactId"]
        waited(lambda: "QueueInfo" in centre.describe(made))
        connect.stop_contact(InstanceId=centre.instance, ContactId=made)
        return centre.describe(made)["QueueInfo"]["Id"]

    assert [queue_of(name) for name in (flow, f"{flow}:$LATEST", f"{flow}:{version}")] == [second, second, first]
    with pytest.raises(ClientError, match="There is no published contact flow"):
        queue_of(f"{flow}:{version + 1}")


def waited(condition):
    deadline = time.monotonic() + patience.SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
