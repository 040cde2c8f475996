"""GetCurrentMetricData: tells how queues and agents stand."""

from harness import INTERNAL, THROTTLING, contacts


METRICS = [
    "AGENTS_ONLINE", "AGENTS_AVAILABLE", "AGENTS_ON_CALL", "AGENTS_NON_PRODUCTIVE", "AGENTS_AFTER_CONTACT_WORK", "AGENTS_ERROR",
    "AGENTS_STAFFED", "CONTACTS_IN_QUEUE", "CONTACTS_SCHEDULED", "AGENTS_ON_CONTACT", "SLOTS_ACTIVE", "SLOTS_AVAILABLE"]


def example(world):
    desk, user, flow = contacts.agent(world)
    contacts.ends(world, world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    desk.accept("TASK")
    profile = world.connect.describe_user(InstanceId=world.instance, UserId=user)["User"]["RoutingProfileId"]
    queue = world.connect.list_routing_profile_queues(
        InstanceId=world.instance, RoutingProfileId=profile)["RoutingProfileQueueConfigSummaryList"][0]["QueueId"]
    world.profile = profile
    return dict(
        InstanceId=world.instance, Filters={"Queues": [queue], "Channels": ["TASK"]}, Groupings=["QUEUE"],
        CurrentMetrics=[{"Name": name, "Unit": "COUNT"} for name in METRICS])


def figures(response):
    return {figure["Metric"]["Name"]: figure["Value"] for figure in response["MetricResults"][0]["Collections"]}


def check(world, request, response):
    found = figures(response)
    busy = {"AGENTS_ONLINE": 1, "AGENTS_STAFFED": 1, "AGENTS_ON_CONTACT": 1, "AGENTS_ON_CALL": 1, "SLOTS_ACTIVE": 1, "SLOTS_AVAILABLE": 1,
            "AGENTS_AVAILABLE": 1}
    assert list(found) == [metric["Name"] for metric in request["CurrentMetrics"]]
    assert found == {name: busy.get(name, 0) for name in found}
    assert [set(row["Dimensions"]) for row in response["MetricResults"]] == [{grouping.title() for grouping in request["Groupings"]}]


VARIANTS = {"CurrentMetrics": [{"Name": "CONTACTS_IN_QUEUE", "Unit": "COUNT"}], "Groupings": ["CHANNEL"]}


def waiting(world):
    """Contacts that wait, the oldest in seconds, in the queue and channel asked for alone."""
    queue = world.new("Queue")
    from contacts import flows
    flow = world.new("ContactFlow", Content=flows.to_queue(queue))
    contacts.ends(world, world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    metrics = [{"Name": "CONTACTS_IN_QUEUE", "Unit": "COUNT"}, {"Name": "OLDEST_CONTACT_AGE", "Unit": "SECONDS"}]
    for filters, count in (
            ({"Queues": [queue]}, 1), ({"Queues": [queue], "Channels": ["CHAT"]}, 0), ({"Queues": [queue], "Channels": ["TASK"]}, 1),
            ({"Queues": [world.new("Queue")]}, 0)):
        found = figures(world.call("GetCurrentMetricData", dict(InstanceId=world.instance, Filters=filters, CurrentMetrics=metrics)))
        assert found["CONTACTS_IN_QUEUE"] == count and 0 <= found["OLDEST_CONTACT_AGE"] < 30


def by_profile(world):
    request = example(world)
    for profile, count in ((world.profile, 1), (world.basic_routing_profile, 0)):
        asked = {**request, "Filters": {"RoutingProfiles": [profile], "Channels": ["TASK"]}, "Groupings": ["ROUTING_PROFILE"]}
        assert figures(world.call("GetCurrentMetricData", asked))["AGENTS_ON_CONTACT"] == count


def by_status(world):
    request = example(world)
    for kind, count in (("ROUTABLE", 1), ("OFFLINE", 0)):
        asked = {**request, "Filters": {**request["Filters"], "AgentStatuses": [contacts.status(world, kind)]}, "Groupings": ["AGENT_STATUS"]}
        assert figures(world.call("GetCurrentMetricData", asked))["AGENTS_ONLINE"] == count


def in_order(world):
    request = example(world)
    other = world.new("Queue")
    queues = [other, *request["Filters"]["Queues"]]
    for order, first in (("DESCENDING", 1), ("ASCENDING", 0)):
        asked = {**request, "Filters": {"Queues": queues}, "SortCriteria": [{"SortByMetric": "AGENTS_ONLINE", "SortOrder": order}]}
        assert figures(world.call("GetCurrentMetricData", asked))["AGENTS_ONLINE"] == first


EFFECTS = {
    "Filters.Queues": waiting, "Filters.Channels": waiting, "Filters.RoutingProfiles": by_profile, "Filters.AgentStatuses": by_status,
    "SortCriteria": in_order,
}
REFUSED = {
    "Filters.RoutingStepExpressions": ["x"], "Filters.Subtypes": ["connect:Chat"], "Filters.ValidationTestTypes": ["EXPERIENCE_VALIDATION"],
}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "Filters": {}},
    "InvalidParameterException": lambda world: {**example(world), "CurrentMetrics": [{"Name": "ESTIMATED_WAIT_TIME"}]},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "ResourceNotFoundException": lambda world: {**example(world), "Filters": {"Queues": [contacts.NOBODY]}},
}
