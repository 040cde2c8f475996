"""`switchkeep flow import` binds foreign flows to what is here, makes them through the API, and lists what it could not bind."""

import json
import os
import subprocess

import pytest

from contacts import flows
from harness.approvals import approved
from harness.server import PROGRAM, ROOT

EXPORTED = ROOT.parent / "shared" / "flows"


def run(centre, *arguments, check=True, env=None):
    out = subprocess.run(
        [PROGRAM, "flow", "import", "--data-dir", centre.world.server.data, "--instance", centre.instance, *map(str, arguments)],
        capture_output=True, text=True, env=env)
    assert not check or out.returncode == 0, out.stderr
    return out


def made(centre, *arguments):
    return [json.loads(line) for line in run(centre, *arguments).stdout.splitlines()]


def written(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def content(centre, line):
    return json.loads(centre.world.connect.describe_contact_flow(
        InstanceId=centre.instance, ContactFlowId=line["id"])["ContactFlow"]["Content"])


def foreign(queue):
    return flows.flow(
        flows.action("queue", "UpdateContactTargetQueue", {"QueueId": queue}, next="transfer", errors=[("NoMatchingError", "end")]),
        flows.action("transfer", "TransferContactToQueue", {}, next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END)


def names(centre):
    pages = centre.world.connect.get_paginator("list_contact_flows").paginate(InstanceId=centre.instance)
    return {flow["Name"] for page in pages for flow in page["ContactFlowSummaryList"]}


def queue(centre):
    described = centre.world.connect.describe_queue(InstanceId=centre.instance, QueueId=centre.queue)["Queue"]
    return described["Name"], described["QueueArn"]


FAR = "arn:aws:connect:ap-southeast-2:964328442121:instance/7136b212-66af-4bd9-8913-8dec118f5254/queue/4bca1082-f46a-4580-8c76-79db54b8d49a"


def test_a_foreign_flow_is_bound_by_the_map_and_runs(centre, tmp_path):
    name, arn = queue(centre)
    file = written(tmp_path, f"{centre.world.unique('imported')}.json", foreign(FAR))
    line, = made(centre, file, "--map", written(tmp_path, "map", {FAR: name}))
    assert line["bound"] == {FAR: arn}
    contact = centre.start_task(line["id"])
    desk = centre.desk()
    assert desk.accept("TASK")["contactId"] == contact
    desk.do("completeContact", contactId=contact)


def test_what_cannot_be_bound_is_listed_and_nothing_is_made(centre, tmp_path):
    before = names(centre)
    good = written(tmp_path, "good.json", foreign(centre.queue))
    bad = written(tmp_path, "bad.json", foreign("{{queues.sales.arn}}"))
    out = run(centre, good, bad, check=False)
    assert out.returncode and "bad.json: Action queue, $.Actions[0].Parameters.QueueId: the queue {{queues.sales.arn}}" in out.stderr
    assert names(centre) == before


def test_one_of_that_name_is_replaced_only_when_it_is_said(centre, tmp_path):
    name = centre.world.unique("again")
    file = written(tmp_path, "flow.json", foreign(centre.queue))
    first, = made(centre, file, "--name", name)
    assert "--replace" in run(centre, file, "--name", name, check=False).stderr
    ended = written(tmp_path, "ended.json", flows.flow(flows.END))
    second, = made(centre, ended, "--name", name, "--replace")
    assert second["id"] == first["id"] and len(content(centre, second)["Actions"]) == 1


def test_two_of_one_name_are_refused(centre, tmp_path):
    (tmp_path / "other").mkdir()
    files = [written(folder, "same.json", foreign(centre.queue)) for folder in (tmp_path, tmp_path / "other")]
    assert "the same name" in run(centre, *files, check=False).stderr


def test_a_dry_run_prints_what_would_be_made(centre, tmp_path):
    before, (name, arn) = names(centre), queue(centre)
    out = run(centre, written(tmp_path, "dry.json", foreign(FAR)), "--map", written(tmp_path, "map", {FAR: name}), "--dry-run").stdout
    assert json.loads(out)["Actions"][0]["Parameters"] == {"QueueId": arn}
    assert names(centre) == before


def test_the_permissions_are_the_callers(centre, tmp_path):
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["connect:List*"], "Resource": "*"}]}
    identity = approved(centre.world.server, subprocess.run(
        [PROGRAM, "identity", "create", "--data-dir", centre.world.server.data, "--name", centre.world.unique("reader"), "--policy",
         written(tmp_path, "policy", policy)], capture_output=True, text=True, check=True).stdout)
    env = {**os.environ, "AWS_ACCESS_KEY_ID": identity["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": identity["SecretAccessKey"]}
    before = names(centre)
    out = run(centre, written(tmp_path, "refused.json", foreign(centre.queue)), check=False, env=env)
    assert out.returncode and "AccessDenied" in out.stderr and names(centre) == before


@pytest.mark.parametrize("text, said", [
    ("{", "flow.json"), ("[]", "must be an object"), ('{"Version": "2019-10-30"}', "$.Actions"),
    ('{"modules": [{"id": "a", "type": "FoldPaper"}], "start": "a"}', "FoldPaper has no counterpart")])
def test_what_is_no_flow_is_told_with_its_place(centre, tmp_path, text, said):
    out = run(centre, written(tmp_path, "flow.json", text), check=False)
    assert out.returncode and "flow.json" in out.stderr and said in out.stderr


def test_the_older_export_is_bound_by_the_names_in_it(centre, tmp_path):
    name, arn = queue(centre)
    blocks = [
        {"id": "say", "type": "PlayPrompt", "branches": [{"condition": "Success", "transition": "set"}], "metadata": {},
         "parameters": [{"name": "Text", "value": "Hello", "namespace": None}, {"name": "TextToSpeechType", "value": "text"}]},
        {"id": "set", "type": "SetAttributes", "branches": [{"condition": "Success", "transition": "queue"}, {"condition": "Error", "transition": "end"}],
         "parameters": [{"name": "Attribute", "value": "yes", "key": "older", "namespace": None}]},
        {"id": "queue", "type": "SetQueue", "branches": [{"condition": "Success", "transition": "go"}, {"condition": "Error", "transition": "end"}],
         "parameters": [{"name": "Queue", "value": "", "namespace": None, "resourceName": name}]},
        {"id": "go", "type": "Transfer", "target": "Queue", "parameters": [],
         "branches": [{"condition": "AtCapacity", "transition": "end"}, {"condition": "Error", "transition": "end"}]},
        {"id": "end", "type": "Disconnect", "branches": [], "parameters": []}]
    older = {"modules": blocks, "version": "1", "type": "contactFlow", "start": "say", "metadata": {"name": centre.world.unique("older")}}
    line, = made(centre, written(tmp_path, "older.json", older))
    assert line["name"] == older["metadata"]["name"]
    contact = centre.start_task(line["id"])
    desk = centre.desk()
    assert desk.accept("TASK")["contactId"] == contact
    attributes = centre.world.connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=contact)["Attributes"]
    assert attributes == {"older": "yes"}
    desk.do("completeContact", contactId=contact)


