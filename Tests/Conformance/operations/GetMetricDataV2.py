"""GetMetricDataV2: what became of contacts, counted."""

import datetime
import time

from contacts import flows
from harness import INTERNAL, THROTTLING, contacts, patience, unreachable

COUNTS = ["CONTACTS_CREATED", "CONTACTS_QUEUED", "CONTACTS_HANDLED", "CONTACTS_ABANDONED", "ABANDONMENT_RATE", "CONTACTS_TRANSFERRED_OUT"]
MORE = [
    "AVG_HANDLE_TIME", "AVG_QUEUE_ANSWER_TIME", "AVG_ABANDON_TIME", "AVG_INTERACTION_TIME", "AVG_HOLD_TIME", "AVG_AFTER_CONTACT_WORK_TIME",
    "MAX_QUEUED_TIME"]
LIVES = {"CONTACTS_CREATED": 2, "CONTACTS_QUEUED": 2, "CONTACTS_HANDLED": 1, "CONTACTS_ABANDONED": 1, "ABANDONMENT_RATE": 50}


def metric(name, **members):
    return {"Name": name, **members}


def within(name, seconds, comparison="LTE"):
    return metric(name, Threshold=[{"Comparison": comparison, "ThresholdValue": seconds}])


def lives(world):
    """A task that is done and one that nobody takes, in a queue of their own: (queue, agent's user id)."""
    desk, user, flow = contacts.agent(world)

    def start():
        return world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"]

    start()
    desk.finish(desk.accept("TASK"))
    desk.go("Offline")
    alone = start()
    deadline = time.monotonic() + patience.SECONDS
    while "QueueInfo" not in contacts.described(world, alone) and time.monotonic() < deadline:
        time.sleep(0.02)
    queue = contacts.described(world, alone)["QueueInfo"]["Id"]
    world.connect.stop_contact(InstanceId=world.instance, ContactId=alone)
    return queue, user


def arn(world):
    return world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]


