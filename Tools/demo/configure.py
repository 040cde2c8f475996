"""Configures a small contact centre through boto3 and prints what it made. Usage: configure.py INSTANCE_ID"""

import json
import sys

import boto3

GREETING = json.dumps({
    "Version": "2019-10-30",
    "StartAction": "greet",
    "Actions": [
        {"Identifier": "greet", "Type": "MessageParticipant", "Parameters": {"Text": "Welcome. We are with you soon."},
         "Transitions": {"NextAction": "end", "Errors": [{"NextAction": "end", "ErrorType": "NoMatchingError"}], "Conditions": []}},
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
    ],
})


def to_queue(queue):
    """Greets, and waits in a queue for an agent."""
    def action(identifier, kind, parameters, following, *errors):
        return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": {
            "NextAction": following, "Errors": [{"ErrorType": error, "NextAction": "end"} for error in errors], "Conditions": []}}
    return json.dumps({"Version": "2019-10-30", "StartAction": "greet", "Metadata": {}, "Actions": [
        action("greet", "MessageParticipant", {"Text": "Welcome. An agent will be with you in a moment."}, "queue", "NoMatchingError"),
        action("queue", "UpdateContactTargetQueue", {"QueueId": queue}, "transfer", "NoMatchingError"),
        action("transfer", "TransferContactToQueue", {}, "end", "QueueAtCapacity", "NoMatchingError"),
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]})


def day(name):
    return {"Day": name, "StartTime": {"Hours": 8, "Minutes": 30}, "EndTime": {"Hours": 18, "Minutes": 0}}


def main():
    instance = sys.argv[1]
    connect = boto3.client("connect")
    hours = connect.create_hours_of_operation(
        InstanceId=instance, Name="Office hours", TimeZone="Europe/Berlin",
        Config=[day(name) for name in ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")])["HoursOfOperationId"]
    queues = [
        connect.create_queue(InstanceId=instance, Name=name, HoursOfOperationId=hours, Tags={"team": name.lower()})["QueueId"]
        for name in ("Sales", "Support")]
    profile = connect.create_routing_profile(
        InstanceId=instance, Name="Everyone", Description="Takes every channel", DefaultOutboundQueueId=queues[0],
        MediaConcurrencies=[{"Channel": "VOICE", "Concurrency": 1}, {"Channel": "CHAT", "Concurrency": 3}, {"Channel": "TASK", "Concurrency": 2}],
        QueueConfigs=[
            {"QueueReference": {"QueueId": queue, "Channel": channel}, "Priority": 1, "Delay": 0}
            for queue in queues for channel in ("VOICE", "CHAT", "TASK")])["RoutingProfileId"]
    agent = next(p["Id"] for p in connect.list_security_profiles(InstanceId=instance)["SecurityProfileSummaryList"] if p["Name"] == "Agent")
    for name in ("anna", "bela"):
        connect.create_user(
            InstanceId=instance, Username=name, Password="Change-me-1st", SecurityProfileIds=[agent], RoutingProfileId=profile,
            IdentityInfo={"FirstName": name.title(), "LastName": "Example"}, PhoneConfig={"PhoneType": "SOFT_PHONE"})
    connect.create_contact_flow(InstanceId=instance, Name="Greeting", Type="CONTACT_FLOW", Content=GREETING)
    connect.create_contact_flow(InstanceId=instance, Name="Support", Type="CONTACT_FLOW", Content=to_queue(queues[1]))
    print("hours: Office hours; queues: Sales, Support; routing profile: Everyone; agents: anna, bela; flows: Greeting, Support")


main()
