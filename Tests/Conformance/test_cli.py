"""The AWS CLI, as typed."""

import json
import os
import shutil
import subprocess
import sys

import pytest


def aws(server, profile, *words):
    program = shutil.which("aws", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
    if not program:
        pytest.fail("the AWS CLI is missing: make setup installs it")
    environment = {
        **os.environ, "AWS_CONFIG_FILE": str(server.data / "aws/config"), "AWS_SHARED_CREDENTIALS_FILE": str(server.data / "aws/credentials"),
        "AWS_PROFILE": profile, "AWS_PAGER": ""}
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("profile,user", [("switchkeep", "administrator"), ("switchkeep-officer", "security-officer")])
def test_as_typed(server, profile, user):
    listed = aws(server, profile, "connect", "list-instances")
    assert listed.returncode == 0, listed.stderr
    assert json.loads(listed.stdout)["InstanceSummaryList"][0]["InstanceStatus"] == "ACTIVE"
    identity = aws(server, profile, "sts", "get-caller-identity")
    assert json.loads(identity.stdout)["Arn"].endswith(f":user/{user}")


def test_a_refusal_is_readable(server, world):
    refused = aws(server, "switchkeep-officer", "connect", "delete-queue", "--instance-id", world.instance, "--queue-id", world.basic_queue)
    assert refused.returncode != 0 and "AccessDeniedException" in refused.stderr


def test_the_files_are_for_their_owner(server):
    assert (server.data / "aws/credentials").stat().st_mode & 0o777 == 0o600
    assert (server.data / "keep/ca.key").stat().st_mode & 0o777 == 0o600
