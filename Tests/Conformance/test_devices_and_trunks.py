"""Agents' telephones and ways to the network: what is told once, what rests, who decides, what goes with whom."""

import base64
import hashlib
import json

import pytest

from contacts.conftest import PASSWORD
from harness import approvals, attacker, contacts, files, numbers
from harness.alerts import new_target, of
from harness.audit_events import events
from harness.server import Server
from harness.world import World


@pytest.fixture(scope="module")
def world(module_server):
    return World(module_server)


@pytest.fixture
def server(module_server):
    return module_server


def user(world):
    name = world.unique("agent")
    return name, world.new("User", Username=name, Password=PASSWORD)


def device(server, name, *options):
    [made] = numbers.run(server, "device", "create", "--user", name, *options)
    return made


def ids(server):
    return {line["deviceId"] for line in numbers.run(server, "device", "list")}


def everything(server):
    """All bytes of the data folder."""
    return files.written(server.data)


def spellings(secret):
    raw = secret if isinstance(secret, bytes) else secret.encode()
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw), base64.b64encode(raw).rstrip(b"=")]


def ha1(made, algorithm="sha256"):
    text = f"{made['username']}:{made['realm']}:{made['password']}"
    return hashlib.new(algorithm, text.encode()).digest()


def test_a_telephone_has_a_password_of_its_own_which_is_told_once(world, server):
    name, of_user = user(world)
    made, other = device(server, name), device(server, name, "--md5")
    assert made["realm"] == other["realm"] == "switchkeep" and made["userId"] == of_user and made["instanceId"] == world.instance
    assert len(made["password"]) >= 24 and made["password"] != other["password"] and made["username"] != other["username"]
    listed = {line["deviceId"]: line for line in numbers.run(server, "device", "list")}
    assert listed[made["deviceId"]] == {"deviceId": made["deviceId"], "userId": of_user, "instanceId": world.instance, "md5": False}
    assert listed[other["deviceId"]]["md5"] is True
    there = everything(server)
    for secret in (made["password"], other["password"], ha1(made), ha1(other), ha1(other, "md5")):
        assert not any(spelling in there for spelling in spellings(secret))
    # The control: what may rest is found.
    assert made["deviceId"].encode() in there
    [event] = [e for e in events(server, "CreateDevice") if e["requestParameters"]["deviceId"] == made["deviceId"]]
    assert event["userIdentity"]["type"] == "Operator" and made["password"] not in json.dumps(event)


def test_a_telephone_goes_when_it_is_revoked_or_its_user_goes(world, server):
    (first, one), (second, _) = user(world), user(world)
    gone, stays, revoked = device(server, first)["deviceId"], device(server, second)["deviceId"], device(server, second)["deviceId"]
    server.command("device", "revoke", revoked)
    assert revoked not in ids(server) and {gone, stays} <= ids(server)
    world.connect.delete_user(InstanceId=world.instance, UserId=one)
    assert gone not in ids(server) and stays in ids(server)
    assert "is no device" in server.refused("device", "revoke", revoked)
    assert events(server, "RevokeDevice")[-1]["requestParameters"] == {"deviceId": revoked}


def test_a_telephone_is_somebodys(world, server):
    assert "no user" in server.refused("device", "create", "--user", "nobody")
    name, _ = user(world)
    twin = World(server)
    twin.instance = world.new_instance()
    twin.adopt()
    twin.new("User", Username=name, Password=PASSWORD)
    assert "--instance" in server.refused("device", "create", "--user", name)
    assert device(server, name, "--instance", twin.instance)["instanceId"] == twin.instance
    for _ in range(9):
        device(server, name, "--instance", twin.instance)
    assert "revoke one" in server.refused("device", "create", "--user", name, "--instance", twin.instance)
    before = ids(server)
    world.connect.delete_instance(InstanceId=twin.instance)
    numbers.until(lambda: len(ids(server)) == len(before) - 10)


def test_a_telephone_alerts(world, server, authority):
    target = new_target(server, authority)
    made = device(server, user(world)[0])
    [alert] = target.until(of("rights", eventName="CreateDevice"))
    assert alert["details"]["deviceId"] == made["deviceId"] and alert["severity"] == "medium"
    target.close()
    server.command("alert", "target", "remove", target.name)


SECRET = "Trunk-Secret-93c1"


def trunk(server, name, *options, **texts):
    [made] = numbers.run(server, "trunk", "create", name, "--target", "sip.example.com:5061;transport=tls", *options, **texts)
    return made


def trunks(server):
    return {line["name"]: line for line in numbers.run(server, "trunk", "list")}


