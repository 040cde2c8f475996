"""GetCurrentUserData: tells what agents are doing."""

from harness import INTERNAL, THROTTLING, contacts


def example(world):
    desk, user, flow = contacts.agent(world)
    contacts.ends(world, world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"])
    desk.contact("CONNECTING")
    return dict(InstanceId=world.instance, Filters={"Agents": [user]})


def check(world, request, response):
    filters = request["Filters"]
    for user in response["UserDataList"]:
        states = {contact["AgentContactState"] for contact in user.get("Contacts", [])}
        assert states <= set(filters.get("ContactFilter", {}).get("ContactStates", states))
        assert user["User"]["Id"] in filters.get("Agents", [user["User"]["Id"]])
        assert user["RoutingProfile"]["Id"] in filters.get("RoutingProfiles", [user["RoutingProfile"]["Id"]])
    assert "Agents" not in filters or [user["User"]["Id"] for user in response["UserDataList"]] == filters["Agents"]
    if "ContactFilter" not in filters and "Queues" not in filters and "RoutingProfiles" not in filters:
        user = response["UserDataList"][0]
        assert user["ActiveSlotsByChannel"] == {"TASK": 1} and user["MaxSlotsByChannel"] == {"TASK": 2}


VARIANTS = {}


def by_state(world):
    request = example(world)
    for state, count in (("CONNECTING", 1), ("CONNECTED", 0)):
        asked = {**request, "Filters": {**request["Filters"], "ContactFilter": {"ContactStates": [state]}}}
        assert len(world.call("GetCurrentUserData", asked)["UserDataList"]) == count


def by_queue_and_profile(world):
    request = example(world)
    user = world.connect.describe_user(InstanceId=world.instance, UserId=request["Filters"]["Agents"][0])["User"]
    profile = user["RoutingProfileId"]
    queue = world.connect.list_routing_profile_queues(
        InstanceId=world.instance, RoutingProfileId=profile)["RoutingProfileQueueConfigSummaryList"][0]["QueueId"]
    for filters, count in (
            ({"RoutingProfiles": [profile]}, 1), ({"RoutingProfiles": [world.basic_routing_profile]}, 0), ({"Queues": [queue]}, 1),
            ({"Queues": [world.new("Queue")]}, 0)):
        found = world.call("GetCurrentUserData", dict(InstanceId=world.instance, Filters=filters))["UserDataList"]
        assert len([one for one in found if one["User"]["Id"] == user["Id"]]) == count


def by_agent(world):
    request = example(world)
    assert not world.call("GetCurrentUserData", {**request, "Filters": {"Agents": [world.new("User")]}})["UserDataList"]


EFFECTS = {
    "Filters.ContactFilter": by_state, "Filters.Queues": by_queue_and_profile, "Filters.RoutingProfiles": by_queue_and_profile,
    "Filters.Agents": by_agent,
}
REFUSED = {"Filters.UserHierarchyGroups": [contacts.NOBODY]}
ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId=world.instance, Filters={}),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, Filters={"Agents": [contacts.NOBODY]}, MaxResults=0),
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING,
    "ResourceNotFoundException": lambda world: dict(InstanceId=contacts.NOBODY, Filters={"Agents": [contacts.NOBODY]}),
}
