"""Labels: what recognisers see in content before it is sealed, and what policies make of it."""

import json
import sqlite3

import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_chat import begin
from contacts.test_content import objects
from harness import sessions
from harness.approvals import Refused, call
from harness.audit_events import events
from harness.players import Player, ask, person
from harness.world import World

CARD, OFFICER = "my card is 4111 1111 1111 1111, until 12/27", "switchkeep-officer"


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


def left(centre, words, attachment=None):
    """A chat that is over, in which that was said: the keys of its objects by class."""
    _, desk, customer, contact = begin(centre)
    customer.say(words)
    if attachment:
        customer.attach(*attachment)
    desk.finish(contact)
    desk.go("Offline")
    _, _, found = objects(centre, contact["contactId"], 2 if attachment else 1)
    return {"ATTACHMENTS" if "/Attachments/" in entry["Key"] else "CHAT_TRANSCRIPTS": entry["Key"] for entry in found}


@pytest.fixture(scope="module")
def with_card(centre):
    return left(centre, CARD)["CHAT_TRANSCRIPTS"]


@pytest.fixture(scope="module")
def without(centre):
    return left(centre, "my order is 4111 1111 1111 1112")["CHAT_TRANSCRIPTS"]


def reader(centre, statement=None):
    """A client in a session that has what ContentReader has, and no more than the statement besides."""
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "switchkeep:*", "kms:*"], "Resource": "*"}] + (statement or [])}
    keys = sessions.assume(centre.world.server, Policy=json.dumps(policy))["Credentials"]
    return sessions.client(centre.world.server, "s3", keys), keys


def tags(centre, key):
    s3, _ = reader(centre)
    return {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=f"connect-{centre.instance}", Key=key)["TagSet"]}


def lines(centre, *options):
    done = sessions.run(centre.world.server, "content", "list", *options)
    assert done.returncode == 0, done.stderr
    return {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_a_transcript_with_a_card_number_says_so_and_another_does_not(centre, with_card, without):
    assert tags(centre, with_card) == {"classification": "CARDHOLDER_DATA", "label:PAYMENT_CARD": "true", "origin": "CONVERSATION"}
    assert tags(centre, without) == {"classification": "CUSTOMER_CONTENT", "origin": "CONVERSATION"}
    all, labelled = lines(centre), lines(centre, "--label", "PAYMENT_CARD")
    assert all[with_card]["labels"] == ["PAYMENT_CARD"] and all[with_card]["classification"] == "CARDHOLDER_DATA"
    assert all[without]["labels"] == [] and with_card in labelled and without not in labelled


def test_what_customers_attach_is_looked_at_where_it_is_text(centre):
    text = left(centre, "here", ("card.txt", b"5555-5555-5555-4444", "text/plain"))
    assert tags(centre, text["ATTACHMENTS"]) == {"classification": "CARDHOLDER_DATA", "label:PAYMENT_CARD": "true", "origin": "CUSTOMER"}
    assert tags(centre, text["CHAT_TRANSCRIPTS"])["classification"] == "CUSTOMER_CONTENT"
    # Nothing was found in it, since nothing looked.
    document = left(centre, "here", ("card.pdf", b"5555-5555-5555-4444", "application/pdf"))["ATTACHMENTS"]
    assert tags(centre, document) == {"classification": "UNEXAMINED", "origin": "CUSTOMER"}


NO_CARDS = [
    [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {
        "StringEquals": {"s3:ExistingObjectTag/classification": "CARDHOLDER_DATA"}}}],
    [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {
        "StringNotEquals": {"s3:ExistingObjectTag/classification": "CUSTOMER_CONTENT"}}}],
    [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": {"Null": {"s3:ExistingObjectTag/label:PAYMENT_CARD": "false"}}}],
]


@pytest.mark.parametrize("statement", NO_CARDS, ids=["equals", "not-equals", "null"])
def test_a_policy_lets_read_what_has_no_card_number(centre, with_card, without, statement):
    bucket = f"connect-{centre.instance}"
    s3, keys = reader(centre, statement)
    with pytest.raises(ClientError) as denied:
        s3.get_object(Bucket=bucket, Key=with_card)
    assert denied.value.response["Error"]["Code"] == "AccessDenied" and "4111" not in str(denied.value.response)
    assert "order" in s3.get_object(Bucket=bucket, Key=without)["Body"].read().decode()
    # The same session without the statement reads both.
    free, _ = reader(centre)
    assert "4111 1111 1111 1111" in free.get_object(Bucket=bucket, Key=with_card)["Body"].read().decode()
    # Nor does a link for a player go around it.
    user, _ = person(centre)
    with pytest.raises(Refused) as refused:
        ask(centre, with_card, user, keys)
    assert refused.value.code == "AccessDeniedException"
    assert Player(centre.world.server).opened(ask(centre, without, user, keys), user).get().status_code == 200


