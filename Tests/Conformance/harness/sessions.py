"""Sessions of roles, as clients begin them."""

import json
import subprocess
import time

import boto3
import botocore.config

from .approvals import approved
from .audit_events import events
from .server import PROGRAM

PURPOSE = [{"Key": "purpose", "Value": "complaint 4711"}]


def account(server):
    return json.loads((server.data / "settings.json").read_text())["account"]


def arn(server, role):
    return f"arn:aws:iam::{account(server)}:role/{role}"


def assume(server, role="ContentReader", profile="switchkeep-officer", sts=None, **members):
    """What AssumeRole answers, with a purpose unless the caller gives other tags."""
    request = {"RoleArn": arn(server, role), "RoleSessionName": "test", "Tags": PURPOSE, **members}
    return (sts or server.client("sts", profile)).assume_role(**{name: value for name, value in request.items() if value is not None})


def client(server, service, credentials, **changed):
    """A client that signs with the credentials of a session, or with some that a test made of them."""
    keys = {**credentials, **changed}
    session = boto3.Session(
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"],
        region_name=server.session().region_name)
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    endpoint = server.urls["https" if service == "connect" else "keep"]
    return session.client(service, endpoint_url=endpoint, verify=str(server.data / "ca.pem"), config=config)


def run(server, *words):
    return subprocess.run([PROGRAM, *words, "--data-dir", server.data], capture_output=True, text=True)


def make_role(server, tmp_path, name, trust, policy, *options):
    """A role of that trust policy and policy; answers the finished process."""
    files = {}
    for kind, document in (("trust-policy", trust), ("policy", policy)):
        files[kind] = tmp_path / f"{name}-{kind}.json"
        files[kind].write_text(json.dumps(document))
    made = run(server, "role", "create", name, *(word for kind, path in files.items() for word in (f"--{kind}", str(path))), *options)
    if made.returncode == 0:
        approved(server, made.stdout)
    return made


def trusting(server, user="security-officer"):
    """A trust policy that lets one user begin sessions of whatever kind."""
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account(server)}:user/{user}"},
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}]}


def allowing(*actions):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}


def events_of(server, is_meant):
    """The events that are meant, once there is one: those of reads come to rest within moments."""
    until = time.monotonic() + 10
    while True:
        found = [event for event in events(server) if is_meant(event)]
        if found or time.monotonic() > until:
            return found
        time.sleep(0.05)
