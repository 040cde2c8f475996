"""Links for players: redeemed once, by the named person, into a session for one object; who may have one, and for how long.

Every refusal stands beside the same request as it is answered, so that nothing is refused for another reason.
"""

import json
import sqlite3
import time

import pytest
import requests

from contacts.conftest import PASSWORD, Centre
from harness import approvals, files, players, sessions
from harness.approvals import Refused, call
from harness.audit_events import events
from harness.players import CANARY, OTHERS, Player, ask, at_once, opened, person, reads, secret
from harness.world import World


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def transcript(centre):
    return players.left(centre)


def store(server, statement, *arguments):
    """Changes the keep's file as time would."""
    database = sqlite3.connect(server.data / "keep/keep.sqlite", timeout=20)
    with database:
        changed = database.execute(statement, arguments).rowcount
    database.close()
    return changed


def refusals(server, name, link_id, count=1):
    """Why so many were refused: the events of refusals come to rest within moments."""
    until = time.monotonic() + 10
    while True:
        found = [e.get("errorMessage", "") for e in events(server, name) if "errorCode" in e and link_id in json.dumps(e)]
        if len(found) >= count or time.monotonic() > until:
            return found
        time.sleep(0.05)


# MARK: What it is for


def test_a_link_is_opened_once_by_its_person_and_each_read_is_on_record(centre, transcript):
    server = centre.world.server
    user, user_id = person(centre)
    link = ask(centre, transcript, user)
    assert link["UserId"] == user_id and link["ContentClass"] == "CHAT_TRANSCRIPTS"
    player = Player(server).opened(link, user)
    assert player.found["linkId"] == link["LinkId"] and player.found["contentType"] == "application/json"
    answer = player.get()
    assert answer.status_code == 200 and CANARY in answer.text
    [made] = [e for e in events(server, "CreatePlayerLink") if (e.get("requestParameters") or {}).get("linkId") == link["LinkId"]]
    assert made["userIdentity"]["type"] == "AssumedRole" and made["requestParameters"]["purpose"] == "complaint 4711"
    [redeemed] = [e for e in events(server, "RedeemPlayerLink") if "errorCode" not in e and e["requestParameters"]["linkId"] == link["LinkId"]]
    assert redeemed["userIdentity"]["type"] == "Directory" and redeemed["userIdentity"]["principalId"] == user_id
    [read] = reads(server, link["LinkId"])
    details = read["additionalEventData"]
    assert read["userIdentity"]["arn"].endswith(f"/agent/{user_id}") and read["requestID"] == answer.headers["x-request-id"]
    assert details["purpose"] == "complaint 4711" and details["linkedBy"].endswith("assumed-role/ContentReader/test")
    assert (details["rangeStart"], details["bytes"]) == (0, len(answer.content))
    again = Player(server).redeem(link, user)
    assert again.status_code == 403 and "set-cookie" not in again.headers
    assert any("redeemed before" in message for message in refusals(server, "RedeemPlayerLink", link["LinkId"]))
    assert player.get().status_code == 200


def test_secrets_rest_nowhere(centre, transcript):
    """As digests alone: not in the file, its log, the ledger nor what the server says."""
    server = centre.world.server
    user, _ = person(centre)
    link = ask(centre, transcript, user)
    player = Player(server).opened(link, user)
    player.get()
    kept = files.written(server.data)
    assert link["LinkId"].encode() in kept, "the search finds nothing at all"
    for word in (secret(link), player.cookie.value):
        assert len(word) >= 43 and word.encode() not in kept


def test_fifty_at_once_open_it_once(centre, transcript):
    """Four get as far as the password at the same moment: after that guessing is slow."""
    server = centre.world.server
    for _ in range(3):
        user, _ = person(centre)
        link = ask(centre, transcript, user)
        all = [Player(server) for _ in range(50)]
        said = at_once(50, lambda number: all[number].redeem(link, user).status_code)
        assert said.count(200) == 1 and set(said) <= {200, 403, 429}, said
        [winner] = [player for player in all if player.found]
        assert winner.get().status_code == 200
        assert len([e for e in events(server, "RedeemPlayerLink") if "errorCode" not in e and e["requestParameters"]["linkId"] == link["LinkId"]]) == 1


