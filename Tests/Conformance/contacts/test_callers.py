"""Rules about callers: decided before a call is answered, on record without the caller's number."""

import json

import pytest

from harness import files, numbers
from harness.audit_events import events
from harness.desk import DeskError
from harness.telephone import CALLER

NUISANCE, FRIEND = "+441632960077", "+441632960078"


@pytest.fixture
def line(centre):
    """A number that leads to the queue, and telephones."""
    world = centre.world
    number = numbers.free(world)
    claimed = numbers.claimed(world, number)
    world.connect.associate_phone_number_contact_flow(PhoneNumberId=claimed, InstanceId=centre.instance, ContactFlowId=centre.flow)
    return Line(world, numbers.exchange(world), number)


class Line:
    def __init__(self, world, telephones, number):
        self.world, self.telephones, self.number = world, telephones, number

    def refused(self, caller):
        reply = self.telephones.tried(None, caller, self.number, "carrier")
        if "contactId" in reply:
            self.telephones.call(reply["contactId"]).hang_up()
        return reply.get("refused")

    def rule(self, verb, *options):
        """Makes a rule, which goes when the test is over."""
        server = self.world.server
        [made] = numbers.run(server, "caller", verb, *options)
        self.world.later(lambda: server.command("caller", "remove", made["ruleId"]))
        return made["ruleId"]

    def until(self, caller, status):
        numbers.until(lambda: self.refused(caller) == status)


@pytest.mark.parametrize("options, status", [([], 603), (["--status", "607"], 607), (["--status", "608"], 608)])
def test_a_caller_is_rejected(line, options, status):
    assert line.refused(NUISANCE) is None
    line.rule("block", "--number", NUISANCE, *options)
    line.until(NUISANCE, status)
    assert line.refused(CALLER) is None


def test_the_withheld_and_the_invalid_are_two_things(line):
    line.rule("block", "--withheld", "--status", "607")
    line.rule("block", "--invalid", "--status", "608")
    line.until(None, 607)
    line.until("anonymous", 608)
    assert line.refused(CALLER) is None and line.refused("+11125550100") == 608


def test_who_is_allowed_passes_a_rule_for_many(line):
    line.rule("block", "--country", "GB")
    line.until(CALLER, 603)
    line.rule("allow", "--number", FRIEND)
    line.until(FRIEND, None)
    line.rule("allow", "--prefix", CALLER[:9])
    line.until(CALLER, None)
    line.rule("block", "--number", NUISANCE)
    line.until(NUISANCE, 603)


def test_who_calls_too_often_waits(line):
    line.rule("block", "--rate", "3/3600")
    numbers.until(lambda: line.refused(NUISANCE) == 603)
    assert line.refused(FRIEND) is None


def test_a_caller_goes_to_voicemail_or_is_marked(line, centre):
    from contacts import flows
    voicemail = centre.new_flow(flows.flow(flows.say("beep", "Leave a message.", "end"), flows.END))
    line.rule("block", "--number", NUISANCE, "--flow", f"{centre.instance}/{voicemail}")
    line.rule("block", "--prefix", "+44", "--tag", "local")

    def heard():
        call = line.telephones.dial(None, NUISANCE, line.number)
        described = centre.describe(call.contact)
        call.waits("play")
        call.hang_up()
        return call.heard()[0], described.get("Tags")
    numbers.until(lambda: heard() == ("Leave a message.", {"caller": "local"}))


def test_hits_are_on_record_and_bounded(line):
    """A rule has an entry at once, and one a minute at most, however many call; no entry says who."""
    rule = line.rule("block", "--number", NUISANCE)
    line.until(NUISANCE, 603)
    for _ in range(50):
        assert line.refused(NUISANCE) == 603

    def entries():
        return [e for e in events(line.world.server, "ApplyCallerRule") if e["requestParameters"]["ruleId"] == rule]
    numbers.until(entries)
    assert len(entries()) == 1 and entries()[0]["requestParameters"]["calls"] >= 1
    [made] = [e for e in events(line.world.server, "BlockCaller") if e["requestParameters"]["ruleId"] == rule]
    assert made["requestParameters"]["subject"] == "exact" and NUISANCE[1:] not in json.dumps([made, entries()])


def test_who_is_blocked_is_in_no_file(line):
    number = "+447700900991"
    line.rule("block", "--number", number)
    there = files.written(line.world.server.data)
    assert number[1:].encode() not in there and line.number.encode() in there
    assert number in [each["value"] for each in numbers.run(line.world.server, "caller", "list")]


@pytest.mark.parametrize("verb, options", [
    ("block", []), ("block", ["--number", "01632"]), ("block", ["--number", NUISANCE, "--withheld"]), ("block", ["--withheld", "--status", "486"]),
    ("block", ["--withheld", "--status", "603", "--tag", "x"]), ("block", ["--country", "gb"]), ("block", ["--rate", "0/60"]),
    ("allow", ["--rate", "3/60"]), ("block", ["--withheld", "--flow", "x"]), ("allow", ["--prefix", "44"]),
])
def test_what_is_no_rule_is_refused(centre, verb, options):
    assert centre.world.server.refused("caller", verb, *options)


def test_an_agent_reports_a_caller(line, centre):
    desk, other = centre.desk(), centre.desk(centre.queue_of_its_own().profile)
    call = line.telephones.dial(None, NUISANCE, line.number)
    desk.accept("VOICE")
    desk.do("reportCaller", contactId=call.contact)
    with pytest.raises(DeskError):
        other.do("reportCaller", contactId=call.contact)
    [report] = [e for e in events(line.world.server, "ReportCaller") if e["requestParameters"]["contactId"] == call.contact]
    assert report["requestParameters"] == {"instanceId": centre.instance, "contactId": call.contact, "agentId": desk.user}
    call.hang_up()