def test_who_may_not_list_learns_nothing_of_labels(centre, with_card, without):
    """What is kept from them by its label looks as what is not there."""
    bucket = f"connect-{centre.instance}"
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "*"}] + NO_CARDS[0]}
    keys = sessions.assume(centre.world.server, Policy=json.dumps(policy))["Credentials"]
    blind = sessions.client(centre.world.server, "s3", keys)
    told = []
    for key in (with_card, with_card.replace("connect/Chat", "connect/None")):
        with pytest.raises(ClientError) as denied:
            blind.get_object(Bucket=bucket, Key=key)
        error = denied.value.response["Error"]
        told.append((error["Code"], error["Message"].replace(key, "KEY"), sorted(error)))
    assert told[0] == told[1], told
    assert blind.get_object(Bucket=bucket, Key=without)["ContentLength"]
    with pytest.raises(ClientError):
        blind.get_object_tagging(Bucket=bucket, Key=without)
    with pytest.raises(ClientError):
        centre.world.server.client("s3", "switchkeep").get_object_tagging(Bucket=bucket, Key=without)


def test_an_officer_adds_a_label_and_nobody_takes_one_away(centre):
    server = centre.world.server
    key = left(centre, "the rest I will tell you by phone")["CHAT_TRANSCRIPTS"]
    object_id = lines(centre)[key]["objectId"]
    s3, _ = reader(centre, NO_CARDS[0])
    assert s3.get_object(Bucket=f"connect-{centre.instance}", Key=key)
    with pytest.raises(Refused) as refused:
        call(server, "AddContentLabel", {"ObjectId": object_id, "Label": "payment card"}, OFFICER)
    assert refused.value.code == "ValidationException"
    restricted = sessions.assume(server)["Credentials"]
    with pytest.raises(Refused) as refused:
        call(server, "AddContentLabel", {"ObjectId": object_id, "Label": "PAYMENT_CARD"}, keys=restricted)
    assert refused.value.code == "AccessDeniedException"
    done = sessions.run(server, "content", "label", object_id, "--add", "PAYMENT_CARD")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"ObjectId": object_id, "Labels": ["PAYMENT_CARD"], "Classification": "CARDHOLDER_DATA"}
    with pytest.raises(ClientError):
        s3.get_object(Bucket=f"connect-{centre.instance}", Key=key)
    free, _ = reader(centre)
    assert free.get_object(Bucket=f"connect-{centre.instance}", Key=key)
    [event] = [e for e in events(server, "AddContentLabel") if "errorCode" not in e]
    assert event["userIdentity"]["userName"] == "security-officer" and event["requestParameters"]["label"] == "PAYMENT_CARD"
    with pytest.raises(Refused) as refused:
        call(server, "AddContentLabel", {"ObjectId": object_id, "Label": "PAYMENT_CARD"}, OFFICER)
    assert refused.value.code == "ConflictException"
    for method in ("put_object_tagging", "delete_object_tagging"):
        members = {"Tagging": {"TagSet": []}} if method.startswith("put") else {}
        with pytest.raises(ClientError) as denied:
            getattr(free, method)(Bucket=f"connect-{centre.instance}", Key=key, **members)
        assert denied.value.response["Error"]["Code"] == "MethodNotAllowed"
    assert sessions.run(server, "content", "verify", "--open").returncode == 0


def test_who_edits_the_file_takes_no_label_away(centre):
    """Neither what was recognised, nor what an officer has said."""
    server = centre.world.server
    bucket = f"connect-{centre.instance}"
    for words, column, value in (("4111 1111 1111 1111", "labels", ""), ("nothing", "added_labels", ""), ("a card 4111 1111 1111 1111", "labels", None)):
        key = left(centre, words)["CHAT_TRANSCRIPTS"]
        if column == "added_labels":
            call(server, "AddContentLabel", {"ObjectId": lines(centre)[key]["objectId"], "Label": "PAYMENT_CARD"}, OFFICER)
        free, _ = reader(centre)
        assert free.get_object(Bucket=bucket, Key=key)
        database = sqlite3.connect(server.data / "keep/keep.sqlite", timeout=20)
        with database:
            [before] = database.execute(f"SELECT {column} FROM content_object WHERE name = ?", (key,)).fetchone()
            database.execute(f"UPDATE content_object SET {column} = ? WHERE name = ?", (value, key))
        for read in (free.get_object, free.get_object_tagging):
            with pytest.raises(ClientError) as refused:
                read(Bucket=bucket, Key=key)
            assert refused.value.response["Error"]["Code"] == "InternalError"
        with database:
            database.execute(f"UPDATE content_object SET {column} = ? WHERE name = ?", (before, key))
        assert free.get_object(Bucket=bucket, Key=key)
        database.close()