def test_another_person_is_refused_and_leaves_it_as_it_was(centre, transcript):
    server = centre.world.server
    (user, _), (other, other_id) = person(centre), person(centre)
    link = ask(centre, transcript, user)
    told = [Player(server).redeem(link, *who) for who in ((other,), (user, "Wrong-Horse-7-Battery"), ("nobody", PASSWORD))]
    assert [answer.status_code for answer in told] == [403] * 3 and len({answer.text for answer in told}) == 1
    assert all("set-cookie" not in answer.headers for answer in told)
    said = refusals(server, "RedeemPlayerLink", link["LinkId"], 3)
    assert sum("another person" in message for message in said) == 1 and sum("wrong name or password" in message for message in said) == 2
    [of_other] = [e for e in events(server, "RedeemPlayerLink") if e["userIdentity"].get("principalId") == other_id]
    assert of_other["errorCode"] == "AccessDenied"
    assert Player(server).opened(link, user).get().status_code == 200
    redeemed = [e for e in events(server, "RedeemPlayerLink") if "errorCode" not in e][-1]
    assert redeemed["additionalEventData"]["refusedBefore"] == 3


# MARK: Who may have one


def test_it_gives_nobody_more_than_they_have(centre, transcript):
    """Who asks needs a session that may read it and says for what; the person needs the permission. Neither right stands for the other's."""
    server = centre.world.server
    (user, _), (agent, _) = person(centre), person(centre, OTHERS)
    request = {"InstanceId": centre.instance, "Key": transcript, "Username": user}
    for profile in ("switchkeep", "switchkeep-officer"):
        with pytest.raises(Refused) as refused:
            call(server, "CreatePlayerLink", request, profile)
        assert refused.value.code == "AccessDeniedException"
    elsewhere = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "switchkeep:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::connect-{centre.instance}/connect/Attachments/*"}]}
    narrow = sessions.assume(server, Policy=json.dumps(elsewhere))["Credentials"]
    reading = sessions.assume(server, Policy=json.dumps(sessions.allowing("s3:*")))["Credentials"]
    for keys, word in ((narrow, "s3:GetObject"), (reading, "switchkeep:CreatePlayerLink")):
        with pytest.raises(Refused) as refused:
            ask(centre, transcript, user, keys)
        assert refused.value.code == "AccessDeniedException" and word in refused.value.message
    for name in (agent, "nobody-of-that-name"):
        with pytest.raises(Refused) as refused:
            ask(centre, transcript, name)
        assert refused.value.code == "AccessDeniedException" and "Transcripts.Unredacted.View" in refused.value.message
    with pytest.raises(Refused) as refused:
        ask(centre, "connect/ChatTranscripts/none.json", user)
    assert refused.value.code == "ResourceNotFoundException"
    assert Player(server).opened(ask(centre, transcript, user), user).get().status_code == 200


def test_an_approved_look_is_passed_on_to_nobody(centre, transcript):
    server = centre.world.server
    contact = transcript.rsplit("/", 1)[1].split("_")[0]
    asked = call(server, "RequestContentAccess", {"InstanceId": centre.instance, "ContactId": contact, "Purpose": "complaint 4711"})
    approvals.approve(server, asked["ApprovalId"])
    keys = call(server, "GetContentCredentials", {"ApprovalId": asked["ApprovalId"]})["Credentials"]
    assert sessions.client(server, "s3", keys).get_object(Bucket=f"connect-{centre.instance}", Key=transcript)
    user, _ = person(centre)
    with pytest.raises(Refused) as refused:
        ask(centre, transcript, user, keys)
    assert refused.value.code == "AccessDeniedException" and "switchkeep:CreatePlayerLink" in refused.value.message


