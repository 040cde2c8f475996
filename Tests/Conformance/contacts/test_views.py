"""Views that flows show: who may have them, with what in them, and for how long."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError

from contacts import flows
from harness.chat import ENDED, Customer

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
ERRORS = [("NoMatchingCondition", "end"), ("NoMatchingError", "failed"), ("TimeLimitExceeded", "late")]
TEMPLATE = {"Head": {"Title": "Order"}, "Body": [
    {"_id": "card", "Type": "Card", "Props": {"Heading": "$.Heading", "Name": "$.Customer.Name", "Missing": "$.Missing", "Price": "$ 3"},
     "Content": []}]}


def showing(view, version=None, data=None, seconds="60"):
    resource = {"Id": view, **({"Version": version} if version else {})}
    return flows.flow(
        flows.action(
            "view", "ShowView", {"ViewResource": resource, "ViewData": data or {}, "InvocationTimeLimitSeconds": seconds},
            conditions=[("Equals", "Submit", "end")], errors=ERRORS),
        flows.say("failed", "There is no such view.", "end"), flows.say("late", "Too late.", "wait"),
        flows.action("wait", "Wait", {"TimeLimitSeconds": "60"}, conditions=[("Equals", "WaitCompleted", "end")],
                     errors=[("NoMatchingError", "end")]),
        flows.END)


def begin(centre, *arguments, **members):
    started = centre.start_chat(centre.new_flow(showing(*arguments, **members)))
    customer = Customer(centre.world.server, started["ParticipantToken"])
    centre.world.later(customer.close)
    customer.contact = started["ContactId"]
    return customer


def shown(customer):
    item = customer.wait(
        lambda: next((i for i in customer.transcript() if i.get("ContentType") == INTERACTIVE), None), "the view")
    return json.loads(item["Content"])["data"]["content"]["viewToken"]


def describe(customer, token):
    return customer.api.describe_view(ConnectionToken=customer.connection, ViewToken=token)["View"]


def refusal(customer, token, connection=None):
    with pytest.raises(ClientError) as refused:
        customer.api.describe_view(ConnectionToken=connection or customer.connection, ViewToken=token)
    answer = refused.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]


MISSING = (404, "ResourceNotFoundException", "There is no view with that token.")


def view(centre, template=TEMPLATE):
    return centre.world.new("View", Content={"Template": json.dumps(template), "Actions": ["Submit", "Back"]})


def answer(customer):
    customer.api.send_message(
        ConnectionToken=customer.connection, ContentType=INTERACTIVE + ".response", Content=json.dumps({"action": "Submit", "data": {}}))


def test_the_customer_has_the_view_with_its_data(centre):
    made = view(centre)
    described = centre.world.connect.describe_view(InstanceId=centre.instance, ViewId=made)["View"]
    customer = begin(centre, made, data={"Heading": "Your order", "Customer": {"Name": "Carla"}})
    got = describe(customer, shown(customer))
    assert (got["Id"], got["Arn"], got["Name"]) == (made, described["Arn"], described["Name"])
    assert json.loads(got["Content"]["Template"])["Body"][0]["Props"] == {"Heading": "Your order", "Name": "Carla", "Price": "$ 3"}
    assert got["Content"]["Actions"] == ["Submit", "Back"] and got["Content"]["InputSchema"] == described["Content"]["InputSchema"]


@pytest.mark.parametrize("name", ["form", "arn:aws:connect:eu-west-2:aws:view/form:1"])
def test_a_managed_view_is_shown(centre, name):
    """An exported flow names it by the region that it comes of."""
    customer = begin(centre, name, data={"Heading": "Who are you?"})
    got = describe(customer, shown(customer))
    assert (got["Arn"], got["Version"]) == ("arn:aws:connect:us-east-1:aws:view/form", 1)
    assert json.loads(got["Content"]["Template"])["Body"][0]["Props"] == {"Heading": "Who are you?"}


def test_a_version_is_shown(centre):
    made = view(centre)
    ids = dict(InstanceId=centre.instance, ViewId=made)
    centre.world.connect.create_view_version(**ids)
    centre.world.connect.update_view_content(**ids, Status="PUBLISHED", Content={"Template": '{"Body": []}', "Actions": ["Next"]})
    first, latest = begin(centre, made, version="1"), begin(centre, f"{made}:$LATEST")
    got = describe(first, shown(first))
    assert got["Version"] == 1 and got["Content"]["Actions"] == ["Submit", "Back"]
    assert describe(latest, shown(latest))["Content"]["Actions"] == ["Next"]


def test_a_token_is_for_that_customer_of_that_contact(centre):
    """One of another contact, one that was guessed, and another participant's look all the same."""
    customer, other = begin(centre, "form"), begin(centre, "form")
    token, foreign = shown(customer), shown(other)
    bot = centre.world.connect.create_participant(
        InstanceId=centre.instance, ContactId=customer.contact,
        ParticipantDetails={"ParticipantRole": "CUSTOM_BOT", "DisplayName": "Bot"})["ParticipantCredentials"]["ParticipantToken"]
    bots = customer.api.create_participant_connection(ParticipantToken=bot, Type=["CONNECTION_CREDENTIALS"])
    guesses = [foreign, str(uuid.uuid4()), token[:-1], token + "0", f"{customer.contact}/1", customer.connection, "x" * 1000, "'\"%00"]
    assert {refusal(customer, guess) for guess in guesses} == {MISSING}
    assert refusal(customer, token, bots["ConnectionCredentials"]["ConnectionToken"]) == MISSING
    assert describe(customer, token)["Name"] == describe(other, foreign)["Name"] == "Form"
    assert refusal(customer, token, customer.token)[1] == "AccessDeniedException"


