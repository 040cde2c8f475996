"""Lambda functions: what the administrator binds to an ARN answers flows, and reaches nothing else."""

import json
import os
import pathlib
import subprocess
import time

import pytest

from contacts import flows
from harness import audit_events as ledger, patience
from harness.approvals import approved
from harness.endpoint import Endpoint
from harness.server import PROGRAM

SECRET = "what no function may read"


@pytest.fixture
def function(centre):
    """Associates and binds a function: by the text of a program, or by options."""
    bound = []

    def bind(source=None, *options):
        arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{centre.world.unique('f')}"
        centre.world.connect.associate_lambda_function(InstanceId=centre.instance, FunctionArn=arn)
        if source is not None:
            options = ["--program", program(centre, source)]
        if options:
            run(centre, "bind", arn, *options)
            bound.append(arn)
        return arn

    yield bind
    for arn in bound:
        run(centre, "unbind", arn)


def run(centre, command, *arguments, check=True):
    """A binding answers once an officer has approved it."""
    server = centre.world.server
    done = subprocess.run(
        [PROGRAM, "function", command, "--data-dir", server.data, *arguments], check=check, capture_output=True, text=True)
    if command == "bind" and done.returncode == 0:
        approved(server, done.stdout)
    return done


def program(centre, source, mode=0o755):
    folder = centre.world.server.data / "switch" / "functions"
    folder.mkdir(exist_ok=True)
    name = centre.world.unique("program")
    (folder / name).write_text(source)
    (folder / name).chmod(mode)
    return name


def python(body):
    return f"#!/usr/bin/env -S python3 -I -S\nimport json, os, socket, sys, time\nevent = json.load(sys.stdin)\n{body}\n"


def invoked(centre, arn, attributes=None, seconds="3", **parameters):
    """What a flow makes of the function: the attributes of its contact, and the reason where it failed."""
    flow = centre.new_flow(flows.flow(
        flows.action("log", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"}, next="call"),
        flows.action(
            "call", "InvokeLambdaFunction", {
                "LambdaFunctionARN": arn, "InvocationTimeLimitSeconds": seconds,
                **({"LambdaInvocationAttributes": attributes} if attributes else {}), **parameters},
            next="keep", errors=[("NoMatchingError", "failed")]),
        flows.action("keep", "UpdateContactAttributes", {
            "Attributes": {"outcome": "answered", "said": "$.External.said"}, "TargetContact": "Current"}, next="end",
            errors=[("NoMatchingError", "end")]),
        flows.action("failed", "UpdateContactAttributes", {"Attributes": {"outcome": "failed"}, "TargetContact": "Current"}, next="end",
                     errors=[("NoMatchingError", "end")]),
        flows.END))
    contact = centre.start_task(flow)
    deadline = time.monotonic() + patience.SECONDS
    while "DisconnectTimestamp" not in centre.describe(contact):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return centre.world.connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=contact)["Attributes"]


def said(text):
    return {"outcome": "answered", "said": text}


FAILED = {"outcome": "failed"}


def test_a_program_answers(centre, function):
    arn = function(python(
        'details = event["Details"]\n'
        'print(json.dumps({"said": event["Name"] + " " + details["Parameters"]["order"] + " " + details["ContactData"]["Channel"]}))'))
    assert invoked(centre, arn, {"order": "A-1"}) == said("ContactFlowEvent A-1 TASK")


def test_what_is_not_bound_fails(centre, function):
    assert invoked(centre, function()) == FAILED


def test_what_is_bound_anew_answers_at_once(centre, function):
    arn = function(python('print(json.dumps({"said": "one"}))'))
    assert invoked(centre, arn) == said("one")
    run(centre, "bind", arn, "--program", program(centre, python('print(json.dumps({"said": "two"}))')))
    assert invoked(centre, arn) == said("two")
    assert arn in run(centre, "list").stdout


@pytest.mark.parametrize("body", [
    "sys.exit(1)", "print('no JSON')", "print(json.dumps({'said': 'x' * 40000}))", "time.sleep(30)", "os.kill(os.getpid(), 9)",
    "while True: pass", "x = 'y' * (3 << 30)"])
