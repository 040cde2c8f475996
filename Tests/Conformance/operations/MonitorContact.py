"""MonitorContact: a user listens to a call."""

import pytest

from contacts import flows
from harness import INTERNAL, THROTTLING, contacts, numbers, supervisors
from harness.desk import Desk, DeskError
from harness.supervisors import BARGE, MONITOR


def connected(world):
    """A call that an agent has taken."""
    telephones = numbers.exchange(world)
    queue = world.new("Queue")
    profile = world.connect.create_routing_profile(
        InstanceId=world.instance, Name=world.unique("profile"), Description="d", DefaultOutboundQueueId=queue,
        QueueConfigs=[{"QueueReference": {"QueueId": queue, "Channel": "VOICE"}, "Priority": 1, "Delay": 0}],
        MediaConcurrencies=[{"Channel": "VOICE", "Concurrency": 1}])["RoutingProfileId"]
    name = world.unique("agent")
    user = world.new("User", Username=name, Password=contacts.PASSWORD, RoutingProfileId=profile)
    desk = Desk.open(world.server, world.instance, name, contacts.PASSWORD)
    world.later(desk.sign_out)
    desk.go("Available")
    call = telephones.dial(world.new("ContactFlow", Content=flows.to_queue(queue)))
    telephones.calls_to(user)
    desk.accept("VOICE")
    # A desk shows it while whispers are heard; they talk after them.
    call.waits("join", agentId=user)
    return call


def example(world):
    return dict(
        InstanceId=world.instance, ContactId=connected(world).contact, UserId=supervisors.user(world, MONITOR)[1],
        AllowedMonitorCapabilities=["SILENT_MONITOR"])


def check(world, request, response):
    made = contacts.described(world, response["ContactId"])
    assert made["Arn"] == response["ContactArn"] and made["InitiationMethod"] == "MONITOR" and made["Channel"] == "VOICE"
    assert made["RelatedContactId"] == request["ContactId"] and made["AgentInfo"]["Id"] == request["UserId"]
    telephone = numbers.exchange(world).calls_to(request["UserId"])
    assert telephone.contact == response["ContactId"]
    telephone.happened("agentAnswered", agentId=request["UserId"])
    telephone.waits("join", agentId=request["UserId"])
    assert telephone.waits("monitor")["of"] == request["ContactId"]


def at_a_desk(world, *permissions):
    desk = supervisors.desk(world, *permissions)
    world.later(desk.sign_out)
    return desk


def capabilities(world):
    """BARGE is what lets a supervisor be heard, where the instance has it at all."""
    call, request = connected(world), None
    desk = at_a_desk(world, MONITOR, BARGE)
    request = dict(InstanceId=world.instance, ContactId=call.contact, UserId=desk.user)
    for asked in (["BARGE"], [], ["SILENT_MONITOR", "BARGE"]):
        world.refuses("MonitorContact", {**request, "AllowedMonitorCapabilities": asked}, "InvalidRequestException")
    supervisors.may_barge(world)
    world.later(lambda: supervisors.may_barge(world, False))
    world.refuses("MonitorContact", {**request, "AllowedMonitorCapabilities": ["BARGE"]}, "InvalidRequestException")
    telephones = numbers.exchange(world)
    silent, session = supervisors.listening(world, call.contact, desk, telephones)
    for verb in ("coach", "bargeIn"):
        with pytest.raises(DeskError, match="notPermitted"):
            desk.do(verb, contactId=silent)
    desk.do("completeContact", contactId=silent)
    session.waits("hangUp")
    heard, session = supervisors.listening(world, call.contact, desk, telephones, "SILENT_MONITOR", "BARGE")
    for verb, mode in (("coach", "COACH"), ("bargeIn", "BARGE")):
        desk.do(verb, contactId=heard)
        assert session.waits("monitor", mode=mode)["of"] == call.contact


def crowded(world):
    """As many listen as may."""
    request = example(world)
    for _ in range(5):
        supervisors.listen(world, request["ContactId"], supervisors.user(world, MONITOR)[1])
    return request


def twice(world):
    request = {**example(world), "ClientToken": world.unique("token")}
    world.call("MonitorContact", request)
    return {**request, "UserId": supervisors.user(world, MONITOR)[1]}


OBJECTS = ["ContactId", "UserId"]
EFFECTS = {"AllowedMonitorCapabilities": capabilities}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "ContactId": contacts.chat(world)},
    "IdempotencyException": twice,
    "AccessDeniedException": lambda world: {**example(world), "UserId": supervisors.user(world)[1]},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "ServiceQuotaExceededException": crowded, "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
