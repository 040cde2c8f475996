"""Users who listen to calls."""

from harness import numbers
from harness.contacts import PASSWORD
from harness.desk import Desk

MONITOR, BARGE = "MonitorContact", "BargeContact"


def profile(world, *permissions, instance=None):
    """A security profile that grants these."""
    return world.connect.create_security_profile(
        InstanceId=instance or world.instance, SecurityProfileName=world.unique("profile"),
        Permissions=["BasicAgentAccess", *permissions])["SecurityProfileId"]


def user(world, *permissions, routing_profile=None):
    """The name and id of a user whose security profile grants these."""
    name = world.unique("supervisor")
    made = world.connect.create_user(
        InstanceId=world.instance, Username=name, Password=PASSWORD, IdentityInfo={"FirstName": "Sue", "LastName": "Supervisor"},
        PhoneConfig={"PhoneType": "SOFT_PHONE"}, SecurityProfileIds=[profile(world, *permissions)],
        RoutingProfileId=routing_profile or world.basic_routing_profile)
    return name, made["UserId"]


def desk(world, *permissions):
    """A supervisor at a desk, who takes no calls."""
    name, identifier = user(world, *permissions)
    made = Desk.open(world.server, world.instance, name, PASSWORD)
    made.user, made.username = identifier, name
    return made


def may_barge(world, value=True):
    """Whether anybody of the instance may be let barge; after the test nobody may."""
    world.connect.update_instance_attribute(
        InstanceId=world.instance, AttributeType="ENHANCED_CONTACT_MONITORING", Value=str(value).lower())


def listen(world, contact, user, *capabilities, **members):
    """The contact of a session."""
    asked = {"AllowedMonitorCapabilities": list(capabilities)} if capabilities else {}
    return world.connect.monitor_contact(
        InstanceId=world.instance, ContactId=contact, UserId=user, **asked, **members)["ContactId"]


def listening(world, contact, desk, exchange, *capabilities):
    """A session whose telephone has been lifted: (its contact, its call as the telephones have it)."""
    made = listen(world, contact, desk.user, *capabilities)
    call = exchange.calls_to(desk.user)
    assert call.contact == made
    call.happened("agentAnswered", agentId=desk.user)
    call.waits("join", agentId=desk.user)
    numbers.until(lambda: [c for c in desk.agent["contacts"] if c["contactId"] == made and c["state"] == "CONNECTED"])
    return made, call
