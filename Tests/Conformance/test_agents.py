"""What routing needs of a user follows each change of the user into the switch, and nothing else does."""

import concurrent.futures
import json
import sqlite3

import pytest
from botocore.exceptions import ClientError
from harness.world import World

NUMBER = "+15550142"


def channels(agent):
    """Channel -> (auto-accept, seconds of after-contact work)."""
    return {each["Channel"]: (each["AutoAccept"], each["AfterContactWorkTimeLimit"]) for each in agent["Channels"]}


def phone(world, user, **config):
    world.connect.update_user_phone_config(InstanceId=world.instance, UserId=user, PhoneConfig=config)
    return world.agent(user)


def config(world, user, **members):
    world.connect.update_user_config(InstanceId=world.instance, UserId=user, **members)
    return world.agent(user)


def test_a_new_user(world):
    name = world.unique("agent")
    user = world.new(
        "User", Username=name, PhoneConfig={"PhoneType": "DESK_PHONE", "DeskPhoneNumber": NUMBER, "AutoAccept": True, "AfterContactWorkTimeLimit": 7},
        AutoAcceptConfigs=[{"Channel": "CHAT", "AutoAccept": True}], AfterContactWorkConfigs=[], PhoneNumberConfigs=[])
    agent = world.agent(user)
    assert agent["Username"] == name and agent["RoutingProfileId"] == world.basic_routing_profile and agent["IsOnDeskPhone"] is True
    assert agent["SecurityProfileIds"] == [world.agent_security_profile] and agent["Proficiencies"] == []
    assert channels(agent) == {"VOICE": (True, 7), "CHAT": (True, 7), "TASK": (False, 7), "EMAIL": (False, 7)}
    assert NUMBER not in json.dumps(agent)


def test_phone_and_channels(world):
    user = world.new("User")
    agent = phone(world, user, PhoneType="SOFT_PHONE", AutoAccept=True, AfterContactWorkTimeLimit=9)
    assert agent["IsOnDeskPhone"] is False and channels(agent)["VOICE"] == (True, 9) and channels(agent)["TASK"][1] == 9
    agent = config(
        world, user, AutoAcceptConfigs=[{"Channel": "VOICE", "AutoAccept": False}, {"Channel": "TASK", "AutoAccept": True}],
        AfterContactWorkConfigs=[{"Channel": "TASK", "AfterContactWorkConfig": {"AfterContactWorkTimeLimit": 3}}],
        PhoneNumberConfigs=[{"Channel": "VOICE", "PhoneType": "DESK_PHONE", "PhoneNumber": NUMBER}])
    assert channels(agent) == {"VOICE": (False, 9), "CHAT": (False, 9), "TASK": (True, 3), "EMAIL": (False, 9)}
    assert agent["IsOnDeskPhone"] is True and NUMBER not in json.dumps(agent)
    agent = phone(world, user, PhoneType="SOFT_PHONE", AfterContactWorkTimeLimit=4)
    assert channels(agent) == {"VOICE": (False, 4), "CHAT": (False, 4), "TASK": (True, 4), "EMAIL": (False, 4)}
    assert agent["IsOnDeskPhone"] is False


def test_profiles(world):
    user, routing, security = world.new("User"), world.new("RoutingProfile"), world.new("SecurityProfile")
    world.connect.update_user_routing_profile(InstanceId=world.instance, UserId=user, RoutingProfileId=routing)
    world.connect.update_user_security_profiles(InstanceId=world.instance, UserId=user, SecurityProfileIds=[security])
    agent = world.agent(user)
    assert agent["RoutingProfileId"] == routing and agent["SecurityProfileIds"] == [security]
    world.connect.delete_user(InstanceId=world.instance, UserId=user)
    assert world.agent(user) is None


def test_what_is_refused_is_taken_back(world):
    """The switch agrees, and the keep refuses: there is no such security profile."""
    user = world.new("User")
    before = world.agent(user)
    with pytest.raises(ClientError):
        world.connect.update_user_security_profiles(InstanceId=world.instance, UserId=user, SecurityProfileIds=["none"])
    assert world.agent(user) == before


def test_changes_at_once(world):
    """Changes of different things, made together, are all there in the end."""
    user, attribute = world.new("User"), world.new("PredefinedAttribute", Values={"StringList": [f"v{n}" for n in range(12)]})

    def associate(number):
        world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[
            {"AttributeName": attribute, "AttributeValue": f"v{number}", "Level": 1 + number % 5}])

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(associate, number) for number in range(12)]
        waiting.append(pool.submit(phone, world, user, PhoneType="DESK_PHONE", AfterContactWorkTimeLimit=21))
        for each in waiting:
            each.result()
    agent = world.agent(user)
    listed = world.connect.list_user_proficiencies(InstanceId=world.instance, UserId=user)["UserProficiencyList"]
    assert len(listed) == 12 and agent["Proficiencies"] == listed
    assert agent["IsOnDeskPhone"] is True and channels(agent)["VOICE"][1] == 21


def test_reconciled_when_the_two_meet(own_server):
    """An agent that fell behind, one that is lost, and one that nobody knows."""
    world = World(own_server.start())
    behind, lost = world.new("User"), world.new("User")
    attribute = world.new("PredefinedAttribute")
    world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=behind, UserProficiencies=[
        {"AttributeName": attribute, "AttributeValue": "Welsh", "Level": 5}])
    before = [world.agent(behind), world.agent(lost)]
    assert own_server.stop() == 0
    database = sqlite3.connect(own_server.data / "switch" / "switch.sqlite")
    with database:
        document = json.dumps({**before[0], "Proficiencies": [], "IsOnDeskPhone": not before[0]["IsOnDeskPhone"]})
        database.execute("UPDATE record SET document = ? WHERE kind = 'agent' AND id = ?", (document, behind))
        database.execute("UPDATE record SET id = 'stranger', arn = kind || ' of a stranger' WHERE id = ?", (lost,))
        database.execute("UPDATE reference SET from_id = 'stranger' WHERE from_id = ?", (lost,))
    database.close()
    own_server.start()
    assert [world.agent(behind), world.agent(lost)] == before and world.agent("stranger") is None
