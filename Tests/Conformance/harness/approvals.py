"""The two-person rule, from both sides: requests of the protocol json-1.1, signed for the service `switchkeep`."""

import json
import ssl
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status, self.code, self.message = status, body.get("__type"), body.get("message")


def call(server, operation, members=None, profile="switchkeep", keys=None):
    """What the operation answers to that profile, or to credentials of a session."""
    if keys:
        credentials = botocore.credentials.Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys.get("SessionToken"))
    else:
        credentials = server.session(profile).get_credentials()
    body = members if isinstance(members, bytes) else json.dumps(members or {}).encode()
    request = botocore.awsrequest.AWSRequest("POST", server.urls["keep"] + "/", data=body, headers={
        "X-Amz-Target": f"Switchkeep.{operation}", "Content-Type": "application/x-amz-json-1.1"})
    botocore.auth.SigV4Auth(credentials, "switchkeep", "us-east-1").add_auth(request)
    prepared = urllib.request.Request(request.url, data=body, headers=dict(request.headers), method="POST")
    context = ssl.create_default_context(cafile=str(server.data / "ca.pem"))
    try:
        with urllib.request.urlopen(prepared, context=context) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(error.code, json.loads(error.read() or b"{}")) from None


def approve(server, id, profile="switchkeep-officer", keys=None):
    return call(server, "ApproveChange", {"ApprovalId": id}, profile, keys)


def approved(server, printed):
    """What a command printed, once an officer has approved what it asks for: another one where it gives a right to the first. The
    access key of who may approve is told to that officer."""
    made = json.loads(printed)
    if "ApprovalId" in made:
        try:
            answer = approve(server, made["ApprovalId"])
        except Refused as refused:
            if "gives a right to you" not in refused.message:
                raise
            answer = approve(server, made["ApprovalId"], keys=second_officer(server))
        made.update(answer.get("AccessKey", {}))
    return made


def second_officer(server):
    """The keys of an officer beside the first, who has approved them."""
    return known(server, "second-officer", "switchkeep:ApproveChange", "switchkeep:DenyChange", "switchkeep:ListApprovals")


def integration(server):
    """A boto3 session of a program that may do all of Connect."""
    keys = known(server, "integration", "connect:*", "connectparticipant:*", "iam:*", "kms:DescribeKey")
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], profile_name=server.session().profile_name)


def known(server, name, *actions):
    """The keys of an identity that an officer has approved, made once for a server."""
    if name not in server.identities:
        policy = server.data.parent / f"{name}.json"
        policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}))
        server.identities[name] = approved(server, server.command("identity", "create", "--name", name, "--policy", policy).stdout)
    return server.identities[name]
