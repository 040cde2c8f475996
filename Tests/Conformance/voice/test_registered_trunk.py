"""A trunk that demands registration: sipp is the carrier's registrar and proxy, and each digest is worked out beside it."""

import pytest

from voice import sipp
from voice.conftest import AGENT_TONE, CALLER_TONE, TRUNK, a_number, over, record_of

USER, PASSWORD = "centre", "of-the-account"


def trunk(line, password=PASSWORD):
    line.replace(
        "--register", "carrier.example", "--username", USER, "--called-number", "to", "--probe-seconds", "0", password_fd=password)


@pytest.fixture
def account(line, tmp_path):
    """The line, once its trunk is registered."""
    with sipp.Sipp(tmp_path, "registrar", sipp.registrar(USER, PASSWORD), host=TRUNK, port=line.carrier_port):
        trunk(line)
    return line


def test_a_call_comes_in_over_a_registration(account, centre, tmp_path):
    desk = centre.desk()
    phone = account.telephone(centre, desk, hertz=AGENT_TONE)
    account.leads(centre, centre.flow)
    number, audio = a_number(), account.caller(hertz=CALLER_TONE)
    steps = sipp.invite(number, "01632960000"), sipp.ANSWERED, sipp.HUNG_UP
    with sipp.Sipp(
            tmp_path, "caller", *steps, host=TRUNK, port=account.carrier_port, to=account.address, number="switch", audio=audio):
        phone.ring()
        contact = desk.contact("CONNECTED")
        audio.joins()
        audio.hears(AGENT_TONE)
        phone.hears(CALLER_TONE)
        desk.finish(contact)
    record = record_of(centre, number)
    assert (record["InitiationMethod"], record["DisconnectReason"]) == ("INBOUND", "AGENT_DISCONNECT")
    assert record["ContactId"] == contact["contactId"]


def test_a_call_goes_out_with_a_proof(account, centre, tmp_path):
    audio = account.caller(hertz=CALLER_TONE)
    desk = centre.desk()
    phone = account.telephone(centre, desk, hertz=AGENT_TONE)
    with sipp.Sipp(tmp_path, "carrier", sipp.carrier(), host=TRUNK, port=account.carrier_port, audio=audio) as carrier:
        contact = desk.do("connect", number="+441632960044")["contactId"]
        phone.ring()
        audio.joins()
        audio.hears(AGENT_TONE)
        phone.hears(CALLER_TONE)
        desk.finish(desk.contact("CONNECTED"))
    assert carrier.proves(USER, PASSWORD) and not carrier.proves(USER, "guess")
    described = over(centre, contact)
    assert (described["InitiationMethod"], described["DisconnectReason"]) == ("OUTBOUND", "AGENT_DISCONNECT")


def test_a_wrong_password_is_refused(line, tmp_path):
    """The control: the registrar tells a right digest from a wrong one."""
    registrar = sipp.Sipp(tmp_path, "registrar", sipp.registrar(USER, PASSWORD), host=TRUNK, port=line.carrier_port)
    trunk(line, password="guess")
    status, said = registrar.wait()
    assert status != 0 and "the digest is wrong" in said, said
