"""Who gets what, and when: skills, hours, capacity, priorities, concurrency; each as users of the API see it."""

import time

import pytest

from contacts import flows
from harness import patience


def rests(centre, contact):
    """The contact once it waits in a queue or has ended."""
    deadline = time.monotonic() + patience.SECONDS
    while time.monotonic() < deadline:
        described = centre.describe(contact)
        if "QueueInfo" in described or "DisconnectTimestamp" in described:
            return described
        time.sleep(0.02)
    raise AssertionError(described)


def starts(centre, flow=None):
    contact = centre.start_task(flow)
    rests(centre, contact)
    return contact


def stays(desk, count, seconds=0.7):
    """The desk has so many contacts, and gets no more."""
    desk.wait(lambda: len(desk.agent["contacts"]) >= count, f"{count} contacts")
    time.sleep(seconds)
    assert len(desk.agent["contacts"]) == count, desk.agent["contacts"]


# Skills

def skilled(centre, level, language="French"):
    desk = centre.desk(state=None)
    centre.world.connect.associate_user_proficiencies(
        InstanceId=centre.instance, UserId=desk.user,
        UserProficiencies=[{"AttributeName": "Language", "AttributeValue": language, "Level": level}])
    return desk


def needs(centre, *steps):
    """A flow that asks for agents step by step: (least level, seconds until the next step)."""
    def step(level, seconds):
        condition = {"AttributeCondition": {
            "Name": "Language", "Value": "French", "ProficiencyLevel": level, "ComparisonOperator": "NumberGreaterOrEqualTo"}}
        return {"Expression": condition, **({"Expiry": {"DurationInSeconds": seconds}} if seconds else {})}

    return centre.new_flow(flows.to_queue(centre.queue, before=[
        flows.action("criteria", "UpdateContactRoutingCriteria", {"RoutingCriteria": {"Steps": [step(*each) for each in steps]}}, next="set",
                     errors=[("NoMatchingError", "end")])]))


@pytest.fixture
def french(world):
    """A language, among the predefined attributes."""
    found = world.connect.list_predefined_attributes(InstanceId=world.instance)["PredefinedAttributeSummaryList"]
    if "Language" not in [attribute["Name"] for attribute in found]:
        world.connect.create_predefined_attribute(
            InstanceId=world.instance, Name="Language", Values={"StringList": ["French", "Finnish"]})
    return "French"


def test_a_contact_goes_to_who_has_the_skill(centre, french):
    novice, expert = skilled(centre, 2, french), skilled(centre, 4, french)
    novice.go("Available")
    contact = starts(centre, needs(centre, (4, None)))
    stays(novice, 0)
    expert.go("Available")
    assert expert.accept("TASK")["contactId"] == contact


def test_the_next_step_asks_for_less(centre, french):
    novice = skilled(centre, 2, french)
    novice.go("Available")
    began = time.monotonic()
    contact = starts(centre, needs(centre, (4, 2), (1, None)))
    assert novice.accept("TASK")["contactId"] == contact
    assert time.monotonic() - began > 1.5


def test_a_step_can_be_asked_for_later(centre, french):
    novice = skilled(centre, 2, french)
    novice.go("Available")
    contact = starts(centre, needs(centre, (5, None)))
    stays(novice, 0)
    centre.world.connect.update_contact_routing_data(
        InstanceId=centre.instance, ContactId=contact, RoutingCriteria={"Steps": [{"Expression": {"AttributeCondition": {
            "Name": "Language", "Value": french, "ProficiencyLevel": 1, "ComparisonOperator": "NumberGreaterOrEqualTo"}}}]})
    assert novice.accept("TASK")["contactId"] == contact


# Hours

@pytest.mark.parametrize("is_open, said", [(True, "open"), (False, "closed")])
def test_hours_are_asked_for(centre, is_open, said):
    days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
    config = [{"Day": day, "StartTime": {"Hours": 0, "Minutes": 0}, "EndTime": {"Hours": 0, "Minutes": 0}} for day in days]
    hours = centre.world.new("HoursOfOperation", TimeZone="UTC", Config=config if is_open else [])
    contact = centre.start_task(centre.new_flow(flows.flow(
        flows.action("hours", "CheckHoursOfOperation", {"HoursOfOperationId": hours}, conditions=[
            ("Equals", "True", "open"), ("Equals", "False", "closed")], errors=[("NoMatchingError", "end")]),
        *[flows.action(name, "UpdateContactAttributes", {"Attributes": {"hours": name}, "TargetContact": "Current"}, next="end",
                       errors=[("NoMatchingError", "end")]) for name in ("open", "closed")],
        flows.END)))
    rests(centre, contact)
    attributes = centre.world.connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=contact)["Attributes"]
    assert attributes == {"hours": said}


# Capacity

def full_flow(centre, queue):
    return centre.new_flow(flows.flow(
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "full"), ("NoMatchingError", "refused")]),
        *[flows.action(name, "UpdateContactAttributes", {"Attributes": {"outcome": name}, "TargetContact": "Current"}, next="end",
                       errors=[("NoMatchingError", "end")]) for name in ("full", "refused")],
        flows.END))


def outcome(centre, contact):
    rests(centre, contact)
    return centre.world.connect.get_contact_attributes(
        InstanceId=centre.instance, InitialContactId=contact)["Attributes"].get("outcome", "queued")


