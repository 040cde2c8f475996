"""Calls that come in over a trunk, and what the flow does with them."""

import time

import pytest

from contacts import flows
from harness import numbers as pool
from voice import sipp
from voice.conftest import CENTRE_NUMBER, TRUNK, a_number, record_of, wait_for


def menu(centre, text="Press one."):
    """A key that is asked for becomes an attribute."""
    return centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput", {
                "Text": text, "InputTimeLimitSeconds": "8", "StoreInput": "True", "InputValidation": {"CustomValidation": {"MaximumLength": "1"}}},
            next="keep", errors=[("NoMatchingError", "end")]),
        flows.action("keep", "UpdateContactAttributes", {
            "Attributes": {"key": "$.StoredCustomerInput"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.END))


def test_sipp_hears_a_prompt_and_presses_a_key(centre, line, tmp_path):
    line.leads(centre, menu(centre))
    caller = a_number()
    sipp.call(
        tmp_path, line.address, CENTRE_NUMBER, sipp.invite(caller), sipp.ANSWERED, sipp.pause(1500), sipp.plays("dtmf_2833_7.pcap"), sipp.HUNG_UP, host=TRUNK)
    record = record_of(centre, caller)
    assert (record["InitiationMethod"], record["DisconnectReason"]) == ("INBOUND", "CONTACT_FLOW_DISCONNECT")
    assert record["Attributes"] == {"key": "7"} and record["SystemEndpoint"]["Address"] == CENTRE_NUMBER


@pytest.mark.parametrize("way", ["events", "info", "tones"])
def test_a_caller_hears_a_prompt_and_presses_a_key(centre, line, way):
    line.leads(centre, menu(centre))
    caller, number = line.caller(hertz=0), a_number()
    caller.dial("01632960000", caller=number, codecs="0" if way == "tones" else "0 101")
    caller.answered()
    caller.hears_sound()
    {"events": caller.press, "info": caller.info, "tones": caller.press_as_tones}[way]("5")
    caller.over()
    record = record_of(centre, number)
    assert record["Attributes"] == {"key": "5"} and record["SystemEndpoint"]["Address"] == CENTRE_NUMBER


def test_silence_takes_its_branch(centre, line):
    line.leads(centre, centre.new_flow(flows.flow(
        flows.action(
            "ask", "GetParticipantInput", {"Text": "Press one.", "InputTimeLimitSeconds": "1", "StoreInput": "False"},
            conditions=[("Equals", "1", "end")], errors=[
                ("InputTimeLimitExceeded", "silent"), ("NoMatchingCondition", "end"), ("NoMatchingError", "end")]),
        flows.action("silent", "UpdateContactAttributes", {
            "Attributes": {"key": "none"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.END)))
    caller, number = line.caller(), a_number()
    caller.dial("01632960000", caller=number)
    caller.over()
    assert record_of(centre, number)["Attributes"] == {"key": "none"}


@pytest.mark.parametrize("branches", [[("NoMatchingError", "error")], []])
def test_audio_that_nobody_takes_is_an_error_and_no_end(centre, line, branches):
    kept = {name: flows.action(name, "UpdateContactAttributes", {
        "Attributes": {"took": name}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]) for name in ("error", "next")}
    line.leads(centre, centre.new_flow(flows.flow(
        flows.action("stream", "UpdateContactMediaStreamingBehavior", {
            "MediaStreamingState": "Enabled", "MediaStreamType": "Audio", "Participants": [
                {"ParticipantType": "Customer", "MediaDirections": ["To", "From"]}]}, next="next", errors=branches),
        *(kept.values() if branches else [kept["next"]]), flows.END)))
    caller, number = line.caller(), a_number()
    caller.dial("01632960000", caller=number)
    caller.over()
    assert record_of(centre, number)["Attributes"] == {"took": "error" if branches else "next"}


def test_an_offer_that_comes_late(centre, line):
    line.leads(centre, centre.flow)
    caller, number = line.caller(), a_number()
    caller.dial("01632960000", caller=number, sdp="")
    caller.answered()
    assert "telephone-event" in caller.waits("INVITE", 200).body.decode()
    caller.hears_sound()
    caller.hang_up()
    assert record_of(centre, number)["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_what_cannot_be_taken_is_refused(centre, line):
    line.leads(centre, centre.flow)
    blocked = a_number()
    [rule] = pool.run(line.server, "caller", "block", "--number", blocked, "--status", "607")
    # A change of the trunk comes after it.
    line.trunk("--calls-max", "1")
    caller = line.caller()
    secure = caller.sdp().replace("RTP/AVP", "RTP/SAVP")
    for number, status, members in (
            ("01632960001", 404, {}), ("nobody", 404, {}), ("01632960000", 607, {"caller": blocked}), ("01632960000", 488, {"codecs": "18"}),
            ("01632960000", 488, {"sdp": secure}), ("01632960000", 488, {"sdp": "no description"})):
        caller.dial(number, **members)
        caller.over()
        assert caller.status == status, (number, members)
    line.server.command("caller", "remove", rule["ruleId"])
    # The trunk takes one call at a time.
    caller.dial("01632960000")
    caller.answered()
    other = line.caller()
    other.dial("01632960000")
    other.over()
    assert other.status == 503
    caller.hang_up()
    wait_for(lambda: other.dial("01632960000") or other.waits("INVITE", 200), "room for a call")
    other.hang_up()


@pytest.mark.parametrize("extra, expected", [
    ("Privacy: id\r\n", None), ("P-Asserted-Identity: <sip:+441632960777@carrier>\r\n", "+441632960777"), ("", "+441632960011")])
def test_who_calls_is_what_the_trunk_says(centre, line, extra, expected):
    called = a_number()
    line.leads(centre, centre.flow, called)
    caller = line.caller()
    caller.dial(called, extra=extra)
    caller.answered()
    caller.hang_up()
    assert (record_of(centre, called, end="SystemEndpoint").get("CustomerEndpoint") or {}).get("Address") == expected


def test_many_who_are_told_the_same_hear_it_at_once(centre, line):
    """It is spoken once for all: this text takes seconds to make."""
    text = f"This is call centre {centre.world.unique('number')}. " + "The quick brown fox jumps over the lazy dog. " * 40
    line.leads(centre, centre.new_flow(flows.flow(flows.say("say", text, "end"), flows.END)))
    callers = [line.caller() for _ in range(8)]
    for caller in callers:
        caller.dial("01632960000")
    deadline = time.monotonic() + 12
    for caller in callers:
        caller.hears_sound(seconds=max(0.5, deadline - time.monotonic()))
    for caller in callers:
        caller.hang_up()
