"""A call by SIP: from a carrier's trunk through a flow to an agent's telephone, recorded while they speak.

Usage: call.py INSTANCE_ID HTTPS_URL CA_FILE SIP_HOST:PORT, with the agent's telephone, as `device create` printed it, on standard input.
"""

import json
import math
import pathlib
import sys
import time

import boto3

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Conformance"))

from desk import Agent, tell  # noqa: E402
from harness.phone import Phone  # noqa: E402
from harness.tones import EXPANDED  # noqa: E402
from reading import officer  # noqa: E402

INSTANCE, URL, CA, SIP = sys.argv[1:5]
NUMBER, CALLER = "+441632960000", "+441632960011"
COLUMNS = 72


def action(identifier, kind, parameters, following, *errors):
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": {
        "NextAction": following, "Errors": [{"ErrorType": error, "NextAction": "end"} for error in errors], "Conditions": []}}


def number_leads_to_queue(connect):
    queue = next(q["Id"] for q in connect.list_queues(InstanceId=INSTANCE, QueueTypes=["STANDARD"])["QueueSummaryList"] if q["Name"] == "Support")
    flow = connect.create_contact_flow(InstanceId=INSTANCE, Name="Calls", Type="CONTACT_FLOW", Content=json.dumps({
        "Version": "2019-10-30", "StartAction": "greet", "Metadata": {}, "Actions": [
            action("greet", "MessageParticipant", {"Text": "Welcome. Your call is recorded."}, "record", "NoMatchingError"),
            action("record", "UpdateContactRecordingBehavior", {"RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}}, "queue"),
            action("queue", "UpdateContactTargetQueue", {"QueueId": queue}, "transfer", "NoMatchingError"),
            action("transfer", "TransferContactToQueue", {}, "end", "QueueAtCapacity", "NoMatchingError"),
            {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}))["ContactFlowId"]
    instance = connect.describe_instance(InstanceId=INSTANCE)["Instance"]["Arn"]
    claimed = connect.claim_phone_number(TargetArn=instance, PhoneNumber=NUMBER)["PhoneNumberId"]
    connect.associate_phone_number_contact_flow(PhoneNumberId=claimed, InstanceId=INSTANCE, ContactFlowId=flow)
    tell("boto3", f"claims {NUMBER} and has it lead to the flow Calls")


def registered(phone):
    until = time.monotonic() + 10
    while phone.register() != 200:
        if time.monotonic() > until:
            sys.exit("anna's telephone cannot register")
        time.sleep(0.2)
    tell("anna", "plugs in her telephone, which registers")


def main():
    host, port = SIP.rsplit(":", 1)
    device = json.load(sys.stdin)
    connect = boto3.client("connect")
    number_leads_to_queue(connect)
    anna = Agent(INSTANCE, URL, CA, "anna", "Change-me-1st")
    telephone = Phone((host, int(port)), user=device["username"], password=device["password"], hertz=660, answers=False)
    registered(telephone)
    anna.is_available()
    contact = speak(anna, telephone, Phone((host, int(port)), host="127.0.0.2", user="caller", hertz=440))
    show(contact)


def speak(anna, telephone, caller):
    caller.dial("01632960000", caller=CALLER)
    caller.answered()
    tell("Carla", "calls from the telephone network, hears the welcome and the music")
    caller.hears_sound(seconds=15)
    telephone.ring()
    tell("anna", "hears her telephone ring, and answers it")
    telephone.is_muted = True
    telephone.answer()
    contact = anna.contact("CONNECTED")["contactId"]
    telephone.hears(440)
    time.sleep(2)
    caller.is_muted, telephone.is_muted = True, False
    caller.hears(660)
    time.sleep(2)
    tell("both", "have heard each other")
    caller.hang_up()
    tell("Carla", "hangs up")
    anna.contact("ENDED")
    anna.do("clearContact", contactId=contact)
    return contact


def show(contact):
    s3, bucket = officer("complaint 4713"), f"connect-{INSTANCE}"
    key = recording(s3, bucket, contact)
    print(f"\n  in the inventory: s3://{bucket}/{key}")
    wav = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    audio = wav[wav.index(b"data") + 8:]
    print(f"  the officer, for complaint 4713, {len(audio) / 16_000:.1f} s in two channels:")
    for name, side in (("Carla", audio[::2]), ("anna", audio[1::2])):
        print(f"  {name:>9} |{waveform(side)}|")


def recording(s3, bucket, contact):
    for _ in range(200):
        for found in s3.list_objects_v2(Bucket=bucket, Prefix="connect/CallRecordings/").get("Contents", []):
            if contact in found["Key"] and found["Key"].endswith(".wav"):
                return found["Key"]
        time.sleep(0.1)
    sys.exit("no recording has come to the keep")


def waveform(side):
    """The loudness of each piece, in eighths of a line's height."""
    piece = max(1, len(side) // COLUMNS)
    levels = [math.sqrt(sum(EXPANDED[octet] ** 2 for octet in side[at:at + piece]) / piece) for at in range(0, piece * COLUMNS, piece)]
    return "".join(" ▁▂▃▄▅▆▇█"[min(8, round(level / max(*levels, 1) * 8))] for level in levels)


main()