def test_a_full_queue_takes_nobody(centre):
    centre.world.connect.update_queue_max_contacts(InstanceId=centre.instance, QueueId=centre.queue, MaxContacts=2)
    flow = full_flow(centre, centre.queue)
    contacts = [centre.start_task(flow) for _ in range(3)]
    assert [outcome(centre, contact) for contact in contacts] == ["queued", "queued", "full"]
    centre.world.connect.stop_contact(InstanceId=centre.instance, ContactId=contacts[0])
    assert outcome(centre, centre.start_task(flow)) == "queued"


def test_a_disabled_queue_takes_nobody(centre):
    centre.world.connect.update_queue_status(InstanceId=centre.instance, QueueId=centre.queue, Status="DISABLED")
    assert outcome(centre, centre.start_task(full_flow(centre, centre.queue))) == "refused"


# Priorities

def urgent(centre, priority):
    return centre.new_flow(flows.to_queue(centre.queue, before=[
        flows.action("urgent", "UpdateContactRoutingBehavior", {"QueuePriority": str(priority)}, next="set")]))


def in_order(desk, count):
    """The contacts as they are offered, each finished before the next."""
    found = []
    for _ in range(count):
        accepted = desk.accept("TASK")
        found.append(accepted["contactId"])
        desk.do("completeContact", contactId=accepted["contactId"])
        desk.contact("ENDED")
        desk.do("clearContact", contactId=accepted["contactId"])
    return found


def one_at_a_time(centre, *queues):
    return centre.routing_profile(*(queues or (centre.queue,)), concurrency={"VOICE": 1, "CHAT": 1, "TASK": 1})


def test_the_most_urgent_comes_first_and_then_the_oldest(centre):
    first, second, hurry = starts(centre), starts(centre), starts(centre, urgent(centre, 1))
    assert in_order(centre.desk(one_at_a_time(centre)), 3) == [hurry, first, second]


def test_a_priority_can_be_changed_while_it_waits(centre):
    first, second = starts(centre), starts(centre)
    centre.world.connect.update_contact_routing_data(InstanceId=centre.instance, ContactId=second, QueuePriority=1)
    assert in_order(centre.desk(one_at_a_time(centre)), 2) == [second, first]


def test_age_can_be_added(centre):
    first, second = starts(centre), starts(centre)
    centre.world.connect.update_contact_routing_data(InstanceId=centre.instance, ContactId=second, QueueTimeAdjustmentSeconds=600)
    assert in_order(centre.desk(one_at_a_time(centre)), 2) == [second, first]


def test_the_queue_that_a_profile_names_first_comes_first(centre):
    other = centre.queue_of_its_own().queue
    old = starts(centre, centre.new_flow(flows.to_queue(other)))
    new = starts(centre)
    assert in_order(centre.desk(one_at_a_time(centre, centre.queue, other)), 2) == [new, old]


def test_a_queue_with_a_delay_waits_for_others(centre):
    slow = centre.desk(centre.routing_profile(centre.queue, delay=2))
    began = time.monotonic()
    starts(centre)
    slow.accept("TASK")
    assert time.monotonic() - began > 1.5


# Concurrency

def test_an_agent_has_no_more_than_its_profile_allows(centre):
    desk = centre.desk(centre.routing_profile(centre.queue, concurrency={"VOICE": 1, "CHAT": 1, "TASK": 2}))
    for _ in range(4):
        starts(centre)
    stays(desk, 2)
    first = desk.accept("TASK")
    stays(desk, 2)
    desk.do("completeContact", contactId=first["contactId"])
    stays(desk, 2)
    desk.do("clearContact", contactId=first["contactId"])
    desk.wait(lambda: sum(contact["state"] == "CONNECTING" for contact in desk.agent["contacts"]) == 2, "the third contact")


@pytest.mark.parametrize("behavior, count", [("ROUTE_CURRENT_CHANNEL_ONLY", 1), ("ROUTE_ANY_CHANNEL", 2)])
def test_channels_are_mixed_where_the_profile_says_so(centre, behavior, count):
    profile = centre.world.connect.create_routing_profile(
        InstanceId=centre.instance, Name=centre.world.unique("profile"), Description="d", DefaultOutboundQueueId=centre.queue,
        QueueConfigs=[
            {"QueueReference": {"QueueId": centre.queue, "Channel": channel}, "Priority": 1, "Delay": 0} for channel in ("CHAT", "TASK")],
        MediaConcurrencies=[
            {"Channel": channel, "Concurrency": 1, "CrossChannelBehavior": {"BehaviorType": behavior}} for channel in ("CHAT", "TASK")])
    desk = centre.desk(profile["RoutingProfileId"])
    starts(centre)
    desk.accept("TASK")
    centre.start_chat()
    stays(desk, count)


# Agents

def test_an_agents_own_queue(centre):
    desk, other = centre.desk(), centre.desk()
    flow = centre.new_flow(flows.flow(
        flows.action("queue", "UpdateContactTargetQueue", {"AgentId": other.user}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))
    contact = starts(centre, flow)
    assert other.accept("TASK")["contactId"] == contact
    stays(desk, 0)


def test_the_next_status_is_taken_when_the_last_contact_is_gone(centre):
    desk = centre.desk()
    starts(centre)
    accepted = desk.accept("TASK")
    desk.go("Offline")
    starts(centre)
    stays(desk, 1)
    desk.finish(accepted)
    stays(desk, 0)
