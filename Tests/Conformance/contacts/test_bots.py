"""Lex bots: what the administrator binds to an alias talks with customers, as RecognizeText of the Lex V2 API has it."""

import json
import subprocess
import time

import botocore.session
import pytest

from contacts import flows
from harness.chat import Customer
from harness.approvals import approved
from harness.endpoint import Endpoint
from harness.server import PROGRAM

RECOGNIZE_TEXT = botocore.session.get_session().get_service_model("lexv2-runtime").operation_model("RecognizeText")


def run(centre, command, *arguments, check=True):
    """A binding answers once an officer has approved it."""
    server = centre.world.server
    done = subprocess.run(
        [PROGRAM, "bot", command, "--data-dir", server.data, *arguments], check=check, capture_output=True, text=True)
    if command == "bind" and done.returncode == 0:
        approved(server, done.stdout)
    return done


def asks(text, **attributes):
    return {"messages": [{"content": text, "contentType": "PlainText"}, {"content": "{}", "contentType": "CustomPayload"}],
            "sessionState": {"dialogAction": {"type": "ElicitSlot", "slotToElicit": "item"}, "sessionAttributes": attributes,
                             "intent": {"name": "Buy", "state": "InProgress"}}}


def closes(intent, state="Fulfilled", **slots):
    return {"messages": [{"content": "Thank you.", "contentType": "PlainText"}],
            "sessionState": {"dialogAction": {"type": "Close"}, "sessionAttributes": {"basket": "full"},
                             "intent": {"name": intent, "state": state, "slots": {
                                 name: {"value": {"originalValue": value, "interpretedValue": value}} for name, value in slots.items()}}}}


def shop(request):
    """A bot that sells one thing."""
    if request["text"] == "fail":
        return closes("Buy", "Failed")
    if request["text"] == "nonsense":
        return {"x": 1}
    attributes = request["sessionState"]["sessionAttributes"]
    return closes("Buy", item=request["text"]) if attributes.get("asked") else asks("What will it be?", asked="yes", **attributes)


@pytest.fixture
def endpoint(authority):
    server = Endpoint(authority, lambda request: (200, {}, json.dumps(shop(request)).encode(), 0), "/lex")
    yield server
    server.close()


@pytest.fixture
def bot(centre):
    bound = []

    def bind(*options):
        bound.append(arn := f"arn:aws:lex:eu-west-1:111122223333:bot-alias/BOT{len(bound)}{centre.world.unique('')}/ALIAS")
        run(centre, "bind", arn, *options)
        return arn

    yield bind
    for arn in bound:
        run(centre, "unbind", arn)


def conversation(centre, arn):
    """A chat with the bot; its attributes at its end tell where the flow went."""
    def went(name, where, **more):
        return flows.action(
            name, "UpdateContactAttributes", {"Attributes": {"went": where, **more}, "TargetContact": "Current"}, next="bye",
            errors=[("NoMatchingError", "bye")])

    flow = centre.new_flow(flows.flow(
        flows.action(
            "bot", "ConnectParticipantWithLexBot",
            {"Text": "Hello.", "LexV2Bot": {"AliasArn": arn}, "LexSessionAttributes": {"tier": "gold"}}, next="other",
            conditions=[("Equals", "Buy", "buy")], errors=[("NoMatchingError", "failed"), ("NoMatchingCondition", "other")]),
        went("buy", "Buy", item="$.Lex.Slots.item", basket="$.Lex.SessionAttributes.basket"), went("other", "other"),
        went("failed", "failed"), flows.say("bye", "Goodbye.", "end"), flows.END))
    started = centre.start_chat(flow)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    centre.world.later(customer.close)
    return customer, lambda: centre.world.connect.get_contact_attributes(
        InstanceId=centre.instance, InitialContactId=started["ContactId"])["Attributes"]


