"""Contacts survive the program's death, and leave no trace of customers on disk."""

import os
import time

import pytest

from contacts import flows
from contacts.conftest import Centre, PASSWORD
from harness import canary, patience
from harness.desk import Desk
from harness.world import World


@pytest.fixture
def own_centre(own_server):
    own_server.start()
    return Centre(World(own_server))


def restart(centre):
    centre.world.server.kill()
    centre.world.server.start()
    centre.world.reconnect()


def test_what_waits_and_what_is_served_survives_a_kill(own_centre):
    centre = own_centre
    desk = centre.desk()
    served, waiting = centre.start_task(), None
    accepted = desk.accept("TASK")
    scheduled = centre.start_task(ScheduledTime=time.time() + 3)
    desk.go("Offline")
    waiting = centre.start_task()
    restart(centre)
    for contact in (served, waiting, scheduled):
        assert "DisconnectTimestamp" not in centre.describe(contact)
    back = Desk.open(centre.world.server, centre.instance, desk.username, PASSWORD)
    assert back.contact("CONNECTED")["contactId"] == served
    assert back.agent["nextState"]["name"] == "Offline"
    back.do("completeContact", contactId=served)
    back.do("clearContact", contactId=served)
    back.none()
    assert back.agent["state"]["name"] == "Offline"
    back.go("Available")
    taken = {back.accept("TASK")["contactId"], }
    deadline = time.monotonic() + patience.SECONDS
    while taken != {waiting, scheduled}:
        assert time.monotonic() < deadline, f"{taken} were offered"
        offered = [contact["contactId"] for contact in back.agent["contacts"] if contact["state"] == "CONNECTING"]
        for contact in offered:
            back.do("acceptContact", contactId=contact)
            taken.add(contact)
        time.sleep(0.05)
    assert accepted["contactId"] == served


def test_a_contact_goes_on_in_the_flow_that_it_began_with(own_centre):
    """Its flow, and the module in it, are published anew while it waits in them, and the program dies."""
    centre = own_centre
    connect, instance = centre.world.connect, centre.instance

    def waiting(module, text):
        return flows.flow(
            flows.action("call", "InvokeFlowModule", {"FlowModuleId": module}, next="mark", errors=[("NoMatchingError", "end")]),
            flows.action("mark", "UpdateContactAttributes", {"Attributes": {"flow": text}, "TargetContact": "Current"}, next="end",
                         errors=[("NoMatchingError", "end")]), flows.END)

    def module_of(text):
        return flows.flow(
            flows.action("wait", "Wait", {"TimeLimitSeconds": "4"}, next="mark", errors=[("NoMatchingError", "mark")],
                         conditions=[("Equals", "WaitCompleted", "mark")]),
            flows.action("mark", "UpdateContactAttributes", {"Attributes": {"module": text}, "TargetContact": "Current"}, next="out",
                         errors=[("NoMatchingError", "out")]),
            flows.action("out", "EndFlowModuleExecution"))

    module = connect.create_contact_flow_module(
        InstanceId=instance, Name=centre.world.unique("module"), Content=module_of("first"))["Id"]
    flow = centre.new_flow(waiting(module, "first"))
    contact = centre.start_chat(flow)["ContactId"]
    for text in ("second", "third"):
        connect.update_contact_flow_content(InstanceId=instance, ContactFlowId=flow, Content=waiting(module, text))
        connect.update_contact_flow_module_content(InstanceId=instance, ContactFlowModuleId=module, Content=module_of(text))
    restart(centre)
    deadline = time.monotonic() + patience.SECONDS
    while "DisconnectTimestamp" not in centre.describe(contact):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    attributes = centre.world.connect.get_contact_attributes(InstanceId=instance, InitialContactId=contact)["Attributes"]
    assert attributes == {"module": "first", "flow": "first"}


def test_no_customer_rests_in_clear(own_centre):
    """What customers say is in no file: not while contacts are open, not after, not after a kill."""
    centre, server = own_centre, own_centre.world.server
    canaries = {name: f"{name}-canary-{os.urandom(6).hex()}" for name in ("name", "description", "attribute", "reference")}
    desk = centre.desk()
    contact = centre.world.connect.start_task_contact(
        InstanceId=centre.instance, ContactFlowId=centre.flow, Name=canaries["name"], Description=canaries["description"],
        Attributes={"secret": canaries["attribute"]}, References={"r": {"Type": "STRING", "Value": canaries["reference"]}})["ContactId"]
    accepted = desk.accept("TASK")
    assert accepted["name"] == canaries["name"] and accepted["attributes"]["secret"] == canaries["attribute"]
    canary.nowhere(canary.Search(canaries).folder(server.data))
    restart(centre)
    canary.nowhere(canary.Search(canaries).folder(server.data))
    back = Desk.open(server, centre.instance, desk.username, PASSWORD)
    back.contact("CONNECTED")
    back.finish(accepted)
    time.sleep(1)
    assert centre.world.connect.get_contact_attributes(
        InstanceId=centre.instance, InitialContactId=contact)["Attributes"]["secret"] == canaries["attribute"]
    canary.nowhere(canary.Search(canaries).folder(server.data))
