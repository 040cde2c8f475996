"""One question to the ledger: events by person, object and time. And strangers, who are counted."""

import http.client
import json
import ssl
import time
import urllib.parse

import pytest
from botocore.exceptions import ClientError

from harness import patience, sessions
from harness.audit_events import events
from harness.server import Server


def ask(server, *words):
    done = sessions.run(server, "audit", "events", *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["event"] for line in done.stdout.splitlines()]


def test_who_did_what_to_which_and_when(own_server):
    server = own_server.start()
    keys = sessions.assume(server, SourceIdentity="eve.jones")["Credentials"]
    with pytest.raises(ClientError):
        sessions.client(server, "s3", keys).get_object(Bucket="connect-nothing", Key="connect/x")
    queue = server.client().create_queue(
        InstanceId=(instance := server.client().list_instances()["InstanceSummaryList"][0]["Id"]), Name="asked-for",
        HoursOfOperationId=server.client().list_hours_of_operations(InstanceId=instance)["HoursOfOperationSummaryList"][0]["Id"])["QueueId"]
    made = sessions.events_of(server, lambda event: event["eventName"] == "CreateQueue")
    assert [e["eventName"] for e in ask(server, "--object", queue)] == ["CreateQueue"]
    assert ask(server, "--object", queue) == made
    assert {e["eventName"] for e in ask(server, "--person", "security-officer")} >= {"AssumeRole"}
    assert {e["eventName"] for e in ask(server, "--person", "eve.jones")} == {"GetObject"}
    assert {e["eventName"] for e in ask(server, "--person", keys["AccessKeyId"])} == {"GetObject"}
    assert ask(server, "--person", "administrator", "--object", queue) == made
    assert ask(server, "--person", "security-officer", "--object", queue) == []
    when = made[0]["eventTime"]
    assert ask(server, "--object", queue, "--from", when) == made and ask(server, "--object", queue, "--to", when) == []
    assert all(e["eventName"] == "CreateQueue" for e in ask(server, "--name", "CreateQueue"))
    # With and without the index, and in a folder that nobody serves, the answers are the same.
    time.sleep(1)
    before = ask(server)
    server.stop()
    assert ask(server)[:len(before)] == before
    with pytest.raises(AssertionError):
        ask(server, "--from", "yesterday")


def test_strangers_do_not_fill_the_ledger_and_are_counted():
    server = Server().start()
    try:
        before = len(events(server))
        address = urllib.parse.urlsplit(server.urls["keep"])
        context = ssl.create_default_context(cafile=str(server.data / "ca.pem"))
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=context)
        began = time.time()
        for _ in range(90):
            connection.request("POST", "/", b"Action=GetCallerIdentity&Version=2011-06-15", {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (403, 400)
        assert time.time() - began < 30
        server.stop()
        new = events(server)[before:]
        counted = sum(source["count"] for e in new if e["eventName"] == "CountRefusals" for source in e["requestParameters"]["sources"])
        alone = [e for e in new if e.get("errorCode") == "MissingAuthenticationToken"]
        assert len(alone) <= 20 and len(alone) + counted == 90, (len(alone), counted)
    finally:
        server.close()


def test_a_full_disk_has_a_reserve_that_is_freed_on_record(own_server):
    server = own_server.start()
    reserve = server.data / "keep" / "ledger.reserve"
    deadline = time.monotonic() + patience.SECONDS
    while not reserve.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    # The room is taken, not only the size.
    assert reserve.stat().st_size == 16 << 20 and reserve.stat().st_blocks * 512 >= 16 << 20
    assert "16 MiB" in sessions.run(server, "audit", "free-reserve").stdout and not reserve.exists()
    assert len(events(server, "FreeLedgerReserve")) == 1
    again = sessions.run(server, "audit", "free-reserve")
    assert again.returncode and "freed before" in again.stderr
    server.restart()
    assert reserve.exists()
