"""Alerts arrive at people's endpoints: what raises one, that it is signed, that none is lost, and that none is taken away unseen."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from standardwebhooks.webhooks import Webhook

from harness.audit_events import events
from harness import patience, sessions
from harness.alerts import Target, new_target, of, run


@pytest.fixture
def target(module_server, authority):
    target = new_target(module_server, authority)
    yield target
    run(module_server, "target", "remove", target.name, check=False)
    target.close()


def test_a_new_target_hears_that_it_is_one_and_every_message_is_signed(module_server, target):
    [first] = target.until(of("alert-targets", eventName="AddAlertTarget"))
    assert first["details"]["name"] == target.name and first["severity"] == "high"
    headers, body = target.seen[0][1], target.bodies[0]
    assert Webhook(target.secret).verify(body, {name.lower(): value for name, value in headers.items()})["type"] == "alerts.raised"
    run(module_server, "target", "test")
    target.until(of("alert-targets", eventName="TestAlertTargets"))


def test_breaking_the_glass_is_told_within_seconds_with_who_and_why(module_server, target):
    began = time.monotonic()
    sessions.assume(module_server, "BreakGlass", SourceIdentity="eve.jones")
    [alert] = target.until(of("break-glass"))
    assert time.monotonic() - began < 5
    assert alert["severity"] == "critical" and alert["details"]["purpose"] == "complaint 4711"
    assert alert["details"]["sourceIdentity"] == "eve.jones" and alert["principal"].endswith(":user/security-officer")


def test_a_burst_of_denials_is_one_alert(module_server, target):
    s3 = module_server.client("s3")
    for number in range(15):
        with pytest.raises(ClientError):
            s3.get_object(Bucket="connect-nothing", Key=f"connect/{number}")
    [alert] = target.until(of("denial-burst"))
    assert alert["principal"].endswith(":user/administrator") and "10 times" in alert["title"]
    time.sleep(1)
    assert len(target.until(of("denial-burst"))) == 1


def test_guessing_passwords_is_told(module_server, target):
    import ssl
    import urllib.error
    import urllib.request
    instance = module_server.client().list_instances()["InstanceSummaryList"][0]["Id"]
    context = ssl.create_default_context(cafile=str(module_server.data / "ca.pem"))
    for number in range(6):
        body = json.dumps({"instanceId": instance, "username": f"nobody{number}", "password": "wrong"}).encode()
        request = urllib.request.Request(
            module_server.urls["https"] + "/desk/session", data=body, method="POST", headers={"Content-Type": "application/json"})
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request, context=context)
        time.sleep(0.3)
    target.until(of("failed-sign-ins"), 20)


def test_one_that_is_away_gets_all_of_them_in_order_when_it_is_back(module_server, target):
    target.until(of("alert-targets", eventName="AddAlertTarget"))
    target.status = 503
    for _ in range(3):
        run(module_server, "target", "test")
    time.sleep(1)
    module_server.restart()
    target.status = 204
    deadline = time.monotonic() + 30
    while True:
        taken = [a["eventId"] for _, _, body in list(target.seen) for a in body["data"]["alerts"] if a["eventName"] == "TestAlertTargets"]
        unique = list(dict.fromkeys(taken))
        if len(unique) >= 3:
            break
        assert time.monotonic() < deadline, taken
        time.sleep(0.1)
    told = [json.loads(line) for line in run(module_server, "list").stdout.splitlines()]
    wanted = [alert["eventId"] for alert in told if alert["eventName"] == "TestAlertTargets"][-3:]
    assert unique[-3:] == wanted


def test_a_target_learns_that_it_is_taken_away_before_it_is(module_server, authority, target):
    """Also while it does not answer: it is tried on."""
    going = Target(authority)
    name = f"going-{time.time_ns()}"
    run(module_server, "target", "add", name, "--url", going.url, "--ca-file", going.ca)
    going.until(of("alert-targets", eventName="AddAlertTarget"))
    going.status = 500
    run(module_server, "target", "remove", name)
    for heard in (target,):
        assert heard.until(of("alert-targets", eventName="RemoveAlertTarget"))[-1]["details"]["name"] == name
    time.sleep(1)
    [state] = [s for s in map(json.loads, run(module_server, "target", "list").stdout.splitlines()) if s["name"] == name]
    assert state["goesAt"] and state["failures"]
    assert run(module_server, "target", "remove", name, check=False).returncode
    going.status = 204
    assert going.until(of("alert-targets", eventName="RemoveAlertTarget"), 30)[-1]["severity"] == "critical"
    deadline = time.monotonic() + patience.SECONDS
    while name in run(module_server, "target", "list").stdout:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    heard = len(going.seen)
    run(module_server, "target", "test")
    target.until(of("alert-targets", eventName="TestAlertTargets"))
    assert len(going.seen) == heard
    going.close()


def test_what_takes_webhooks_away_takes_no_target(module_server, authority):
    name = f"phone-{time.time_ns()}"
    phone = Target(authority)
    run(module_server, "target", "add", name, "--url", phone.url, "--ca-file", phone.ca)
    refused = module_server.run("webhook", "remove", name)
    assert refused.returncode and "no webhook" in refused.stderr
    assert not [event for event in events(module_server, "RemoveWebhook") if event["requestParameters"]["name"] == name]
    assert name in run(module_server, "target", "list").stdout
    run(module_server, "target", "remove", name)
    phone.until(of("alert-targets", eventName="RemoveAlertTarget"))
    phone.close()


def test_nothing_is_raised_twice_over_a_kill(module_server, target):
    target.until(of("alert-targets", eventName="AddAlertTarget"))
    sessions.assume(module_server, "BreakGlass", SourceIdentity="eve.jones")
    module_server.kill()
    module_server.start()
    target.until(of("break-glass"))
    told = [json.loads(line)["alertId"] for line in run(module_server, "list").stdout.splitlines()]
    assert len(told) == len(set(told))


def test_what_is_no_target_is_refused(module_server, tmp_path):
    for words in (["x", "--url", "http://example.com/"], ["../x", "--url", "https://example.com/"], ["x"]):
        assert run(module_server, "target", "add", *words, check=False).returncode
    assert run(module_server, "target", "remove", "nobody", check=False).returncode
    assert run(module_server, "list", "--after", "x", check=False).returncode