def test_a_trunk_takes_an_officer(world, server):
    """Callers and agents are heard on it before anything is sealed: nobody adds one alone."""
    name = world.unique("carrier").replace("_", "-")
    made = trunk(
        server, name, "--target", "[2001:db8::5];transport=tcp", "--register", "reg.example.com", "--username", "us", "--country-code", "44",
        "--national-prefix", "0", "--called-number", "to", "--calls-max", "7", "--emergency", "--allow-prefix", "+44", password_fd=SECRET)
    assert made["State"] == "pending" and name not in trunks(server)
    listed = approvals.call(server, "ListApprovals", profile="switchkeep-officer")["Approvals"]
    [waiting] = [each for each in listed if each["ApprovalId"] == made["ApprovalId"]]
    assert "sip.example.com" in waiting["Summary"] and "emergency" in waiting["Summary"] and waiting["Details"]["allowedPrefixes"] == ["+44"]
    with pytest.raises(approvals.Refused):
        approvals.approve(server, made["ApprovalId"], profile="switchkeep")
    assert name not in trunks(server)
    approvals.approve(server, made["ApprovalId"])
    assert trunks(server)[name] == {
        "name": name, "targets": [
            {"host": "sip.example.com", "port": 5061, "transport": "tls"}, {"host": "2001:db8::5", "port": None, "transport": "tcp"}],
        "probeSeconds": 30, "registrar": {"host": "reg.example.com", "port": None, "transport": "udp"}, "registeredUser": "us",
        "expiresSeconds": 300, "username": "us", "calledNumberFrom": "to", "nationalPrefix": "0", "countryCode": "44", "callsMax": 7,
        "carriesEmergencyCalls": True, "allowedPrefixes": ["+44"]}
    there = everything(server)
    assert not any(spelling in there for spelling in spellings(SECRET)) and SECRET not in json.dumps([made, waiting, events(server)])
    assert "there is a trunk" in server.refused("trunk", "create", name, "--target", "b.example.com")
    server.command("trunk", "remove", name)
    assert name not in trunks(server) and events(server, "RemoveTrunk")[-1]["requestParameters"] == {"name": name}


@pytest.mark.parametrize("options, says", [
    (["--target", "a.example.com:0"], "is no HOST"), (["--target", "a.example.com;transport=sctp"], "is no HOST"),
    (["--target", "a b"], "no name or address"), (["--target", "a.example.com", "--allow-prefix", "44"], "plus sign"),
    (["--target", "a.example.com", "--calls-max", "0"], "1 to 100000"), (["--target", "a.example.com", "--register", "r"], "--username"),
    (["--target", "a.example.com", "--register", "r.example.com:5080"], "domain alone"),
    (["--target", "a.example.com", "--register", "r.example.com;transport=tls"], "domain alone"),
    (["--target", "a.example.com", "--username", "u"], "--password-fd"), (["--target", "a.example.com", "--called-number", "from"], "request-uri"),
    ([], "--target"), (["--target", "a.example.com", "--country-code", "0044"], "country code"),
])
def test_what_is_no_trunk_is_asked_of_nobody(server, options, says):
    before = len(events(server, "RequestChange"))
    assert says in server.refused("trunk", "create", "wrong", *options)
    assert len(events(server, "RequestChange")) == before


def test_a_number_of_one_trunk_comes_over_no_other(authority):
    server = Server().start("--telephony-adapter")
    try:
        world = World(server)
        made = trunk(server, "carrier", "--allow-prefix", "+44")
        approvals.approve(server, made["ApprovalId"])
        server.command("number", "add", "+441632960000", "--trunk", "carrier")
        numbers.until(lambda: numbers.available(world, "+441632960000"))
        number = numbers.claimed(world, "+441632960000")
        world.connect.associate_phone_number_contact_flow(PhoneNumberId=number, InstanceId=world.instance, ContactFlowId=contacts.flow(world))
        telephones = numbers.exchange(world)
        assert telephones.refused("+441632960000", trunk="other") == 404 and telephones.refused("+441632960000", trunk="") == 404
        telephones.dial(None, number="+441632960000", trunk="carrier").hang_up()
        # No trunk dials what none is allowed to.
        outbound = dict(
            InstanceId=world.instance, ContactFlowId=contacts.flow(world), SourcePhoneNumber="+441632960000")
        world.refuses("StartOutboundVoiceContact", {**outbound, "DestinationPhoneNumber": "+12025550123"}, "DestinationNotAllowedException")
        world.call("StartOutboundVoiceContact", {**outbound, "DestinationPhoneNumber": "+441632960055"})
        world.clean_up()
    finally:
        server.close()


def test_whoever_has_broken_into_the_switch_gets_digests_and_no_password():
    """What the switch can ask for is what it needs to let telephones in; the password of a telephone is nowhere."""
    server = Server().start()
    try:
        world = World(server)
        made = device(server, user(world)[0])
        approvals.approve(server, trunk(server, "carrier", "--username", "us", password_fd=SECRET)["ApprovalId"])
        lines = attacker.run(server, texts=["x"], requests=[attacker.request("GET", "/", {})], instance=world.instance)
        told = b"".join(attacker.reply(line) for line in lines if line.get("message") == "read-telephony")
        assert ha1(made) in told and SECRET.encode() in told and made["password"].encode() not in told
    finally:
        server.close()
