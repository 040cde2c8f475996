"""Supervisors on real telephones: tones prove who hears whom, and what the recording has."""

import json
import time
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError

from harness import approvals, numbers, sessions, supervisors
from harness.desk import DeskError
from harness.supervisors import BARGE, MONITOR
from harness.tones import share
from harness.world import World
from voice.conftest import AGENT_TONE, CALLER_TONE, connected, over
from voice.test_recordings import CARD, has_keys, recorded_call, recording

SUPERVISOR_TONE = 2003


@pytest.fixture
def barging(centre):
    supervisors.may_barge(centre.world)
    yield
    supervisors.may_barge(centre.world, False)


def supervisor(centre, line, *permissions):
    """A supervisor at a desk, with a telephone."""
    desk = supervisors.desk(centre.world, *permissions)
    centre.desks.append(desk)
    return desk, line.telephone(centre, desk, hertz=SUPERVISOR_TONE)


def listening(centre, line, contact):
    """A supervisor who hears the call, and may be let be heard: (desk, telephone, contact of the session)."""
    desk, phone = supervisor(centre, line, MONITOR, BARGE)
    session = supervisors.listen(centre.world, contact, desk.user, "SILENT_MONITOR", "BARGE")
    phone.ring()
    assert desk.contact("CONNECTED")["contactId"] == session
    return desk, phone, session


def hears_not(phone, hertz):
    """For as long as a tone that was there would be noticed."""
    phone.forget()
    phone.wait(lambda: len(phone.heard) >= 4_000, "half a second of sound")
    assert share(phone.heard[-3_200:], hertz) < 0.02, f"{hertz} Hz is heard"


def events_of(centre, session):
    return sessions.events_of(
        centre.world.server, lambda event: session in json.dumps(event.get("requestParameters"))
        and event["eventName"] in ("ChangeMonitorMode", "EndMonitoring"))


def test_each_mode_lets_those_hear_the_supervisor_whom_it_names(centre, line, barging):
    agents, phone, caller, _, contact = connected(centre, line)
    desk, monitor, session = listening(centre, line, contact["contactId"])
    monitor.hears_both(CALLER_TONE, AGENT_TONE)
    for each in (caller, phone):
        hears_not(each, SUPERVISOR_TONE)
    assert "supervisors" in agents.contact("CONNECTED") and agents.contact("CONNECTED")["supervisors"] == []
    desk.do("coach", contactId=session)
    phone.hears_both(CALLER_TONE, SUPERVISOR_TONE)
    hears_not(caller, SUPERVISOR_TONE)
    caller.hears(AGENT_TONE)
    monitor.hears_both(CALLER_TONE, AGENT_TONE)
    desk.do("bargeIn", contactId=session)
    caller.hears_both(AGENT_TONE, SUPERVISOR_TONE)
    phone.hears_both(CALLER_TONE, SUPERVISOR_TONE)
    numbers.until(lambda: agents.contact("CONNECTED")["supervisors"] == [desk.username])
    desk.do("silentMonitor", contactId=session)
    caller.hears(AGENT_TONE)
    phone.hears(CALLER_TONE)
    numbers.until(lambda: agents.contact("CONNECTED")["supervisors"] == [])
    # The supervisor goes, and the call goes on.
    monitor.hang_up()
    described = over(centre, session)
    assert described["InitiationMethod"] == "MONITOR" and described["RelatedContactId"] == contact["contactId"]
    assert described["DisconnectReason"] == "AGENT_DISCONNECT"
    desk.none()
    hears_not(caller, SUPERVISOR_TONE)
    caller.hears(AGENT_TONE)
    numbers.until(lambda: [e["eventName"] for e in events_of(centre, session)].count("EndMonitoring") == 1)
    found = [(e["eventName"], e["requestParameters"].get("mode")) for e in events_of(centre, session)]
    assert found == [("ChangeMonitorMode", m) for m in ("COACH", "BARGE", "SILENT_MONITOR")] + [("EndMonitoring", None)]
    for event in events_of(centre, session):
        assert event["requestParameters"]["userId"] == desk.user and event["requestParameters"]["contactId"] == contact["contactId"]


def test_the_session_ends_with_the_call(centre, line):
    _, _, caller, _, contact = connected(centre, line)
    desk, monitor = supervisor(centre, line, MONITOR)
    session = supervisors.listen(centre.world, contact["contactId"], desk.user)
    monitor.ring()
    monitor.hears_both(CALLER_TONE, AGENT_TONE)
    caller.hang_up()
    monitor.over()
    assert over(centre, session)["DisconnectReason"] == "OTHER"
    desk.none()