def withdrawn(centre, user_id, player, keys, link):
    """What ends a session that plays, each with what it does."""
    server, connect = centre.world.server, centre.world.connect
    profiles = {found["Name"]: found["Id"] for found in connect.list_security_profiles(InstanceId=centre.instance)["SecurityProfileSummaryList"]}
    return {
        "the person's permission": lambda: connect.update_user_security_profiles(
            InstanceId=centre.instance, UserId=user_id, SecurityProfileIds=[profiles[OTHERS]]),
        "the person": lambda: connect.delete_user(InstanceId=centre.instance, UserId=user_id),
        "the session that asked": lambda: sessions.run(server, "session", "revoke", keys["AccessKeyId"]).check_returncode(),
        "the link": lambda: call(server, "RevokePlayerLink", {"LinkId": link["LinkId"]}, "switchkeep-officer"),
        "its own session": lambda: player.ask("DELETE", player.found["sessionPath"]).raise_for_status(),
    }


@pytest.mark.parametrize("what", ["the person's permission", "the person", "the session that asked", "the link", "its own session"])
def test_what_is_taken_back_ends_it_for_the_next_request(centre, transcript, what):
    server = centre.world.server
    user, user_id = person(centre)
    keys = sessions.assume(server)["Credentials"]
    waiting, link = ask(centre, transcript, user, keys), ask(centre, transcript, user, keys)
    player = Player(server).opened(link, user)
    assert player.get().status_code == 200
    cookie = player.cookie.value
    withdrawn(centre, user_id, player, keys, link)[what]()
    refused = player.ask(Cookie=f"__Secure-player={cookie}")
    assert refused.status_code in (401, 403) and CANARY not in refused.text
    # One that nobody has redeemed yet ends with the right, and not with another link.
    expected = 200 if what in ("the link", "its own session") else 403
    assert Player(server).redeem(waiting, user).status_code == expected


def test_a_disabled_key_is_dark_for_players(centre, transcript):
    player = opened(centre, transcript)
    assert player.get().status_code == 200
    sessions.run(centre.world.server, "key", "disable", "alias/switchkeep/default").check_returncode()
    try:
        dark = player.get()
        assert dark.status_code == 500 and CANARY not in dark.text
    finally:
        sessions.run(centre.world.server, "key", "enable", "alias/switchkeep/default").check_returncode()
    assert player.get().status_code == 200


# MARK: How long


