"""What a player reads with a session of a link: ranges, each with its entry, as what runs nowhere, for its own origin and object alone."""

import json
import random

import boto3
import botocore.config
import pytest
import requests

from contacts.conftest import PASSWORD, Centre
from harness import players, sessions
from harness.players import CANARY, Player, ask, opened, person, reads, secret
from harness.world import World


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def transcript(centre):
    return players.left(centre)


@pytest.fixture(scope="module")
def sound():
    return players.wav(80)


@pytest.fixture(scope="module")
def recording(centre, sound):
    return players.left(centre, sound)


def test_ranges_are_answered_and_each_has_its_entry(centre, recording, sound):
    server, size = centre.world.server, len(sound)
    player = opened(centre, recording)
    chance = random.Random(7)
    expected = []
    cases = [("bytes=0-0", 0, 1), ("bytes=-5", size - 5, 5), (f"bytes={size - 1}-", size - 1, 1), (f"bytes=7-{size + 99}", 7, size - 7),
             # A player that asks for all that follows gets a part, and asks again.
             ("bytes=0-", 0, 1 << 20), (f"bytes=-{size + 1}", 0, size)]
    for _ in range(10):
        first = chance.randrange(size)
        last = chance.randrange(first, size)
        cases.append((f"bytes={first}-{last}", first, last - first + 1))
    for asked, start, count in cases:
        answer = player.get(asked)
        assert answer.status_code == 206 and answer.content == sound[start:start + count], asked
        assert answer.headers["content-range"] == f"bytes {start}-{start + count - 1}/{size}"
        expected.append((answer.headers["x-request-id"], start, count))
    found = [(e["requestID"], e["additionalEventData"]["rangeStart"], e["additionalEventData"]["bytes"]) for e in reads(server, player.found["linkId"])]
    assert found == expected


def test_what_is_no_range_of_it_is_refused(centre, recording, sound):
    player = opened(centre, recording)
    for asked in (f"bytes={len(sound)}-", "bytes=-0", "bytes=0-1,5-6", "bytes=5-1", "frames=0-1", "bytes=a-b"):
        answer = player.get(asked)
        assert answer.status_code == 416 and answer.headers["content-range"] == f"bytes */{len(sound)}", asked
    whole = player.ask("HEAD")
    assert whole.status_code == 200 and int(whole.headers["content-length"]) == len(sound) and whole.content == b""
    part = player.ask("HEAD", Range="bytes=0-9")
    assert part.status_code == 206 and part.headers["content-length"] == "10"
    assert reads(centre.world.server, player.found["linkId"]) == []


def test_a_range_of_another_version_is_the_whole(centre, recording, sound):
    player = opened(centre, recording)
    tag, date = (player.ask("HEAD").headers[name] for name in ("etag", "last-modified"))
    for condition in (tag, date):
        assert player.get("bytes=0-3", **{"If-Range": condition}).status_code == 206
    for condition in ('"other"', f"W/{tag}", "Sun, 06 Nov 1994 08:49:37 GMT"):
        answer = player.get("bytes=0-3", **{"If-Range": condition})
        assert answer.status_code == 200 and answer.content == sound
    assert player.get(**{"If-None-Match": tag}).status_code == 304
    assert player.get(**{"If-Match": '"other"'}).status_code == 412


def test_content_runs_nowhere(centre, recording):
    """What a customer sent is shown as what it says when that is harmless, and is a file else."""
    player = opened(centre, recording)
    headers = player.get("bytes=0-9").headers
    assert headers["content-type"] == "audio/wav" and headers["content-disposition"].startswith("inline; filename=")
    name = "page.txt"
    other = opened(centre, players.left(centre, b"<script>alert(1)</script>", name, "text/plain"))
    for headers in (headers, other.get().headers):
        assert headers["content-security-policy"] == "sandbox; default-src 'none'" and headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store" and headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
    document = players.left(centre, b"%PDF-1.4", "a.pdf", "application/pdf")
    headers = opened(centre, document).get().headers
    assert headers["content-type"] == "application/octet-stream" and headers["content-disposition"].startswith("attachment; ")


# MARK: Whose request it is


def test_a_cookie_opens_its_own_object_alone(centre, transcript, recording):
    server = centre.world.server
    first, second = opened(centre, transcript), opened(centre, recording)
    both = f"__Secure-player={first.cookie.value}"
    assert Player(server).ask("GET", first.found["contentPath"], Cookie=both).status_code == 200
    for path in (second.found["contentPath"], "/player/other/content", first.found["contentPath"].replace("content", "session")):
        method = "DELETE" if path.endswith("session") and first.found["linkId"] not in path else "GET"
        assert Player(server).ask(method, path, Cookie=both).status_code in (401, 405), path
    for cookie in ("", "__Secure-player=", f"player={first.cookie.value}", "__Secure-player=" + "A" * 43, f"__Secure-player={first.cookie.value}x"):
        assert Player(server).ask("GET", first.found["contentPath"], Cookie=cookie).status_code == 401, cookie
    assert second.get("bytes=0-3").content == b"RIFF"


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "https://127.0.0.1"}, {"Sec-Fetch-Site": "cross-site"},
    # Another port of the same host is the same site, and another origin.
    {"Sec-Fetch-Site": "same-site"}])
def test_pages_from_elsewhere_are_refused(centre, transcript, headers):
    server = centre.world.server
    user, _ = person(centre)
    link = ask(centre, transcript, user)
    refused = Player(server).redeem(link, user, **headers)
    assert refused.status_code == 403 and "set-cookie" not in refused.headers
    plain = requests.post(
        f"{server.urls['keep']}/player/session", data=json.dumps({"link": secret(link), "username": user, "password": PASSWORD}),
        headers={"Content-Type": "text/plain"}, verify=str(server.data / "ca.pem"), timeout=30)
    assert plain.status_code == 400 and "set-cookie" not in plain.headers
    own = {"Origin": server.urls["keep"], "Sec-Fetch-Site": "same-origin"}
    player = Player(server)
    answer = player.redeem(link, user, **own)
    assert answer.status_code == 200 and "access-control-allow-origin" not in answer.headers
    before = len(reads(server, link["LinkId"]))
    assert player.get(**headers).status_code == 403
    assert player.get(**own).status_code == 200 and len(reads(server, link["LinkId"])) == before + 1


def test_presigned_content_is_refused_and_on_record(centre, transcript):
    server = centre.world.server
    keys = sessions.assume(server)["Credentials"]
    s3 = boto3.client(
        "s3", endpoint_url=server.urls["keep"], region_name="us-east-1", aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"], verify=str(server.data / "ca.pem"),
        config=botocore.config.Config(signature_version="s3v4", s3={"addressing_style": "path"}))
    where = {"Bucket": f"connect-{centre.instance}", "Key": transcript}
    assert CANARY in s3.get_object(**where)["Body"].read().decode()
    for name in ("get_object", "head_object"):
        url = s3.generate_presigned_url(name, Params=where, ExpiresIn=60)
        answer = requests.request("GET" if name == "get_object" else "HEAD", url, verify=str(server.data / "ca.pem"), timeout=30)
        assert answer.status_code == 403 and CANARY not in answer.text
    assert "<Code>AccessDenied</Code>" in requests.get(
        s3.generate_presigned_url("get_object", Params=where), verify=str(server.data / "ca.pem"), timeout=30).text
    for name in ("GetObject", "HeadObject"):
        assert sessions.events_of(server, lambda e: (e["eventName"], e["userIdentity"].get("accessKeyId")) == (name, keys["AccessKeyId"])
                                  and "presigned" in e.get("errorMessage", ""))