@pytest.mark.parametrize("form", ["json", "recognize-text"])
def test_a_bot_asks_and_closes(centre, bot, endpoint, form):
    arn = bot("--url", endpoint.url, "--ca-file", endpoint.ca, "--form", form)
    customer, attributes = conversation(centre, arn)
    customer.say("I want to buy something")
    customer.hears("What will it be?")
    customer.say("a kettle")
    customer.hears("Thank you.")
    customer.hears("Goodbye.")
    assert attributes() == {"went": "Buy", "item": "a kettle", "basket": "full"}
    (path, _, first), (_, _, second) = endpoint.seen
    _, bot_id, alias = arn.split("/")
    route = RECOGNIZE_TEXT.http["requestUri"].format(
        botId=bot_id, botAliasId=alias, localeId="en_US", sessionId=first["sessionId"])
    assert path == (f"/lex{route}" if form == "recognize-text" else "/lex")
    assert first["text"] == "I want to buy something" and first["sessionState"]["sessionAttributes"] == {"tier": "gold"}
    assert second["sessionId"] == first["sessionId"] and second["sessionState"]["sessionAttributes"] == {"asked": "yes", "tier": "gold"}
    assert not any("{}" == item.get("Content") for item in customer.items)


@pytest.mark.parametrize("text", ["fail", "nonsense"])
def test_a_bot_that_fails_takes_the_error_branch(centre, bot, endpoint, text):
    customer, attributes = conversation(centre, bot("--url", endpoint.url, "--ca-file", endpoint.ca))
    customer.say(text)
    customer.hears("Goodbye.")
    assert attributes() == {"went": "failed"}


def test_an_intent_without_a_branch(centre, bot, endpoint):
    endpoint.script = lambda _: (200, {}, json.dumps(closes("Weather")).encode(), 0)
    customer, attributes = conversation(centre, bot("--url", endpoint.url, "--ca-file", endpoint.ca))
    customer.say("will it rain?")
    customer.hears("Goodbye.")
    assert attributes() == {"went": "other"}


def test_a_program_is_a_bot_too(centre, bot):
    folder = centre.world.server.data / "switch" / "bots"
    folder.mkdir(exist_ok=True)
    answer = json.dumps(closes("Buy", item="from a program"))
    (folder / "shop").write_text(f"#!/usr/bin/env -S python3 -I -S\nimport json, sys\njson.load(sys.stdin)\nprint({answer!r})\n")
    (folder / "shop").chmod(0o755)
    customer, attributes = conversation(centre, bot("--program", "shop"))
    customer.say("anything")
    customer.hears("Goodbye.")
    assert attributes()["item"] == "from a program"


def test_what_is_not_bound_fails(centre):
    customer, attributes = conversation(centre, "arn:aws:lex:eu-west-1:111122223333:bot-alias/NOBODY/ALIAS")
    customer.say("hello?")
    customer.hears("Goodbye.")
    assert attributes() == {"went": "failed"}


def test_the_flow_log_calls_a_bot_a_bot(centre):
    """Who looks for a fault looks in the right place."""
    arn = "arn:aws:lex:eu-west-1:111122223333:bot-alias/NOBODY/ALIAS"
    flow = centre.new_flow(flows.flow(
        flows.action("log", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"}, next="bot"),
        flows.action("bot", "ConnectParticipantWithLexBot", {"Text": "Hello.", "LexV2Bot": {"AliasArn": arn}}, next="bye",
                     errors=[("NoMatchingError", "bye"), ("NoMatchingCondition", "bye")]),
        flows.say("bye", "Goodbye.", "end"), flows.END))
    started = centre.start_chat(flow)
    customer = Customer(centre.world.server, started["ParticipantToken"])
    centre.world.later(customer.close)
    # It was said before the customer was there to hear it.
    customer.wait(lambda: "Hello." in [item.get("Content") for item in customer.transcript()], "the bot's greeting")
    customer.say("hello?")
    customer.hears("Goodbye.")
    deadline = time.monotonic() + 10
    while not (log := flow_log(centre, started["ContactId"])) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "nothing is bound to the bot" in log and "function" not in log, log


def flow_log(centre, contact):
    return subprocess.run(
        [PROGRAM, "contact", "log", "--data-dir", centre.world.server.data, contact], capture_output=True, text=True).stdout


def test_what_is_no_bot_is_refused(centre, endpoint):
    assert run(centre, "bind", "arn:aws:lambda:eu-west-1:1:function:f", "--url", endpoint.url, check=False).returncode
    assert run(centre, "bind", "Old:live", "--url", "http://example.com/", check=False).returncode
    assert run(centre, "bind", "Old:live", "--url", endpoint.url, "--form", "invoke", check=False).returncode
    assert run(centre, "unbind", "Old:live", check=False).returncode
    run(centre, "bind", "Old:live", "--url", endpoint.url, "--ca-file", endpoint.ca)
    assert "Old:live" in run(centre, "list").stdout
    run(centre, "unbind", "Old:live")