def test_a_customer_on_hold_is_not_listened_to(centre, line, barging):
    agents, phone, caller, _, contact = connected(centre, line)
    desk, monitor, session = listening(centre, line, contact["contactId"])
    desk.do("bargeIn", contactId=session)
    caller.hears_both(AGENT_TONE, SUPERVISOR_TONE)
    agents.do("hold", contactId=contact["contactId"])
    monitor.hears(AGENT_TONE)
    phone.hears(SUPERVISOR_TONE)
    hears_not(caller, SUPERVISOR_TONE)
    agents.do("resume", contactId=contact["contactId"])
    caller.hears_both(AGENT_TONE, SUPERVISOR_TONE)
    desk.do("mute", contactId=session)
    caller.hears(AGENT_TONE)


def windows(side):
    return [side[at:at + 1_600] for at in range(0, len(side) - 1_600, 800)]


@pytest.mark.parametrize("verb, is_recorded", [("silentMonitor", False), ("coach", False), ("bargeIn", True)])
def test_the_recording_has_a_supervisor_whom_all_hear_and_no_other(centre, line, barging, verb, is_recorded):
    agents, phone, caller, contact = recorded_call(centre, line)
    desk, monitor, session = listening(centre, line, contact)
    desk.do(verb, contactId=session)
    monitor.hears_both(CALLER_TONE, AGENT_TONE)
    time.sleep(1)
    caller.hang_up()
    phone.over()
    over(centre, contact)
    agents.contact("ENDED")
    agents.do("clearContact", contactId=contact)
    _, _, _, (customer, agent), _ = recording(centre, contact)
    assert max(share(part, SUPERVISOR_TONE) for part in windows(customer)) < 0.02
    loudest = max(share(part, SUPERVISOR_TONE) for part in windows(agent))
    assert loudest > 0.3 if is_recorded else loudest < 0.02
    assert max(share(part, AGENT_TONE) for part in windows(agent)) > 0.9


@pytest.mark.parametrize("way", ["events", "info", "tones"])
def test_keys_that_are_pressed_while_recording_is_suspended_reach_no_supervisor(centre, line, way):
    agents, _, caller, contact = recorded_call(centre, line, "0" if way == "tones" else "0 101")
    # What is heard is the caller alone then.
    agents.do("mute", contactId=contact)
    desk, monitor = supervisor(centre, line, MONITOR)
    supervisors.listen(centre.world, contact, desk.user)
    monitor.ring()
    monitor.hears(CALLER_TONE)
    press = {"events": caller.press, "info": lambda keys: [caller.info(key) for key in keys], "tones": caller.press_as_tones}[way]
    if way == "tones":
        # Control: before, the supervisor hears the key. Events and INFO reach no other leg at any time.
        press("7")
        monitor.wait(lambda: has_keys(bytes(monitor.heard)), "the key")
    call = dict(InstanceId=centre.instance, ContactId=contact, InitialContactId=contact)
    centre.world.connect.suspend_contact_recording(**call)
    numbers.until(lambda: agents.contact("CONNECTED")["isRecordingSuspended"])
    time.sleep(0.5)
    monitor.forget()
    press(CARD)
    time.sleep(4 if way == "tones" else 1)
    assert not monitor.events and not has_keys(bytes(monitor.heard))
    # The rest of what the caller says is heard.
    monitor.hears(CALLER_TONE)