def test_a_program_that_does_not_answer_as_it_should_fails(centre, function, body):
    began = time.monotonic()
    assert invoked(centre, function(python(body)), seconds="1") == FAILED
    assert time.monotonic() - began < 8


def test_a_program_reaches_nothing(centre, function, tmp_path):
    """It tries what a malicious one would; each answer is what it got."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o644)
    data = centre.world.server.data
    attempts = {
        "file": f"open({str(secret)!r}).read()", "key": f"open({str(data / 'switch' / 'protection.key')!r}).read()",
        "passwd": "open('/etc/passwd').read()", "folder": "os.listdir('/')", "parent": "open(f'/proc/{os.getppid()}/environ').read()",
        "write": "open('/tmp/escaped', 'w')", "internet": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "tcp": "socket.create_connection(('127.0.0.1', 1))", "session": "os.setsid()", "descriptor": "os.read(5, 1)",
        "root": "os.setuid(0)"}
    body = "got = {}\n" + "\n".join(
        f"try:\n    {code}\n    got[{name!r}] = 'in'\nexcept Exception as error:\n    got[{name!r}] = type(error).__name__"
        for name, code in attempts.items())
    body += "\nopen('mine', 'w').write('x')\ngot['own folder'] = open('mine').read()\ngot['environment'] = sorted(os.environ)"
    body += "\nprint(json.dumps({'said': json.dumps(got)}))"
    got = json.loads(invoked(centre, function(python(body)))["said"])
    assert got.pop("own folder") == "x"
    assert set(got.pop("environment")) <= {"PATH", "LANG", "HOME", "TMPDIR", "LC_CTYPE"}
    if os.getuid() != 0:
        got.pop("root")
    assert "in" not in got.values(), got


def test_it_is_locked_in_each_time(centre, tmp_path):
    """No thread of the process that locks itself in trips over what is taken away: once it was one start in forty."""
    path = centre.world.server.data / "switch" / "functions" / program(centre, "#!/bin/sh\necho started\n")
    for _ in range(300):
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        scratch.chmod(0o777)
        out = subprocess.run(
            [PROGRAM, "function-sandbox", "--seconds", "3", "--scratch", scratch, path], capture_output=True, text=True)
        assert (out.returncode, out.stdout) == (0, "started\n"), out


def test_the_control_without_a_sandbox_gets_in(centre, tmp_path):
    """The same program, started plainly, reads what it must not: the test can fail."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    source = python(f"print(open({str(secret)!r}).read())")
    path = centre.world.server.data / "switch" / "functions" / program(centre, source)
    assert SECRET in subprocess.run([path], input="{}", capture_output=True, text=True, check=True).stdout


def lives(mark):
    """Whether a process has that among its arguments."""
    for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in file.read_bytes():
                return True
        except OSError:
            pass  # it has gone
    return False


def test_what_a_program_starts_ends_with_it(centre, function):
    """Children that outlive their parent are ended too, whether it answers in time or not."""
    for end in ("print(json.dumps({'said': 'done'}))", "time.sleep(30)"):
        mark = f"31{time.time_ns() % 10 ** 7}"
        arn = function(python(
            f"if os.fork() == 0:\n    os.close(1)\n    os.execv('/bin/sleep', ['sleep', '{mark}'])\n{end}"))
        assert invoked(centre, arn, seconds="1") in (FAILED, said("done"))
        deadline = time.monotonic() + patience.SECONDS
        while lives(mark):
            assert time.monotonic() < deadline, "a child lives on"
            time.sleep(0.05)


def test_what_is_no_program_is_refused(centre, function):
    arn = function()
    (centre.world.server.data / "switch" / "functions").mkdir(exist_ok=True)
    writable = program(centre, "#!/bin/sh\n", 0o777)
    plain = program(centre, "text", 0o644)
    for name in ("../protection.key", "/bin/sh", ".hidden", "", "nobody", writable, plain):
        refused = run(centre, "bind", arn, "--program", name, check=False)
        assert refused.returncode and refused.stderr, name
    for url in ("http://example.com/f", "file:///etc/passwd", "https://user:password@example.com/", "nonsense"):
        assert run(centre, "bind", arn, "--url", url, check=False).returncode, url
    assert run(centre, "unbind", arn, check=False).returncode


# Endpoints