def asked(world):
    """The last hour and the seconds that come; the wire carries whole seconds."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    return dict(
        ResourceArn=arn(world), StartTime=now - datetime.timedelta(hours=1), EndTime=now + datetime.timedelta(seconds=10))


def example(world):
    queue, user = lives(world)
    world.metric_queue, world.metric_user = queue, user
    request = dict(
        **asked(world), Filters=[{"FilterKey": "QUEUE", "FilterValues": [queue]}], Metrics=[metric(name) for name in COUNTS + MORE])
    counted(world, request)
    return request


def counted(world, request):
    """What a contact was is counted within moments of its end."""
    deadline = time.monotonic() + patience.SECONDS
    while not any(LIVES.items() <= values(row).items() for row in world.call("GetMetricDataV2", request)["MetricResults"]):
        assert time.monotonic() < deadline, "the contacts are not counted"
        time.sleep(0.05)


def rows(world, request):
    deadline = time.monotonic() + patience.SECONDS
    while True:
        found = world.call("GetMetricDataV2", request)["MetricResults"]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def values(row):
    return {figure["Metric"]["Name"]: figure.get("Value") for figure in row["Collections"]}


def check(world, request, response):
    row, = response["MetricResults"]
    found = values(row)
    assert list(found) == [wanted["Name"] for wanted in request["Metrics"]]
    assert {name: found[name] for name in LIVES if name in found} == {name: LIVES[name] for name in LIVES if name in found}
    assert found.get("CONTACTS_TRANSFERRED_OUT", 0) == 0 and found.get("AVG_HOLD_TIME") is None
    assert all(0 <= found.get(name, 0) < 30 for name in MORE if name != "AVG_HOLD_TIME")
    period = request.get("Interval", {}).get("IntervalPeriod", "TOTAL")
    assert row["MetricInterval"]["Interval"] == period and row["MetricInterval"]["StartTime"] <= row["MetricInterval"]["EndTime"]


def intervals(world):
    """Every quarter of an hour, on the clock; the sum is the total."""
    request = {**example(world), "Interval": {"IntervalPeriod": "FIFTEEN_MIN", "TimeZone": "Asia/Kolkata"}}
    found = rows(world, request)
    assert len(found) in (4, 5) and sum(values(row)["CONTACTS_CREATED"] for row in found) == 2
    assert all(row["MetricInterval"]["StartTime"].minute % 15 == 0 for row in found[1:])
    assert found[0]["MetricInterval"]["StartTime"] == request["StartTime"]


def days(world):
    """Days are those of the time zone."""
    request = example(world)
    for zone, hour in (("UTC", 0), ("America/New_York", None), ("Asia/Kolkata", 18)):
        asked = {
            **request, "StartTime": request["EndTime"] - datetime.timedelta(days=2), "Interval": {"IntervalPeriod": "DAY", "TimeZone": zone}}
        second = rows(world, asked)[1]["MetricInterval"]["StartTime"].astimezone(datetime.timezone.utc)
        assert hour is None and second.hour in (4, 5) or second.hour == hour


def times(world):
    """What lies outside of the time is not counted."""
    request = example(world)
    before = {**request, "EndTime": request["StartTime"] + datetime.timedelta(minutes=1)}
    assert world.call("GetMetricDataV2", before)["MetricResults"] == []
    after = {**request, "StartTime": request["EndTime"] - datetime.timedelta(seconds=1)}
    assert world.call("GetMetricDataV2", after)["MetricResults"] == []
    assert rows(world, request)


def filters(world):
    request = example(world)
    for key, wanted in (("CHANNEL", "CHAT"), ("CHANNEL", "TASK")):
        asked = {**request, "Filters": request["Filters"] + [{"FilterKey": key, "FilterValues": [wanted]}]}
        assert bool(world.call("GetMetricDataV2", asked)["MetricResults"]) == (wanted == "TASK")
    handled = {**request, "Metrics": [metric("CONTACTS_HANDLED")]}
    for key, value in (("AGENT", world.metric_user), ("ROUTING_PROFILE", profile(world)), ("QUEUE", world.metric_queue)):
        assert values(rows(world, {**handled, "Filters": [{"FilterKey": key, "FilterValues": [value]}]})[0]) == {"CONTACTS_HANDLED": 1}
    other = {**handled, "Filters": [{"FilterKey": "QUEUE", "FilterValues": [world.new("Queue")]}]}
    assert world.call("GetMetricDataV2", other)["MetricResults"] == []


def profile(world):
    return world.connect.describe_user(InstanceId=world.instance, UserId=world.metric_user)["User"]["RoutingProfileId"]


def groupings(world):
    request = {**example(world), "Metrics": [metric("CONTACTS_HANDLED")], "Groupings": ["QUEUE", "AGENT", "CHANNEL", "ROUTING_PROFILE"]}
    row, = rows(world, request)
    assert row["Dimensions"] == {
        "QUEUE": world.metric_queue, "AGENT": world.metric_user, "CHANNEL": "TASK", "ROUTING_PROFILE": profile(world)}


def metrics(world):
    """Thresholds, metric filters, and metrics of agents."""
    request = example(world)
    asked = [within("SERVICE_LEVEL", 600), within("SUM_CONTACTS_ANSWERED_IN_X", 600, "LT"), within("SUM_CONTACTS_ANSWERED_IN_X", 1, "LT")]
    assert [figure["Value"] for figure in rows(world, {**request, "Metrics": asked})[0]["Collections"]][:2] == [100, 1]
    for keys, count in (({"MetricFilterKey": "INITIATION_METHOD", "MetricFilterValues": ["API"]}, 2), (
            {"MetricFilterKey": "INITIATION_METHOD", "MetricFilterValues": ["API"], "Negate": True}, 0), (
            {"MetricFilterKey": "INITIATION_METHOD", "MetricFilterValues": ["TRANSFER"]}, 0)):
        found = rows(world, {**request, "Metrics": [metric("CONTACTS_CREATED", MetricFilters=[keys]), metric("CONTACTS_QUEUED")]})
        assert values(found[0])["CONTACTS_CREATED"] == count
    of_agent = {**request, "Filters": [{"FilterKey": "AGENT", "FilterValues": [world.metric_user]}]}
    found = values(rows(world, {**of_agent, "Metrics": [metric("AGENT_OCCUPANCY")]})[0])
    assert 0 < found["AGENT_OCCUPANCY"] <= 100


def offers(world):
    """An offer that an agent rejects is an answer that did not come."""
    desk, user, flow = contacts.agent(world)
    contact = contacts.ends(world, world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    desk.contact("CONNECTING")
    desk.do("rejectContact", contactId=contact)
    world.metric_user = user
    request = dict(
        **asked(world), Filters=[{"FilterKey": "AGENT", "FilterValues": [user]}], Groupings=["AGENT"], Metrics=[metric("AGENT_NON_RESPONSE")])
    assert values(rows(world, request)[0]) == {"AGENT_NON_RESPONSE": 1}


def unsupported(world):
    """A metric that there is not is refused by its name."""
    request = {**example(world), "Metrics": [metric("AGENT_SCHEDULE_ADHERENCE")]}
    refusal = world.refuses("GetMetricDataV2", request, "InvalidParameterException")
    assert "AGENT_SCHEDULE_ADHERENCE" in refusal["Error"]["Message"]
    offers(world)


def elsewhere(world):
    """Of the instance that is named, by ARN or id."""
    request = {**example(world), "Metrics": [metric("CONTACTS_CREATED")]}
    assert rows(world, request) == rows(world, {**request, "ResourceArn": world.instance})
    other = world.connect.describe_instance(InstanceId=world.other_instance())["Instance"]["Arn"]
    world.refuses("GetMetricDataV2", {**request, "ResourceArn": other}, "ResourceNotFoundException")


VARIANTS = {"Metrics": [metric("CONTACTS_CREATED")]}
EFFECTS = {
    "ResourceArn": elsewhere,
    "StartTime": times, "EndTime": times, "Interval.IntervalPeriod": intervals, "Interval.TimeZone": days,
    "Filters": filters, "Filters.FilterKey": filters, "Filters.FilterValues": filters, "Groupings": groupings,
    "Metrics.Name": unsupported, "Metrics.Threshold.Comparison": metrics, "Metrics.Threshold.ThresholdValue": metrics,
    "Metrics.Threshold": metrics, "Metrics.MetricFilters": metrics, "Metrics.MetricFilters.MetricFilterKey": metrics,
    "Metrics.MetricFilters.MetricFilterValues": metrics, "Metrics.MetricFilters.Negate": metrics,
}
REFUSED = {"Filters.StringCondition": {"Comparison": "NOT_EXISTS"}, "Metrics.MetricId": contacts.NOBODY}
ERRORS = {
    "InvalidRequestException": unreachable("ten thousand groups are more than a test can make"),
    "InvalidParameterException": lambda world: {**example(world), "Metrics": [metric("SERVICE_LEVEL")]},
    "ResourceNotFoundException": lambda world: {**example(world), "Filters": [{"FilterKey": "QUEUE", "FilterValues": [contacts.NOBODY]}]},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
}