def refused(call, code):
    with pytest.raises(ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


def test_who_may_not_listen_is_refused_and_nothing_rings(centre, line, barging):
    world = centre.world
    _, _, _, _, contact = connected(centre, line)
    contact = contact["contactId"]
    unpermitted, phone = supervisor(centre, line)
    half, other = supervisor(centre, line, MONITOR)
    absent = supervisors.desk(world, MONITOR)
    centre.desks.append(absent)
    assert "MonitorContact" in refused(lambda: supervisors.listen(world, contact, unpermitted.user), "AccessDeniedException")
    assert "BargeContact" in refused(
        lambda: supervisors.listen(world, contact, half.user, "SILENT_MONITOR", "BARGE"), "AccessDeniedException")
    assert "registered" in refused(lambda: supervisors.listen(world, contact, absent.user), "InvalidRequestException")
    for mode in ("COACH", "WHISPER", "silent_monitor"):
        refused(lambda mode=mode: supervisors.listen(world, contact, half.user, mode), "InvalidRequestException")
    # A contact of another instance is none of this one's, and a user of it is not either.
    elsewhere = world.other_instance()
    theirs = World(world.server)
    theirs.instance = elsewhere
    theirs.adopt()
    name, foreigner = supervisors.user(
        theirs, MONITOR, routing_profile=theirs.first("list_routing_profiles", "RoutingProfileSummaryList"))
    foreign_phone = line.telephone(SimpleNamespace(world=world, instance=elsewhere), SimpleNamespace(username=name))
    for instance, user in ((elsewhere, half.user), (elsewhere, foreigner), (centre.instance, foreigner)):
        refused(lambda i=instance, u=user: world.connect.monitor_contact(
            InstanceId=i, ContactId=contact, UserId=u), "ResourceNotFoundException")
    time.sleep(0.5)
    assert not phone.rung and not other.rung and not foreign_phone.rung and not unpermitted.agent["contacts"] and not half.agent["contacts"]
    # Control: the one who may listen does.
    session = supervisors.listen(world, contact, half.user)
    other.ring()
    assert half.contact("CONNECTED")["contactId"] == session
    refused(lambda: supervisors.listen(world, contact, half.user), "InvalidRequestException")


def test_nobody_makes_more_of_a_session_than_it_is(centre, line, barging):
    world = centre.world
    agents, _, caller, _, contact = connected(centre, line)
    desk, monitor, session = listening(centre, line, contact["contactId"])
    stranger, _ = supervisor(centre, line, MONITOR, BARGE)
    for who, what in ((agents, session), (stranger, session), (agents, contact["contactId"]), (desk, contact["contactId"])):
        for verb in ("bargeIn", "coach", "silentMonitor", "completeContact") if who is not agents or what == session else ("bargeIn", "coach"):
            with pytest.raises(DeskError):
                who.do(verb, contactId=what)
    for verb, members in (
            ("hold", {}), ("conference", {}), ("sendDigits", {"digits": "1"}), ("transfer", {"quickConnectId": session}),
            ("monitor", {"mode": "BARGE"}), ("acceptContact", {})):
        with pytest.raises(DeskError):
            desk.do(verb, contactId=session, **members)
    hears_not(caller, SUPERVISOR_TONE)
    # A right that is taken away is gone for the next word.
    world.connect.update_user_security_profiles(
        InstanceId=centre.instance, UserId=desk.user, SecurityProfileIds=[supervisors.profile(world, MONITOR)])
    with pytest.raises(DeskError, match="notPermitted"):
        desk.do("bargeIn", contactId=session)
    hears_not(caller, SUPERVISOR_TONE)
    world.connect.update_user_security_profiles(
        InstanceId=centre.instance, UserId=desk.user, SecurityProfileIds=[world.agent_security_profile])
    with pytest.raises(DeskError, match="notPermitted"):
        desk.do("silentMonitor", contactId=session)
    monitor.over()
    denied = [e for e in events_of(centre, session) if e.get("errorCode") == "AccessDenied"]
    assert [e["requestParameters"]["mode"] for e in denied] == ["BARGE", "SILENT_MONITOR"]


def test_a_telephone_that_refuses_ends_the_session(centre, line):
    _, _, _, _, contact = connected(centre, line)
    desk = supervisors.desk(centre.world, MONITOR)
    centre.desks.append(desk)
    phone = line.telephone(centre, desk, answers=False)
    session = supervisors.listen(centre.world, contact["contactId"], desk.user)
    phone.ring()
    phone.refuse(486)
    assert over(centre, session)["InitiationMethod"] == "MONITOR"
    desk.none()


def signs(server, tmp_path, name, statement):
    """A client of an identity with that right alone, once an officer has approved it."""
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:MonitorContact", **statement}]}))
    keys = approvals.approved(server, server.command("identity", "create", "--name", name, "--policy", path).stdout)
    session = boto3.Session(
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], profile_name=server.session().profile_name)
    return server.client(session=session)


def test_policies_bound_who_listens_and_what_they_may_be_let_do(centre, line, barging, tmp_path):
    world, server = centre.world, centre.world.server
    _, _, _, _, contact = connected(centre, line)
    (one, phone), (other, _) = supervisor(centre, line, MONITOR, BARGE), supervisor(centre, line, MONITOR, BARGE)
    arn = world.connect.describe_instance(InstanceId=centre.instance)["Instance"]["Arn"]
    silent = signs(server, tmp_path, world.unique("silent"), {
        "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"connect:MonitorCapabilities": ["SILENT_MONITOR"]}}})
    scoped = signs(server, tmp_path, world.unique("scoped"), {"Resource": [f"{arn}/contact/*", f"{arn}/agent/{one.user}"]})

    def asked(client, desk, *capabilities):
        return lambda: client.monitor_contact(
            InstanceId=centre.instance, ContactId=contact["contactId"], UserId=desk.user, AllowedMonitorCapabilities=list(capabilities))
    for refusal in (
            asked(silent, one, "SILENT_MONITOR", "BARGE"), asked(scoped, other, "SILENT_MONITOR"),
            # Whoever administers makes users and telephones, and would listen to every call otherwise.
            asked(server.client(), one, "SILENT_MONITOR")):
        refused(refusal, "AccessDeniedException")
    # Control: what each may, it does.
    for client in (silent, scoped):
        session = asked(client, one, "SILENT_MONITOR")()["ContactId"]
        phone.ring()
        one.contact("CONNECTED")
        one.do("completeContact", contactId=session)
        one.none()
        phone.over()
        phone.ended = False