@pytest.fixture
def endpoint(authority):
    server = Endpoint(
        authority, lambda event: (200, {}, json.dumps({"said": event["Details"]["Parameters"]["order"]}).encode(), 0), "/lookup")
    yield server
    server.close()


def test_an_endpoint_answers(centre, function, endpoint):
    arn = function(None, "--url", endpoint.url, "--ca-file", endpoint.ca)
    assert invoked(centre, arn, {"order": "B-2"}) == said("B-2")
    path, _, event = endpoint.seen[0]
    assert path == "/lookup" and event["Name"] == "ContactFlowEvent"


def test_the_lambda_api_answers(centre, function, endpoint):
    arn = function(None, "--url", endpoint.url, "--ca-file", endpoint.ca, "--form", "invoke")
    assert invoked(centre, arn, {"order": "C-3"}) == said("C-3")
    path, headers, _ = endpoint.seen[0]
    assert path == f"/lookup/2015-03-31/functions/{arn.replace(':', '%3A')}/invocations"
    assert headers["X-Amz-Invocation-Type"] == "RequestResponse"
    endpoint.script = lambda event: (200, {"X-Amz-Function-Error": "Unhandled"}, b'{"said": "an error"}', 0)
    assert invoked(centre, arn, {"order": "C-3"}) == FAILED


def test_an_endpoint_without_a_known_certificate_is_not_spoken_to(centre, function, endpoint):
    assert invoked(centre, function(None, "--url", endpoint.url), {"order": "x"}) == FAILED
    assert not endpoint.seen


@pytest.mark.parametrize("script", [
    (500, {}, b'{"said": "x"}', 0), (302, {"Location": "/else"}, b"", 0), (200, {}, b"not JSON", 0), (200, {}, b'{"a": "' + b"x" * 40000 + b'"}', 0),
    (200, {}, b'{"said": "late"}', 4)], ids=["error", "redirect", "no JSON", "too large", "late"])
def test_an_endpoint_that_does_not_answer_as_it_should_fails(centre, function, endpoint, script):
    endpoint.script = lambda event: script
    arn = function(None, "--url", endpoint.url, "--ca-file", endpoint.ca)
    assert invoked(centre, arn, {"order": "x"}, seconds="1") == FAILED
    assert len(endpoint.seen) == 1


@pytest.mark.parametrize("command, kind, arn", [
    ("function", "Function", "arn:aws:lambda:eu-west-1:111122223333:function:recorded"),
    ("bot", "Bot", "arn:aws:lex:eu-west-1:111122223333:bot-alias/RECORDED/ALIAS")])
def test_what_answers_is_on_record(server, command, kind, arn):
    """Who has the command line may send what customers say anywhere: it is told where to, and not by which token."""
    def bind(verb, *options, **how):
        return subprocess.run([PROGRAM, command, verb, "--data-dir", server.data, arn, *options], capture_output=True, text=True, **how)

    folder = server.data / "switch" / f"{command}s"
    folder.mkdir(exist_ok=True)
    (folder / "recorded").write_text("#!/bin/sh\n")
    (folder / "recorded").chmod(0o755)
    url = "https://functions.example:8443/T0ken-in-the-path?key=T0ken"
    bind("bind", "--url", url, check=True)
    bind("bind", "--url-file", "-", input=url + "\n", check=True)
    bind("bind", "--program", "recorded", check=True)
    assert bind("bind", "--program", "missing").returncode and bind("bind", "--url", url, "--program", "recorded").returncode
    bind("unbind", check=True)
    made = [event["requestParameters"] for event in ledger.events(server, "RequestChange") if event["requestParameters"].get("arn") == arn]
    assert all(asked["kind"] == "Bind" and asked["summary"].startswith(arn) for asked in made)
    told = [{name: asked[name] for name in ("origin", "form", "program") if name in asked} for asked in made]
    assert told == [{"origin": "https://functions.example:8443", "form": "json"}] * 2 + [{"program": "recorded"}]
    [gone] = [event for event in ledger.events(server, f"Unbind{kind}") if event["requestParameters"]["arn"] == arn]
    assert gone["userIdentity"]["type"] == "Operator" and gone["eventType"] == "Command"
    assert "T0ken" not in json.dumps(ledger.events(server))
