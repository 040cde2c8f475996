"""SearchContacts: searches contacts by time and by what they are."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    import datetime
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    contact = contacts.task(world, Attributes={"order": "A1"})
    world.found = contact
    hour = datetime.timedelta(hours=1)
    return dict(
        InstanceId=world.instance, TimeRange={"Type": "INITIATION_TIMESTAMP", "StartTime": now - hour, "EndTime": now + hour},
        Sort={"FieldName": "INITIATION_TIMESTAMP", "Order": "DESCENDING"}, MaxResults=100)


def everything(world, request):
    pages = world.connect.get_paginator("search_contacts").paginate(**{k: v for k, v in request.items() if k != "MaxResults"})
    return [contact for page in pages for contact in page["Contacts"]]


def check(world, request, response):
    assert world.found in [contact["Id"] for contact in everything(world, request)]
    times = [contact["InitiationTimestamp"] for contact in response["Contacts"]]
    assert times == sorted(times, reverse=request["Sort"]["Order"] == "DESCENDING") and response["TotalCount"] >= len(times)


def by(criteria, misses):
    def effect(world):
        request = example(world)
        wanted = criteria(world) if callable(criteria) else criteria
        found = [contact["Id"] for contact in everything(world, {**request, "SearchCriteria": wanted})]
        assert world.found in found
        found = [contact["Id"] for contact in everything(world, {**request, "SearchCriteria": misses})]
        assert world.found not in found
    return effect


def times(world):
    request = example(world)
    for kind, is_found in (("ENQUEUE_TIMESTAMP", True), ("DISCONNECT_TIMESTAMP", False), ("SCHEDULED_TIMESTAMP", False)):
        found = everything(world, {**request, "TimeRange": {**request["TimeRange"], "Type": kind}})
        assert (world.found in [contact["Id"] for contact in found]) == is_found


def ascending(world):
    request = {**example(world), "Sort": {"FieldName": "INITIATION_TIMESTAMP", "Order": "ASCENDING"}}
    check(world, request, world.call("SearchContacts", request))


def attribute(value):
    return {"SearchableContactAttributes": {"Criteria": [{"Key": "order", "Values": [value]}], "MatchType": "MATCH_ALL"}}


VARIANTS = {}
EFFECTS = {
    "TimeRange": times, "Sort": ascending,
    "SearchCriteria.Channels": by({"Channels": ["TASK"]}, {"Channels": ["CHAT"]}),
    "SearchCriteria.InitiationMethods": by({"InitiationMethods": ["API"]}, {"InitiationMethods": ["INBOUND"]}),
    "SearchCriteria.QueueIds": by(lambda world: {"QueueIds": [world.basic_queue]}, {"QueueIds": [contacts.NOBODY]}),
    "SearchCriteria.AgentIds": by({}, {"AgentIds": [contacts.NOBODY]}),
    "SearchCriteria.Name": by(
        {"Name": {"SearchText": ["call"], "MatchType": "MATCH_ALL"}}, {"Name": {"SearchText": ["fax"], "MatchType": "MATCH_ANY"}}),
    "SearchCriteria.SearchableContactAttributes": by(attribute("A1"), attribute("B2")),
}
REFUSED = {
    "SearchCriteria.AgentHierarchyGroups": {"L1Ids": [contacts.NOBODY]},
    "SearchCriteria.ContactAnalysis": {"Transcript": {"Criteria": [{"ParticipantRole": "AGENT", "SearchText": ["x"], "MatchType": "MATCH_ALL"}]}},
    "SearchCriteria.RoutingCriteria": {"Steps": []},
    "SearchCriteria.AdditionalTimeRange": {"Criteria": [{"TimestampCondition": {
        "Type": "INITIATION_TIMESTAMP", "ConditionType": "NOT_EXISTS"}}], "MatchType": "MATCH_ALL"},
    "SearchCriteria.SearchableSegmentAttributes": {"Criteria": [{"Key": "k", "Values": ["v"]}]},
    "SearchCriteria.ActiveRegions": ["us-east-1"],
    "SearchCriteria.ContactTags": {"TagCondition": {"TagKey": "a", "TagValue": "b"}},
}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "TimeRange": {"Type": "INITIATION_TIMESTAMP", "StartTime": 9, "EndTime": 8}},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
}
