"""Clients of the keep, and the officer's session for a purpose."""

import boto3
import botocore.config

CONFIG = botocore.config.Config(s3={"addressing_style": "path"})


def client(profile, service, keys=None):
    session = boto3.Session(profile_name=profile)
    credentials = dict(zip(("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), keys or ()))
    return session.client(service, config=CONFIG if service == "s3" else None, **credentials)


def officer(purpose):
    """The officer in a session of the role ContentReader, which says for what."""
    sts = client("switchkeep-officer", "sts")
    account = sts.get_caller_identity()["Account"]
    tags = {"Tags": [{"Key": "purpose", "Value": purpose}]} if purpose else {}
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/ContentReader", RoleSessionName="demo", **tags)["Credentials"]
    return client("switchkeep-officer", "s3", (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]))