def test_a_token_is_over_with_the_question(centre):
    late, answered = begin(centre, "form", seconds="2"), begin(centre, "form")
    tokens = [shown(customer) for customer in (late, answered)]
    late.hears("Too late.")
    assert refusal(late, tokens[0]) == MISSING
    answer(answered)
    answered.sees(ENDED)
    assert refusal(answered, tokens[1])[1] == "AccessDeniedException"


def test_a_view_that_is_gone_is_an_error_branch(centre):
    made = view(centre)
    content = json.loads(showing(made))
    content["Actions"].append(json.loads(flows.flow(
        flows.action("first", "Wait", {"TimeLimitSeconds": "3"}, conditions=[("Equals", "WaitCompleted", "view")],
                     errors=[("NoMatchingError", "end")]), flows.END))["Actions"][0])
    content["StartAction"] = "first"
    flow = centre.new_flow(json.dumps(content))
    centre.world.connect.delete_view(InstanceId=centre.instance, ViewId=made)
    customer = Customer(centre.world.server, centre.start_chat(flow)["ParticipantToken"])
    centre.world.later(customer.close)
    customer.wait(lambda: "There is no such view." in [i.get("Content") for i in customer.items], "the error branch")


def test_a_view_that_goes_while_it_is_shown_is_missing(centre):
    made = view(centre)
    customer = begin(centre, made)
    token = shown(customer)
    centre.world.connect.delete_view(InstanceId=centre.instance, ViewId=made)
    assert refusal(customer, token) == MISSING


def test_a_template_does_not_multiply_its_data(centre):
    """2,000 places that ask for 10,000 characters each are refused before they are made."""
    made = view(centre, {"Body": [{"Props": {"Text": ["$.Text"] * 2_000}}]})
    customer = begin(centre, made, data={"Text": "x" * 10_000})
    status, code, message = refusal(customer, shown(customer))
    assert (status, code) == (400, "ValidationException") and "bytes" in message
    answer(customer)
    customer.sees(ENDED)


@pytest.mark.parametrize("name, version", [
    ("shape", None), ("arn:aws:connect:us-east-1:aws:view/shape:1", None), ("form:2", None), ("00000000-0000-4000-8000-000000000000", None),
    ("own", "7"), ("own:7", None), ("other instance's", None)])
def test_a_flow_that_names_no_view_is_not_published(centre, name, version):
    if name.startswith("own"):
        name = name.replace("own", view(centre))
    elif name.startswith("other"):
        name = centre.world.connect.create_view(
            InstanceId=centre.world.other_instance(), Name=centre.world.unique("view"), Status="PUBLISHED",
            Content={"Template": '{"Body": []}', "Actions": ["Submit"]})["View"]["Id"]
    request = dict(InstanceId=centre.instance, Name=centre.world.unique("flow"), Type="CONTACT_FLOW", Content=showing(name, version))
    refused = centre.world.refuses("CreateContactFlow", {**request, "Status": "PUBLISHED"}, "InvalidContactFlowException")
    [problem] = refused["problems"]
    assert problem["message"].startswith("Action view, $.Actions[0].Parameters.ViewResource.Id: there is no view ")
    centre.world.call("CreateContactFlow", {**request, "Status": "SAVED"})
