"""A contact centre that is called: a trunk, agents with registered telephones and open desks, a flow that records."""

import asyncio
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
from websockets.asyncio.client import connect

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Conformance"))

from contacts import flows  # noqa: E402
from harness import approvals  # noqa: E402
from list_queues import BUILD, make, ready, stop  # noqa: E402

PASSWORD = "Correct-Horse-7-Battery"
NUMBER, HOST, TRUNK = "+441632960000", "127.0.0.1", "127.0.0.2"
RECORDED = ("UpdateContactRecordingBehavior", {"RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}})


def ahead():
    """Others on the machine wait, where root measures: media that comes late is no measure of the program."""
    if os.geteuid() == 0:
        os.nice(-15)


def free_port(host):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind((host, 0))
        return datagrams.getsockname()[1]


class Centre:
    """The program as it is started, and what of it others than the callers need."""

    def __init__(self, agents):
        """With CENTRE=FOLDER the centre stays there and serves the next run: to make 250 agents takes minutes."""
        kept = os.environ.get("CENTRE")
        self.folder = pathlib.Path(kept or tempfile.mkdtemp(prefix="switchkeep-bench-"))
        self.is_kept, self.data, self.server = bool(kept), self.folder / "data", None
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o711)
        try:
            self._begin(agents)
        except BaseException:
            self.close()
            raise

    def _begin(self, agents):
        state = self.folder / "centre.json"
        if not state.exists():
            make(self.data)
        made = json.loads(state.read_text()) if state.exists() else {"port": free_port(HOST), "trunk": free_port(TRUNK)}
        self.port, self.trunk_port = made["port"], made["trunk"]
        self.log = open(self.folder / "serve.log", "w")
        self.server = subprocess.Popen(
            [BUILD / "switchkeep", "serve", "--data-dir", self.data, "--http", f"{HOST}:0", "--https", f"{HOST}:0", "--keep", f"{HOST}:0",
             "--sip", f"{HOST}:{self.port}", "--rtp-ports", "512", "--quota", "user=1000", "--rate", "access-key=0"],
            stdout=subprocess.PIPE, stderr=self.log, text=True, preexec_fn=ahead)
        self.urls = ready(self.server)
        os.environ.update(
            AWS_CONFIG_FILE=str(self.data / "aws/config"), AWS_SHARED_CREDENTIALS_FILE=str(self.data / "aws/credentials"))
        self.connect = self.session().client("connect", endpoint_url=self.urls["http"])
        self.instance = self.connect.list_instances()["InstanceSummaryList"][0]["Id"]
        if "telephones" not in made:
            self._number(self._flow())
            made["telephones"] = self._agents(agents)
            state.write_text(json.dumps(made))
        self.telephones = made["telephones"][:agents]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            self.tokens = list(pool.map(self._sign_in, range(len(self.telephones))))

    # What the harness of the conformance tests asks of a server.

    def session(self, profile="switchkeep"):
        return boto3.Session(profile_name=profile)

    def client(self, service, profile="switchkeep"):
        endpoint = self.urls["https" if service == "connect" else "keep"]
        return self.session(profile).client(service, endpoint_url=endpoint, verify=str(self.data / "ca.pem"))

    def command(self, *words):
        done = subprocess.run([BUILD / "switchkeep", *words, "--data-dir", self.data], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"switchkeep {' '.join(map(str, words))}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    # Who calls

    def _flow(self):
        hours = self.connect.list_hours_of_operations(InstanceId=self.instance)["HoursOfOperationSummaryList"][0]["Id"]
        self.queue = self.connect.create_queue(InstanceId=self.instance, Name="calls", HoursOfOperationId=hours)["QueueId"]
        start = flows.action("record", *RECORDED, next="AgentWhisper")
        # Nothing is said, nor whispered: what that costs is the cost of its media.
        whispers = {
            hook: self.connect.create_contact_flow(InstanceId=self.instance, Name=hook, Type=kind, Content=flows.SILENT)["ContactFlowId"]
            for hook, kind in (("AgentWhisper", "AGENT_WHISPER"), ("CustomerWhisper", "CUSTOMER_WHISPER"))}
        hooks = [
            flows.action(hook, "UpdateContactEventHooks", {"EventHooks": {hook: flow}}, next=after, errors=[("NoMatchingError", "end")])
            for (hook, flow), after in zip(whispers.items(), ("CustomerWhisper", "set"))]
        content = json.loads(flows.to_queue(self.queue, before=[start, *hooks]))
        content["StartAction"] = "record"
        content["Actions"] = [action for action in content["Actions"] if action["Identifier"] not in ("greet", "full")]
        for action in content["Actions"]:
            for error in action["Transitions"].get("Errors", []):
                error["NextAction"] = error["NextAction"].replace("full", "end")
        return self.connect.create_contact_flow(
            InstanceId=self.instance, Name="calls", Type="CONTACT_FLOW", Content=json.dumps(content))["ContactFlowId"]

    def _number(self, flow):
        [trunk] = self.command(
            "trunk", "create", "carrier", "--target", f"{TRUNK}:{self.trunk_port}", "--country-code", "44", "--national-prefix", "0",
            "--allow-prefix", "+44", "--calls-max", "5000", "--probe-seconds", "0")
        approvals.approve(self, trunk["ApprovalId"])
        self.command("number", "add", NUMBER)
        until(lambda: self.connect.search_available_phone_numbers(
            InstanceId=self.instance, PhoneNumberType="DID", PhoneNumberCountryCode="GB", PhoneNumberPrefix=NUMBER[:12])["AvailableNumbersList"])
        number = self.connect.claim_phone_number(InstanceId=self.instance, PhoneNumber=NUMBER)["PhoneNumberId"]
        self.connect.associate_phone_number_contact_flow(PhoneNumberId=number, InstanceId=self.instance, ContactFlowId=flow)

    # Who answers

    def _agents(self, count):
        profile = self.connect.create_routing_profile(
            InstanceId=self.instance, Name="calls", Description="calls", DefaultOutboundQueueId=self.queue,
            QueueConfigs=[{"QueueReference": {"QueueId": self.queue, "Channel": "VOICE"}, "Priority": 1, "Delay": 0}],
            MediaConcurrencies=[{"Channel": "VOICE", "Concurrency": 1}])["RoutingProfileId"]
        security = next(
            p["Id"] for p in self.connect.list_security_profiles(InstanceId=self.instance)["SecurityProfileSummaryList"] if p["Name"] == "Agent")

        one_at_a_time = threading.Lock()

        def make_agent(number):
            name = f"agent{number}"
            self.connect.create_user(
                InstanceId=self.instance, Username=name, Password=PASSWORD, IdentityInfo={"FirstName": "A", "LastName": "B"},
                # An agent takes the next call a second after the last one.
                PhoneConfig={"PhoneType": "SOFT_PHONE", "AfterContactWorkTimeLimit": 1}, SecurityProfileIds=[security], RoutingProfileId=profile)
            with one_at_a_time:
                [device] = self.command("device", "create", "--user", name)
            return {"user": device["username"], "password": device["password"]}

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            return list(pool.map(make_agent, range(count)))

    def _sign_in(self, number):
        body = json.dumps({"instanceId": self.instance, "username": f"agent{number}", "password": PASSWORD}).encode()
        return json.load(urllib.request.urlopen(urllib.request.Request(f"{self.urls['http']}/desk/session", data=body, method="POST")))["token"]

    def open_desks(self):
        """Every agent is available, and stays so."""
        statuses = self.connect.list_agent_statuses(InstanceId=self.instance)["AgentStatusSummaryList"]
        available, opened = next(status["Id"] for status in statuses if status["Type"] == "ROUTABLE"), threading.Semaphore(0)
        url = self.urls["http"].replace("http", "ws") + "/desk/ws"

        async def desk(token):
            socket = await connect(url, compression=None, ping_interval=None, max_size=None)
            await socket.send(json.dumps({"type": "authenticate", "token": token}))
            await socket.send(json.dumps({"type": "command", "id": 1, "verb": "putAgentState", "agentStatusId": available}))
            async for text in socket:
                if '"reply"' in text:
                    opened.release()

        async def desks():
            await asyncio.gather(*map(desk, self.tokens), return_exceptions=True)

        threading.Thread(target=lambda: asyncio.run(desks()), daemon=True).start()
        for _ in self.tokens:
            if not opened.acquire(timeout=60):
                raise SystemExit("a desk does not open")

    # What it costs

    def processors(self):
        """Seconds of processor time, user and system, of the program and all that it has started, by what each is; of those
        that have ended it is with whom had started them."""
        parents, used = {}, {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rsplit(")", 1)[1].split()
                parents[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
            except OSError:
                continue
        tick = os.sysconf("SC_CLK_TCK")
        for process, (_, ticks) in parents.items():
            if not self._is_ours(process, parents):
                continue
            words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            role = words[1].decode() if words[0].endswith(b"switchkeep") else "children"
            used[role] = used.get(role, 0) + ticks / tick
        return used

    def stored(self):
        """Contacts that are over and whose records the keep has."""
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/keep/keep.sqlite?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM ended_contact").fetchone()[0]

    def recordings(self):
        """Recordings of calls that the keep has."""
        with contextlib.closing(sqlite3.connect(f"file:{self.data}/keep/keep.sqlite?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM content_object WHERE content_type = 'audio/wav'").fetchone()[0]

    def _is_ours(self, process, parents):
        while process > 1:
            if process == self.server.pid:
                return True
            process = parents.get(process, (0, 0))[0]
        return False

    def process(self, role):
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words, parent = path.read_bytes().split(b"\0"), int((path.parent / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == self.server.pid and words[1] == role.encode():
                return int(path.parent.name)
        raise SystemExit(f"there is no {role}")

    def close(self):
        if self.server:
            stop(self.server)
        if not self.is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)


def until(met, seconds=20):
    deadline = time.monotonic() + seconds
    while not (result := met()):
        if time.monotonic() > deadline:
            raise SystemExit("what was waited for does not come")
        time.sleep(0.05)
    return result
