"""Numbers of the operator's pool, and telephones at them."""

import json
import sqlite3
import time

from contacts import flows
from harness import contacts, patience
from harness.telephone import Exchange

POOLED = 1200
FIRST = 441632960000


def free(world, kind="DID"):
    """A number that nobody has claimed, and that no other test is given."""
    pool = pools(world)
    return next(pool[kind])


def pools(world):
    """The pool of a server, made once."""
    server = world.server
    if not hasattr(server, "pool"):
        ranges = {"DID": (FIRST, POOLED), "TOLL_FREE": (448081570000, 100), "US": (12025550100, 99)}
        for kind, (first, count) in ranges.items():
            server.command(
                "number", "add", f"+{first}", "--to", f"+{first + count - 1}", "--type", "TOLL_FREE" if kind == "TOLL_FREE" else "DID")
            last = dict(PhoneNumberType="TOLL_FREE" if kind == "TOLL_FREE" else "DID", PhoneNumberCountryCode="US" if kind == "US" else "GB")
            until(lambda first=first, count=count, last=last: available(world, f"+{first + count - 1}", **last))
        server.pool = {kind: iter([f"+{first + n}" for n in range(count)]) for kind, (first, count) in ranges.items()}
    return server.pool


def available(world, prefix, **members):
    request = {"PhoneNumberType": "DID", "PhoneNumberCountryCode": "GB", **members}
    found = world.connect.search_available_phone_numbers(InstanceId=world.instance, PhoneNumberPrefix=prefix[:12], **request)
    return [item["PhoneNumber"] for item in found["AvailableNumbersList"] if item["PhoneNumber"].startswith(prefix)]


def until(condition, seconds=patience.SECONDS):
    """A command's change is with a running server within moments."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, "it has not come to pass"
        time.sleep(0.05)
    return result


def claimed(world, number=None, **members):
    """The id of a number that the instance has claimed."""
    made = world.connect.claim_phone_number(**{"InstanceId": world.instance, "PhoneNumber": number or free(world), **members})
    world.later(lambda: world.connect.release_phone_number(PhoneNumberId=made["PhoneNumberId"]))
    return made["PhoneNumberId"]


def kept(world):
    """The id of a number that stays with the instance, for what goes on with it."""
    return world.connect.claim_phone_number(InstanceId=world.instance, PhoneNumber=free(world))["PhoneNumberId"]


def described(world, number):
    return world.connect.describe_phone_number(PhoneNumberId=number)["ClaimedPhoneNumberSummary"]


def exchange(world):
    """Telephones, as long as the test lasts; there is one exchange at a time."""
    if getattr(world, "telephones", None) is None:
        world.telephones = Exchange(world.server, world.instance)
        world.later(lambda: hang_up(world))
    return world.telephones


def hang_up(world):
    """Ends all calls, and waits until nothing of them is left with the switch: tests compare what it has."""
    mine = set(world.telephones.calls)
    world.telephones.close()
    world.telephones = None
    until(lambda: not mine & open_contacts(world), seconds=30)


def open_contacts(world):
    database = sqlite3.connect(f"file:{world.server.data}/switch/contacts.sqlite?mode=ro", uri=True)
    try:
        return {row[0] for row in database.execute("SELECT id FROM open_contact")}
    finally:
        database.close()


def call(world, flow=None):
    """A call that waits in a queue."""
    made = exchange(world).dial(flow or contacts.flow(world))
    return made


def recorded_flow(world):
    """A flow that has both parties recorded, and leads into a queue that nobody serves."""
    return world.shared("ContactFlow", Name="recorded", Content=flows.flow(
        flows.action("record", "UpdateContactRecordingBehavior", {
            "RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}}, next="queue"),
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": world.basic_queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))


def recorded_call(world):
    """A call whose parties are recorded as soon as an agent joins."""
    made = call(world, recorded_flow(world))
    made.waits("setRecording")
    return made


def run(server, *words, **options):
    """What a command printed, as JSON lines."""
    return [json.loads(line) for line in server.command(*words, **options).stdout.splitlines()]
