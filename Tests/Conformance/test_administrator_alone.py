"""Law 8: an administrator alone gets no content, by whatever API there is. What is tried comes from the clients' own models."""

import base64
import json

import boto3
import botocore.config
import pytest
from botocore.exceptions import ClientError

from contacts.conftest import Centre
from contacts.test_content import CANARY, finished, objects
from harness import sessions
from harness.approvals import Refused, call
from harness.chat import participant_client
from harness.world import World

SERVICES = ["connect", "s3", "sts", "kms", "iam", "cloudtrail", "connectparticipant"]
FORMS = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()] + [
    base64.b64encode(b"x" * shift + CANARY.encode())[4:-4] for shift in range(3)]


class Trial:
    """One contact that is over, and somebody who tries to come at what it left."""

    def __init__(self, server):
        self.server, self.centre = server, Centre(World(server))
        self.contact = finished(self.centre, attachment=CANARY.encode())
        _, self.bucket, entries = objects(self.centre, self.contact, 2)
        self.keys = sorted(entry["Key"] for entry in entries)
        self.tokens, self.tried = [], 0

    def value(self, shape, name, depth, whole):
        """Something of that shape, with the ids that lead to the content wherever one fits."""
        if shape.type_name == "structure":
            members = shape.members if whole else {n: shape.members[n] for n in shape.required_members}
            return {} if depth > 4 else {n: self.value(m, n, depth + 1, whole) for n, m in members.items()}
        if shape.type_name == "list":
            return [] if depth > 4 else [self.value(shape.member, name, depth + 1, whole)]
        if shape.type_name == "map":
            return {"purpose": self.value(shape.value, name, depth + 1, whole)} if depth < 5 else {}
        if shape.type_name == "string":
            return self.text(shape, name)
        return {"integer": 1, "long": 1, "boolean": True, "double": 1.0, "float": 1.0, "blob": b"x", "timestamp": 1_800_000_000}.get(
            shape.type_name, "x")

    def text(self, shape, name):
        known = {
            "InstanceId": self.centre.instance, "Bucket": self.bucket, "Key": self.keys[0], "CopySource": f"{self.bucket}/{self.keys[0]}",
            "RoleArn": sessions.arn(self.server, "ContentReader"), "RoleSessionName": "alone", "SourceIdentity": "alone",
            "ContactFlowId": self.centre.flow, "AssociatedResourceArn": self.contact,
        }
        if name.endswith(("ContactId", "ContactIds")):
            return self.contact
        return known.get(name) or (shape.enum[0] if shape.enum else "x" * max(1, shape.metadata.get("min", 1)))

    def requests(self, model):
        """With what is required, and with all there is; of an S3 read, each object."""
        shape = model.input_shape
        if shape is None:
            return [{}]
        requests = [self.value(shape, model.name, 0, whole) for whole in (False, True)]
        more = [{**request, "Key": key} for request in requests[:1] if "Key" in request for key in self.keys]
        roles = [{**request, "RoleArn": sessions.arn(self.server, role)} for request in requests if "RoleArn" in request
                 for role in ("BreakGlass", "ContentReader")]
        return requests + more + roles

    def answers(self, client):
        """All bytes that the client is answered, whatever it makes of them."""
        seen = []
        client.meta.events.register("before-parse", lambda response_dict, **_: seen.append(response_dict.get("body") or b""))
        for name in client.meta.service_model.operation_names:
            model = client.meta.service_model.operation_model(name)
            for request in self.requests(model):
                self.tried += 1
                try:
                    answer = client._make_api_call(name, request)  # noqa: SLF001: every operation alike
                except Exception as error:  # noqa: BLE001: also what the client itself does not send
                    seen.append(repr(getattr(error, "response", error)).encode())
                    continue
                body = answer.pop("Body", None)
                seen.append(body.read() if hasattr(body, "read") else b"")
                seen.append(repr(answer).encode())
                if token := answer.get("ParticipantToken"):
                    self.tokens.append(token)
        return seen

    def heard(self):
        """What the chats that were started let their customers read."""
        api = participant_client(self.server)
        for token in self.tokens:
            try:
                made = api.create_participant_connection(ParticipantToken=token, Type=["CONNECTION_CREDENTIALS"])
                transcript = api.get_transcript(ConnectionToken=made["ConnectionCredentials"]["ConnectionToken"])
                yield repr(transcript).encode()
            except ClientError as error:
                yield repr(error.response).encode()


def found(answers):
    return [answer for answer in answers if any(form in answer for form in FORMS)]


def client(server, service, session):
    config = botocore.config.Config(
        parameter_validation=False, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=20,
        request_checksum_calculation="when_required")
    endpoint = server.urls["https" if service in ("connect", "connectparticipant") else "keep"]
    return session.client(
        service, region_name="us-east-1", endpoint_url=endpoint, verify=str(server.data / "ca.pem"), config=config)


@pytest.fixture(scope="module")
def trial(module_server):
    return Trial(module_server)


@pytest.mark.parametrize("service", SERVICES)
def test_no_operation_of_any_service_answers_content(trial, service):
    before = trial.tried
    answers = trial.answers(client(trial.server, service, trial.server.session("switchkeep")))
    assert trial.tried - before > 10 and not found(answers), found(answers)[:1]


def test_nor_does_a_chat_that_is_started_to_read_another(trial):
    """It names the past as customers' programs do, which have an officer's approval to."""
    connect = trial.server.client()
    with pytest.raises(ClientError) as refused:
        connect.start_chat_contact(
            InstanceId=trial.centre.instance, ContactFlowId=trial.centre.flow,
            ParticipantDetails={"DisplayName": "me"},
            PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": trial.contact})
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert not found(trial.heard())


def test_nor_does_our_own_interface(trial):
    for operation in "ApproveChange", "DenyChange", "DescribeApproval", "GetContentCredentials", "ListApprovals", "RequestContentAccess":
        for members in {}, {"InstanceId": trial.centre.instance, "ContactId": trial.contact, "Purpose": "mine"}:
            try:
                answer = call(trial.server, operation, members)
                if operation == "RequestContentAccess":
                    for then in "ApproveChange", "GetContentCredentials":
                        with pytest.raises(Refused):
                            call(trial.server, then, {"ApprovalId": answer["ApprovalId"]})
            except Refused as refused:
                answer = refused.message
            assert not found([json.dumps(answer).encode()])


def test_control_the_same_search_finds_it_where_it_may_be_read(trial):
    keys = sessions.assume(trial.server)["Credentials"]
    session = boto3.Session(
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
    assert len(found(trial.answers(client(trial.server, "s3", session)))) >= 2
