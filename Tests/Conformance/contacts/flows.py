"""Flows of our own, written as a list of actions that follow one another."""

import json


def action(identifier, kind, parameters=None, next=None, errors=(), conditions=()):
    transitions = {}
    if next:
        transitions["NextAction"] = next
    if errors:
        transitions["Errors"] = [{"ErrorType": kind, "NextAction": target} for kind, target in errors]
    if conditions:
        transitions["Conditions"] = [
            {"NextAction": target, "Condition": {"Operator": operator, "Operands": [operand]}} for operator, operand, target in conditions]
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters or {}, "Transitions": transitions}


def flow(*actions):
    return json.dumps(
        {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Metadata": {}, "Actions": list(actions)})


END = action("end", "DisconnectParticipant")
# For whispers and holds: nothing is said.
SILENT = flow(action("end", "EndFlowExecution"))


def say(identifier, text, next):
    return action(identifier, "MessageParticipant", {"Text": text}, next=next, errors=[("NoMatchingError", next)])


def to_queue(queue, greeting="Welcome. An agent will be with you.", before=()):
    """Greets, sets attributes, and waits in a queue."""
    first = before[0]["Identifier"] if before else "set"
    return flow(
        say("greet", greeting, first), *before,
        action("set", "UpdateContactAttributes", {"Attributes": {"path": "main"}, "TargetContact": "Current"}, next="queue",
               errors=[("NoMatchingError", "end")]),
        action("queue", "UpdateContactTargetQueue", {"QueueId": queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "full"), ("NoMatchingError", "end")]),
        say("full", "All lines are busy.", "end"), END)