def test_a_link_that_nobody_opens_is_over_in_five_minutes(centre, transcript):
    server = centre.world.server
    user, _ = person(centre)
    before = time.time()
    link = ask(centre, transcript, user)
    ends = time.mktime(time.strptime(link["ExpiresAt"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
    assert 298 <= ends - before <= 302
    assert store(server, "UPDATE player_link SET expires_at = ? WHERE id = ?", int(time.time() * 1e6), link["LinkId"]) == 1
    assert Player(server).redeem(link, user).status_code == 403
    assert any("time is over" in message for message in refusals(server, "RedeemPlayerLink", link["LinkId"]))


def test_a_session_lasts_fifteen_minutes_and_no_longer_than_what_asked_for_it(centre, transcript):
    server = centre.world.server
    user, _ = person(centre)
    link = ask(centre, transcript, user)
    player = Player(server)
    answer = player.redeem(link, user)
    header = answer.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Strict", f"Path=/player/{link['LinkId']}/"} <= set(header.split("; "))
    assert 899 <= int(header.split("Max-Age=")[1].split(";")[0]) <= 900
    cookie = player.cookie.value
    assert player.ask(Cookie=f"__Secure-player={cookie}").status_code == 200
    # Whoever writes the file ends it sooner, and makes it no longer.
    later = int((time.time() + 86_400) * 1e6)
    assert store(server, "UPDATE player_link SET expires_at = ? WHERE id = ?", int(time.time() * 1e6), link["LinkId"]) == 1
    assert player.ask(Cookie=f"__Secure-player={cookie}").status_code == 401
    short = sessions.assume(server, DurationSeconds=900)["Credentials"]
    link = ask(centre, transcript, user, short)
    store(server, "UPDATE role_session SET expires_at = ? WHERE access_key = ?", int((time.time() + 120) * 1e6), short["AccessKeyId"])
    player = Player(server)
    header = player.redeem(link, user).headers["set-cookie"]
    assert 100 <= int(header.split("Max-Age=")[1].split(";")[0]) <= 120
    assert player.get().status_code == 200
    store(server, "UPDATE player_link SET expires_at = ? WHERE id = ?", later, link["LinkId"])
    store(server, "UPDATE role_session SET expires_at = ? WHERE access_key = ?", int(time.time() * 1e6), short["AccessKeyId"])
    assert player.get().status_code == 403


def test_who_edits_the_file_redeems_nothing(centre, transcript):
    """A secret of theirs in a link's row, and a used link made unused."""
    import hashlib
    server = centre.world.server
    user, _ = person(centre)
    link = ask(centre, transcript, user)
    own = "A" * 43
    store(server, "UPDATE player_link SET digest = ? WHERE id = ?", hashlib.sha256(own.encode()).digest(), link["LinkId"])
    assert Player(server).redeem({"Url": f"x#{own}"}, user).status_code == 403
    store(server, "UPDATE player_link SET digest = ? WHERE id = ?", hashlib.sha256(secret(link).encode()).digest(), link["LinkId"])
    player = Player(server).opened(link, user)
    store(server, "UPDATE player_link SET session_digest = ? WHERE id = ?", hashlib.sha256(own.encode()).digest(), link["LinkId"])
    assert Player(server).ask("GET", player.found["contentPath"], Cookie=f"__Secure-player={own}").status_code == 401
    store(server, "UPDATE player_link SET session_digest = NULL WHERE id = ?", link["LinkId"])
    assert Player(server).redeem(link, user).status_code == 403


def test_wrong_input_is_named_and_strangers_are_on_record(centre):
    server = centre.world.server
    base, verify = server.urls["keep"], str(server.data / "ca.pem")
    for body in ("", "[]", "{}", '{"link": 1, "username": "a", "password": "b"}', json.dumps({"link": "a" * 5_000, "username": "a", "password": "b"})):
        answer = requests.post(f"{base}/player/session", data=body, headers={"Content-Type": "application/json"}, verify=verify, timeout=30)
        assert answer.status_code == 400, body
    for method, path, status in (("GET", "/player/session", 405), ("POST", "/player", 405), ("PUT", "/player/a/content", 405),
                                 ("GET", "/player/nothing/there/is", 404), ("GET", "/player/none.js", 404)):
        assert requests.request(method, base + path, verify=verify, timeout=30).status_code == status, path
    # From an address of its own: of what strangers at one address try in a minute, some are an entry each and the rest is counted.
    unknown = Player(server, address="127.0.0.77").redeem({"Url": "x#" + "B" * 43}, "somebody")
    assert unknown.status_code == 403
    assert any("unknown" in message for message in refusals(server, "RedeemPlayerLink", "unknown"))
    with pytest.raises(Refused) as refused:
        call(server, "CreatePlayerLink", {"InstanceId": centre.instance, "Key": "k", "Username": "u", "Role": "x"}, "switchkeep-officer")
    assert refused.value.code == "ValidationException" and "Role" in refused.value.message


def test_the_commands(centre, transcript, monkeypatch):
    server = centre.world.server
    user, _ = person(centre)
    keys = sessions.assume(server)["Credentials"]
    for name, member in (("AWS_ACCESS_KEY_ID", "AccessKeyId"), ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"), ("AWS_SESSION_TOKEN", "SessionToken")):
        monkeypatch.setenv(name, keys[member])
    done = sessions.run(server, "content", "link", "--instance", centre.instance, "--key", transcript, "--user", user)
    assert done.returncode == 0, done.stderr
    link = json.loads(done.stdout)
    player = Player(server).opened(link, user)
    assert CANARY in player.get().text
    done = sessions.run(server, "content", "unlink", link["LinkId"])
    assert done.returncode == 0, done.stderr
    assert player.get().status_code == 401
    assert "no such link" in sessions.run(server, "content", "unlink", link["LinkId"]).stderr
