"""Shows the two-person rule with our own commands. Usage: approval.py INSTANCE_ID PROGRAM DATA_FOLDER"""

import json
import subprocess
import sys

import boto3
import botocore.config
from botocore.exceptions import ClientError

CONFIG = botocore.config.Config(s3={"addressing_style": "path"})


def run(program, data, *words):
    print(f"$ switchkeep approval {' '.join(words)}")
    made = subprocess.run([program, "approval", *words, "--data-dir", data], check=True, capture_output=True, text=True).stdout
    return json.loads(made)


def main():
    instance, program, data = sys.argv[1:]
    bucket = f"connect-{instance}"
    administrator = boto3.Session(profile_name="switchkeep")
    keys = [entry["Key"] for entry in administrator.client("s3", config=CONFIG).list_objects_v2(Bucket=bucket)["Contents"]]
    key = next(name for name in keys if "/ChatTranscripts/" in name)
    contact = key.rsplit("/", 1)[-1].split("_")[0]
    asked = run(program, data, "request", "--instance", instance, "--contact", contact, "--purpose", "complaint 4712")
    print(f"  {asked['State']}: {asked['Summary']}")
    done = run(program, data, "approve", asked["ApprovalId"])
    print(f"  {done['State']} by {done['DecidedBy'].rsplit('/', 1)[-1]}")
    made = run(program, data, "credentials", asked["ApprovalId"])
    s3 = boto3.Session(profile_name="switchkeep").client(
        "s3", config=CONFIG, aws_access_key_id=made["AccessKeyId"], aws_secret_access_key=made["SecretAccessKey"],
        aws_session_token=made["SessionToken"])
    lines = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())["Transcript"]
    print(f"  the administrator, until {made['Expiration']}: {sum(line['Type'] == 'MESSAGE' for line in lines)} messages of {key}")
    try:
        s3.list_objects_v2(Bucket=bucket)
        sys.exit("the approved session could do more than was approved")
    except ClientError as refused:
        print(f"  and nothing else: {refused.response['Error']['Code']}")


main()
