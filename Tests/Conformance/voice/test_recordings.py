"""Recordings of calls: sealed while they are spoken, opened through the keep, whole as far as the switch came."""

import json
import os
import signal
import socket
import subprocess
import time

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from contacts import flows
from contacts.conftest import Centre
from contacts.test_content import objects
from harness import numbers, patience, sessions
from harness.server import Server
from harness.tones import share
from harness.world import World
from voice.conftest import AGENT_TONE, CALLER_TONE, Line, a_number, call_in, over, sip_server

RATE = 8_000
BOTH = ("UpdateContactRecordingBehavior", {"RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}})
HEADER = 58


def recorded(centre):
    """A flow that has both sides recorded."""
    return centre.new_flow(flows.to_queue(centre.queue, before=[flows.action("record", *BOTH, next="set")]))


def recorded_call(centre, line, codecs="0 101"):
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    line.leads(centre, recorded(centre))
    caller = line.caller(hertz=CALLER_TONE)
    caller.dial("01632960000", caller=a_number(), codecs=codecs)
    phone.ring()
    contact = desk.contact("CONNECTED")
    caller.hears(AGENT_TONE)
    phone.hears(CALLER_TONE)
    return desk, phone, caller, contact["contactId"]


def recording(centre, contact):
    """Both sides as G.711, and the timeline beside them: as the keep opens them to somebody with a purpose."""
    s3, bucket, found = objects(centre, contact, 2)
    [audio], [timeline] = ([entry["Key"] for entry in found if entry["Key"].endswith(end)] for end in (".wav", ".json"))
    assert audio.startswith("connect/CallRecordings/")
    wav = s3.get_object(Bucket=bucket, Key=audio)["Body"].read()
    return s3, bucket, audio, sides(wav), json.loads(s3.get_object(Bucket=bucket, Key=timeline)["Body"].read())


def sides(wav):
    assert wav[:4] == b"RIFF" and wav[8:12] == b"WAVE"
    start = wav.index(b"data") + 8
    return wav[start::2], wav[start + 1::2]


def ended(centre, desk, contact):
    """What it leaves goes to the keep once the agent is done with it."""
    over(centre, contact)
    desk.contact("ENDED")
    desk.do("clearContact", contactId=contact)


def lying(centre):
    """What of recordings lies on the switch's disk; files that wait to be used again have a byte."""
    return [file for file in (centre.world.server.data / "switch" / "recordings").iterdir() if file.stat().st_size > 1]


def seconds(side):
    return len(side) / RATE


def test_a_recording_has_each_side_on_a_channel_of_its_own(centre, line):
    desk, phone, caller, contact = recorded_call(centre, line)
    time.sleep(2)
    caller.hang_up()
    phone.over()
    ended(centre, desk, contact)
    _, bucket, audio, (customer, agent), timeline = recording(centre, contact)
    assert len(customer) == len(agent) and 2 <= seconds(customer) <= 15
    assert centre.world.connect.describe_contact(InstanceId=centre.instance, ContactId=contact)["Contact"]["Recordings"] == [{
        "StorageType": "S3", "Location": f"{bucket}/{audio}", "MediaStreamType": "AUDIO",
        "ParticipantType": "ALL", "Status": "AVAILABLE"}]
    middle = slice(len(customer) // 2, len(customer) // 2 + RATE // 2)
    assert share(customer[middle], CALLER_TONE) > 0.9 and share(agent[middle], AGENT_TONE) > 0.9
    # Neither is on the other's.
    assert share(customer[middle], AGENT_TONE) < 0.05 and share(agent[middle], CALLER_TONE) < 0.05
    assert timeline["Channels"] == ["CUSTOMER", "AGENT"] and timeline["Events"][-1] == {"Type": "ENDED", "Sample": len(customer)}
    stored = sessions.events_of(centre.world.server, lambda event: event["eventName"] == "RecordingStored" and contact in json.dumps(event))
    assert len(stored) == 1


def test_a_call_that_is_over_at_the_first_word_has_its_recording(centre, line):
    """Sooner than what is spoken is taken, each 40 ms: at whatever moment of these it ends."""
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    line.leads(centre, recorded(centre))
    for _ in range(8):
        caller = line.caller(hertz=CALLER_TONE)
        caller.dial("01632960000", caller=a_number())
        phone.hears(CALLER_TONE, milliseconds=20)
        phone.hang_up()
        contact = desk.contact("ENDED")["contactId"]
        caller.over()
        desk.do("clearContact", contactId=contact)
        _, _, _, (customer, agent), timeline = recording(centre, contact)
        assert len(customer) == len(agent) == timeline["Events"][-1]["Sample"] and seconds(customer) < 1
        phone.forget()


CARD = "4929123456781234"
# Low and high frequencies of keys (ITU-T Q.23).
KEYS = (697, 770, 852, 941, 1209, 1336, 1477)


def has_keys(side):
    """Whether a tone of a key sounds anywhere."""
    return any(share(side[at:at + 320], hertz) > 0.25 for at in range(0, len(side) - 320, 160) for hertz in KEYS)


@pytest.mark.parametrize("way", ["events", "info", "tones"])
def test_a_card_that_is_keyed_while_recording_is_suspended_is_nowhere(centre, line, way):
    desk, phone, caller, contact = recorded_call(centre, line, "0" if way == "tones" else "0 101")
    call, connect = dict(InstanceId=centre.instance, ContactId=contact, InitialContactId=contact), centre.world.connect
    press = {"events": caller.press, "info": lambda keys: [caller.info(key) for key in keys], "tones": caller.press_as_tones}[way]
    if way == "tones":
        # Control: before, the agent hears the key. Events and INFO are for flows, and reach no other leg at any time.
        press("7")
        phone.wait(lambda: has_keys(bytes(phone.heard)), "the key")
    connect.suspend_contact_recording(**call)
    numbers.until(lambda: desk.contact("CONNECTED")["isRecordingSuspended"])
    time.sleep(0.5)
    phone.forget()
    press(CARD)
    time.sleep(4 if way == "tones" else 1)
    assert not phone.events and not has_keys(bytes(phone.heard))
    connect.resume_contact_recording(**call)
    time.sleep(1)
    caller.hang_up()
    phone.over()
    ended(centre, desk, contact)
    _, _, _, both, timeline = recording(centre, contact)
    [start], [end] = ([event["Sample"] for event in timeline["Events"] if event["Type"] == kind] for kind in (
        "RECORDING_SUSPENDED", "RECORDING_RESUMED"))
    assert end - start > RATE
    for side, hertz in zip(both, (CALLER_TONE, AGENT_TONE)):
        assert set(side[start:end]) == {0xFF}, "what is suspended is silent"
        assert share(side[end + RATE // 4:end + RATE // 2], hertz) > 0.9
    data = centre.world.server.data
    found = subprocess.run(["grep", "-rlaF", CARD, data], capture_output=True, text=True).stdout
    assert found == "", found


def test_a_call_that_no_flow_has_recorded_leaves_no_recording(centre, line):
    desk = centre.desk()
    phone = line.telephone(centre, desk, hertz=AGENT_TONE)
    caller, _ = call_in(centre, line)
    phone.ring()
    contact = desk.contact("CONNECTED")["contactId"]
    caller.hears(AGENT_TONE)
    caller.hang_up()
    ended(centre, desk, contact)
    objects(centre, contact, 0)
    assert not lying(centre)


def test_what_lies_on_the_disk_during_a_call_is_sealed(centre, line):
    desk, phone, caller, contact = recorded_call(centre, line)
    time.sleep(1.2)
    [file] = lying(centre)
    before = file.read_bytes()
    # It grows while they speak, and what is there stays.
    time.sleep(1.2)
    after = file.read_bytes()
    assert len(after) > len(before) and after.startswith(before[:len(before) // 2])
    for hertz in (CALLER_TONE, AGENT_TONE):
        assert all(share(after[at:at + RATE:step], hertz) < 0.3 for at in range(2_048, len(after) - RATE, 1_000) for step in (1, 2))
    caller.hang_up()
    ended(centre, desk, contact)
    objects(centre, contact, 2)
    deadline = time.monotonic() + patience.SECONDS
    while lying(centre):
        assert time.monotonic() < deadline, "what the keep has stays on the switch's disk"
        time.sleep(0.05)


def test_a_file_that_is_used_again_has_nothing_of_before(own):
    """To make files costs a file system more than to fill them; what is used again is as if it were new."""
    centre, line = own
    desk = centre.desk()
    phone, numbers_of_files = line.telephone(centre, desk, hertz=AGENT_TONE), set()
    line.leads(centre, recorded(centre))
    for talk_seconds in (2, 0.5):
        caller = line.caller(hertz=CALLER_TONE)
        caller.dial("01632960000", caller=a_number())
        phone.ring()
        contact = desk.contact("CONNECTED")["contactId"]
        caller.hears(AGENT_TONE)
        time.sleep(talk_seconds)
        [file] = numbers.until(lambda: lying(centre))
        numbers_of_files.add(file.stat().st_ino)
        caller.hang_up()
        phone.over()
        ended(centre, desk, contact)
        _, _, _, (customer, agent), timeline = recording(centre, contact)
        assert talk_seconds < seconds(customer) and timeline["Events"][-1]["Sample"] == len(customer) == len(agent)
        numbers.until(lambda: not lying(centre))
    assert len(numbers_of_files) == 1, "the second call has the file of the first"
    assert "0 findings" in centre.world.server.command("content", "verify", "--open").stdout


@pytest.fixture
def own():
    """A program of its own, which a test may kill a part of."""
    server = sip_server(Server())
    centre, line = Centre(World(server)), Line(server, server.sip_port)
    yield centre, line
    line.close()
    server.close()


def cleared(centre, desk, contact, seconds=30):
    """From the agent's work after the contact, once there is a switch again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return centre.world.connect.dismiss_user_contact(InstanceId=centre.instance, UserId=desk.user, ContactId=contact)
        except (ClientError, BotoCoreError) as error:
            assert time.monotonic() < deadline, error
        time.sleep(0.2)


def is_another(server, keep):
    try:
        return server.child("keep") != keep
    except AssertionError:
        return False


def takes_connections(server):
    host, port = server.urls["keep"].split("//")[1].split(":")
    with socket.socket() as attempt:
        return attempt.connect_ex((host, int(port))) == 0


def test_of_a_switch_that_is_killed_less_than_a_second_is_lost(own):
    centre, line = own
    desk, phone, caller, contact = recorded_call(centre, line)
    server = centre.world.server
    began = time.monotonic()
    time.sleep(3)
    os.kill(server.child("switch"), signal.SIGKILL)
    spoken = time.monotonic() - began
    cleared(centre, desk, contact)
    s3, bucket, [entry] = objects(centre, contact, 1)
    customer, agent = sides(s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read())
    # What was heard before the clock of this test began is there too.
    assert seconds(customer) > spoken - 1
    assert share(customer[-RATE:], CALLER_TONE) > 0.9 and share(agent[-RATE:], AGENT_TONE) > 0.9
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=entry["Key"])["TagSet"]}
    assert tags["label:TRUNCATED"] == "true"
    [event] = sessions.events_of(server, lambda event: event["eventName"] == "RecordingStored" and contact in json.dumps(event))
    assert event["serviceEventDetails" if "serviceEventDetails" in event else "requestParameters"]["truncated"] is True


@pytest.mark.parametrize("is_synced", [True, False])
def test_of_a_call_that_was_over_nothing_is_lost(own, is_synced):
    """The keep has not taken it, and the program is killed: after a second the recording is on disk under its name, before it is whole too."""
    centre, line = own
    server = centre.world.server
    desk, phone, caller, contact = recorded_call(centre, line)
    time.sleep(1)
    os.kill(server.child("keep"), signal.SIGSTOP)
    caller.hang_up()
    phone.over()
    desk.contact("ENDED")

    def whole():
        return [file for file in lying(centre) if not file.name.endswith(".open")]
    [file] = numbers.until(whole)
    server.kill()
    if not is_synced:
        file.rename(file.with_name(f"{file.name}.open"))
    sip_server(server, port=server.sip_port)
    centre.world.reconnect()
    cleared(centre, desk, contact)
    s3, bucket, key, (customer, agent), timeline = recording(centre, contact)
    assert seconds(customer) > 1 and timeline["Events"][-1]["Sample"] == len(customer) == len(agent)
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]}
    assert "label:TRUNCATED" not in tags


def test_a_recording_that_the_disk_does_not_take_is_told_of(own):
    centre, line = own
    server = centre.world.server
    desk, phone, caller, contact = recorded_call(centre, line)
    folder, keep = server.data / "switch" / "recordings", server.child("keep")
    os.kill(keep, signal.SIGSTOP)
    # Nothing in it can be given another name.
    subprocess.run(["chattr", "+i", folder], check=True)
    try:
        caller.hang_up()
        phone.over()
        desk.contact("ENDED")
        numbers.until(lambda: "the disk did not take it" in (server.data / "serve.log").read_text())
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)
        os.kill(keep, signal.SIGCONT)
    [event] = numbers.until(lambda: sessions.events_of(server, lambda event: event["eventName"] == "RecordingFailed"))
    assert contact in json.dumps(event)
    desk.do("clearContact", contactId=contact)
    assert recording(centre, contact), "the keep takes what it can still read"


def test_a_recording_goes_on_without_the_keep(own):
    centre, line = own
    server = centre.world.server
    desk, phone, caller, contact = recorded_call(centre, line)
    keep = server.child("keep")
    os.kill(keep, signal.SIGSTOP)
    time.sleep(2)
    caller.hang_up()
    phone.over()
    # What is over while the keep is silent waits; the next one takes it.
    os.kill(keep, signal.SIGKILL)
    numbers.until(lambda: is_another(server, keep) and takes_connections(server), seconds=20)
    cleared(centre, desk, contact)
    _, _, _, (customer, agent), timeline = recording(centre, contact)
    assert seconds(customer) > 2 and timeline["Events"][-1]["Sample"] == len(customer)
    middle = slice(len(customer) - RATE, len(customer) - RATE // 2)
    assert share(customer[middle], CALLER_TONE) > 0.9 and share(agent[middle], AGENT_TONE) > 0.9
