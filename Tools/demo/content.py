"""Shows who may read what a chat left behind, and what is on record of it. Usage: content.py INSTANCE_ID"""

import json
import sys
import time

from botocore.exceptions import ClientError

from reading import client, officer


def transcript(s3, bucket):
    """The transcript's key, once the keep has the chat."""
    for _ in range(200):
        found = s3.list_objects_v2(Bucket=bucket, Prefix="connect/ChatTranscripts/").get("Contents", [])
        if found:
            return found[0]["Key"]
        time.sleep(0.1)
    sys.exit("no transcript has come to the keep")


def attempt(who, what):
    try:
        what()
        sys.exit(f"{who} was not refused")
    except ClientError as refused:
        print(f"  {who}: {refused.response['Error']['Code']}")


def main():
    bucket = f"connect-{sys.argv[1]}"
    s3 = officer("complaint 4711")
    key = transcript(s3, bucket)
    print(f"  in the inventory: s3://{bucket}/{key}")
    attempt("the administrator", lambda: client("switchkeep", "s3").get_object(Bucket=bucket, Key=key))
    attempt("the officer, without saying for what", lambda: officer(None))
    document = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    print("  the officer, for complaint 4711:")
    for item in document["Transcript"]:
        if item["Type"] == "MESSAGE":
            print(f"    {item.get('ParticipantRole', ''):9} {item.get('Content', '')}")


main()