@pytest.mark.skipif(not EXPORTED.is_dir(), reason=f"the exported flows are not there: {EXPORTED}")
def test_real_exports_that_name_each_other(centre, tmp_path):
    """Two flows of one project, imported together: the rest of what they name comes from the map."""
    connect, mark = centre.world.connect, centre.world.unique("rules")
    functions = {}
    for name in ("connectdtmfmenu", "connectupdatestate", "connectcreatecallback", "connectgetcallbackstatus"):
        functions[f"{{{{lambdaFunctions.{name}.arn}}}}"] = arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{mark}-{name}"
        connect.associate_lambda_function(InstanceId=centre.instance, FunctionArn=arn)
    others = {}
    for name, kind in {"Main": "CONTACT_FLOW", "Error": "CONTACT_FLOW", "Disconnect": "CONTACT_FLOW", "CustomerQueue": "CUSTOMER_QUEUE",
                       "CustomerWhisper": "CUSTOMER_WHISPER", "AgentWhisper": "AGENT_WHISPER"}.items():
        ending = flows.flow(flows.action("end", "EndFlowExecution") if kind != "CONTACT_FLOW" else flows.END)
        connect.create_contact_flow(
            InstanceId=centre.instance, Name=f"{mark}{name}", Type=kind, Content=ending, Status="PUBLISHED")
        others[f"{{{{contactFlows.RulesEngine{name}.arn}}}}"] = f"{mark}{name}"
    files = [EXPORTED / "RulesEngineQueue.json", EXPORTED / "RulesEngineDTMFMenu.json"]
    missing = run(centre, *files, "--map", written(tmp_path, "half", functions), check=False).stderr
    assert all(mark_text in missing for mark_text in others)
    lines = made(centre, *files, "--map", written(tmp_path, "map", {**functions, **others}), "--replace")
    assert [line["name"] for line in lines] == ["RulesEngineQueue", "RulesEngineDTMFMenu"]
    for line in lines:
        assert "{{" not in json.dumps([action["Parameters"] for action in content(centre, line)["Actions"]])
        connect.delete_contact_flow(InstanceId=centre.instance, ContactFlowId=line["id"])
