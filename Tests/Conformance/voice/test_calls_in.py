"""Calls that come in over a trunk, and what the flow does with them."""

from contacts import flows
from voice import sipp
from voice.conftest import CENTRE_NUMBER, TRUNK, a_number, record_of


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


def test_a_caller_hears_a_prompt_and_presses_a_key(centre, line):
    line.leads(centre, menu(centre))
    caller, number = line.caller(), a_number()
    caller.dial("01632960000", caller=number)
    caller.answered()
    caller.hears_sound()
    caller.press("5")
    caller.over()
    record = record_of(centre, number)
    assert record["Attributes"] == {"key": "5"} and record["SystemEndpoint"]["Address"] == CENTRE_NUMBER
