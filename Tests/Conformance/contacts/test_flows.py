"""Real exported flows: refused with one problem for each unbound reference, accepted once bound, and run on chats,
tasks and calls.

They stand beside the repository; where they are absent, this says so.
"""

import json
import pathlib
import random
import re
import time

import pytest
from botocore.exceptions import ClientError

from harness import patience
from harness.chat import participant_client
from harness.telephone import Exchange

FOLDER = pathlib.Path(__file__).resolve().parents[4] / "shared" / "flows"
FLOWS = sorted(FOLDER.glob("*.json")) if FOLDER.exists() else []
MARKS = re.compile(r"\{\{|\$\{|%%")
pytestmark = pytest.mark.skipif(not FLOWS, reason="the folder of exported flows is absent")


def kind(path):
    """The type that a flow is exported from, told by what it does."""
    types = {action["Type"] for action in json.loads(path.read_text())["Actions"]}
    if "EndFlowModuleExecution" in types:
        return "MODULE"
    return "CUSTOMER_QUEUE" if "MessageParticipantIteratively" in types else "CONTACT_FLOW"


def publish(world, path, text):
    """The id, and the problems when there are any."""
    try:
        if kind(path) == "MODULE":
            return world.connect.create_contact_flow_module(
                InstanceId=world.instance, Name=world.unique("module"), Content=text)["Id"], []
        return world.connect.create_contact_flow(
            InstanceId=world.instance, Name=world.unique("flow"), Type=kind(path), Content=text)["ContactFlowId"], []
    except ClientError as error:
        assert error.response["Error"]["Code"].startswith("InvalidContactFlow")
        return None, [problem["message"] for problem in error.response.get("problems", error.response.get("Problems", []))]


def unbound(text):
    """The places that hold a mark or a foreign ARN, as a separate look at the text finds them."""
    def walk(value):
        if isinstance(value, dict):
            return [place for name, member in value.items() if name not in ("Text", "SSML") for place in walk(member)]
        if isinstance(value, list):
            return [place for member in value for place in walk(member)]
        foreign = isinstance(value, str) and re.match(r"arn:aws:connect:[^$]*$", value)
        return [value] if isinstance(value, str) and (MARKS.search(value) or foreign) else []
    return [place for action in json.loads(text)["Actions"] for place in walk(action.get("Parameters", {}))]


FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:f"


def bound(world, text):
    """Every mark and foreign ARN in place of something that is there, by what its name says it is."""
    made = {
        "queue": world.basic_queue, "flow": world.shared("ContactFlow", Name="stands for a foreign one"),
        "prompt": world.first("list_prompts", "PromptSummaryList"), "lambda": FUNCTION}

    def replacement(value):
        lower = value.lower()
        if "lambda" in lower or "function" in lower:
            return made["lambda"]
        return made["queue"] if "/queue/" in lower else made["prompt"] if "/prompt/" in lower else made["flow"]

    for place in set(unbound(text)):
        text = text.replace(json.dumps(place)[1:-1], replacement(place))
    return text


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_unbound_is_refused_place_by_place(world, path):
    text = path.read_text()
    flow, problems = publish(world, path, text)
    assert len(problems) == len(unbound(text)) and bool(flow) == (not problems), problems
    assert all(re.match(r"Action .+, \$\.Actions\[\d+\]\.Parameters\.", problem) for problem in problems)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_bound_is_accepted_and_runs(world, path):
    if FUNCTION not in world.connect.list_lambda_functions(InstanceId=world.instance)["LambdaFunctions"]:
        world.connect.associate_lambda_function(InstanceId=world.instance, FunctionArn=FUNCTION)
    flow, problems = publish(world, path, bound(world, path.read_text()))
    assert flow and not problems, problems
    if kind(path) != "CONTACT_FLOW":
        return
    for start in (chat, task):
        contact = start(world, flow)
        deadline = time.monotonic() + 3
        while not at_rest(world, contact) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert world.connect.describe_contact(InstanceId=world.instance, ContactId=contact)["Contact"]["Id"] == contact
        try:
            world.connect.stop_contact(InstanceId=world.instance, ContactId=contact)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ContactNotFoundException"


def at_rest(world, contact):
    described = world.connect.describe_contact(InstanceId=world.instance, ContactId=contact)["Contact"]
    return "DisconnectTimestamp" in described or "QueueInfo" in described


def chat(world, flow):
    made = world.connect.start_chat_contact(InstanceId=world.instance, ContactFlowId=flow, ParticipantDetails={"DisplayName": "C"})
    api = participant_client(world.server)
    try:
        api.create_participant_connection(ParticipantToken=made["ParticipantToken"], Type=["CONNECTION_CREDENTIALS"])
    except ClientError as error:
        # The flow has ended the chat already.
        assert error.response["Error"]["Code"] == "AccessDeniedException"
    return made["ContactId"]


def task(world, flow):
    return world.connect.start_task_contact(InstanceId=world.instance, ContactFlowId=flow, Name="n")["ContactId"]


@pytest.mark.parametrize("path", [path for path in FLOWS if kind(path) == "CONTACT_FLOW"], ids=lambda path: path.stem)
def test_bound_runs_on_calls(world, path):
    """Callers who press and say whatever comes to them: every call ends, or waits until its caller hangs up."""
    flow, problems = publish(world, path, bound(world, path.read_text()))
    assert flow, problems
    exchange = Exchange(world.server, world.instance)
    try:
        for seed in range(6):
            call = exchange.dial(flow)
            call.improvise(random.Random(seed))
            deadline = time.monotonic() + patience.SECONDS
            while not ended(world, call.contact):
                assert time.monotonic() < deadline, f"seed {seed}: {call.commands}"
                time.sleep(0.02)
    finally:
        exchange.close()


def ended(world, contact):
    return "DisconnectTimestamp" in world.connect.describe_contact(InstanceId=world.instance, ContactId=contact)["Contact"]
