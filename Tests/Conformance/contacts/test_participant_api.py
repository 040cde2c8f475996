"""Every operation of the Connect Participant API: what it answers, and that nobody has it without a token of an open chat."""

import botocore.loaders
import botocore.model
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from harness.chat import Customer, participant_client

SERVICE = botocore.model.ServiceModel(
    botocore.loaders.Loader().load_service_model("connectparticipant", "service-2"), "connectparticipant")
UPLOAD = dict(ContentType="text/plain", AttachmentSizeInBytes=3, AttachmentName="a.txt", ClientToken="t")
# Members beside the token, and whether it is answered; one that is not is refused with that reason.
REQUESTS = {
    "CreateParticipantConnection": (dict(Type=["CONNECTION_CREDENTIALS"]), None),
    "SendMessage": (dict(ContentType="text/plain", Content="Hello"), None),
    "SendEvent": (dict(ContentType="application/vnd.amazonaws.connect.event.typing"), None),
    "GetTranscript": ({}, None),
    "StartAttachmentUpload": (UPLOAD, None),
    "CompleteAttachmentUpload": (dict(AttachmentIds=["none"], ClientToken="t"), ("ResourceNotFoundException", "ValidationException")),
    "GetAttachment": (dict(AttachmentId="none"), ("ResourceNotFoundException", "ValidationException")),
    "DescribeView": (dict(ViewToken="none"), ("ResourceNotFoundException",)),
    "GetAuthenticationUrl": (dict(SessionId="0" * 36, RedirectUri="https://shop.example/"), ("ValidationException",)),
    "CancelParticipantAuthentication": (dict(SessionId="0" * 36), ("ValidationException",)),
    "DisconnectParticipant": (dict(ClientToken="t"), None),
}


def call(api, name, token, participant_token=None):
    tokens = {"ParticipantToken": participant_token or token} if name == "CreateParticipantConnection" else {"ConnectionToken": token}
    return getattr(api, xform_name(name))(**tokens, **REQUESTS[name][0])


def refusal(*arguments):
    with pytest.raises(ClientError) as refused:
        call(*arguments)
    error = refused.value.response
    declared = [shape.name for shape in SERVICE.operation_model(arguments[1]).error_shapes]
    assert error["Error"]["Code"] in declared, (error, declared)
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def test_the_interface_is_whole():
    assert set(SERVICE.operation_names) == set(REQUESTS) and len(REQUESTS) == 11


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_what_it_answers(centre, name):
    customer = Customer(centre.world.server, centre.start_chat()["ParticipantToken"])
    centre.world.later(customer.close)
    if REQUESTS[name][1] is None:
        answer = call(customer.api, name, customer.connection, customer.token)
        wanted = SERVICE.operation_model(name).output_shape.members
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200 and set(answer) - {"ResponseMetadata"} <= set(wanted)
    else:
        status, code, message = refusal(customer.api, name, customer.connection)
        assert code in REQUESTS[name][1] and status in (400, 404) and message


@pytest.mark.parametrize("name", ["GetAuthenticationUrl", "CancelParticipantAuthentication"])
def test_what_cannot_be_says_why(centre, name):
    customer = Customer(centre.world.server, centre.start_chat()["ParticipantToken"])
    centre.world.later(customer.close)
    assert "no identity provider is set up for customers" in refusal(customer.api, name, customer.connection)[2]


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_nothing_without_a_token(centre, name):
    api = participant_client(centre.world.server)
    for token in ("x", "A" * 200):
        assert refusal(api, name, token)[:2] == (403, "AccessDeniedException")


def test_nothing_once_the_chat_is_over(centre):
    customer = Customer(centre.world.server, centre.start_chat()["ParticipantToken"])
    customer.leave()
    for name in sorted(REQUESTS):
        assert refusal(customer.api, name, customer.connection, customer.token)[:2] == (403, "AccessDeniedException"), name
