"""Live contacts: tasks through flow, queue, agent and record; messages of chats, and how many chats may be open.

Everything is durable before it is answered. Clients and server share the machine, so that the figures are of both together.
"""

import asyncio
import json
import os
import pathlib
import resource
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from websockets.asyncio.client import connect

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Conformance"))

from contacts import flows  # noqa: E402
from list_queues import BUILD, make, ready, stop  # noqa: E402

PASSWORD = "Correct-Horse-7-Battery"
AGENTS, CONCURRENCY = 20, 10
CHATS = int(os.environ.get("CHATS", "2000"))
STARTERS, BACKLOG = 64, 2_000


class Centre:
    """A running contact centre with agents' profiles and a flow into their queue."""

    def __init__(self, data, urls):
        self.data, self.http, self.https = data, urls["http"], urls["https"]
        os.environ.update(AWS_CONFIG_FILE=str(data / "aws/config"), AWS_SHARED_CREDENTIALS_FILE=str(data / "aws/credentials"))
        self.session = boto3.Session(profile_name="switchkeep")
        self.connect = self.session.client("connect", endpoint_url=self.http)
        self.instance = self.connect.list_instances()["InstanceSummaryList"][0]["Id"]
        hours = self.connect.list_hours_of_operations(InstanceId=self.instance)["HoursOfOperationSummaryList"][0]["Id"]
        self.queue = self.connect.create_queue(InstanceId=self.instance, Name="bench", HoursOfOperationId=hours)["QueueId"]
        self.profile = self.connect.create_routing_profile(
            InstanceId=self.instance, Name="bench", Description="bench", DefaultOutboundQueueId=self.queue,
            QueueConfigs=[{"QueueReference": {"QueueId": self.queue, "Channel": "TASK"}, "Priority": 1, "Delay": 0}],
            MediaConcurrencies=[{"Channel": "TASK", "Concurrency": CONCURRENCY}])["RoutingProfileId"]
        self.flow = self.connect.create_contact_flow(
            InstanceId=self.instance, Name="bench", Type="CONTACT_FLOW", Content=flows.to_queue(self.queue))["ContactFlowId"]
        names = {p["Name"]: p["Id"] for p in self.connect.list_security_profiles(InstanceId=self.instance)["SecurityProfileSummaryList"]}
        self.users = [f"agent{number}" for number in range(AGENTS)]
        for name in self.users:
            self.connect.create_user(
                InstanceId=self.instance, Username=name, Password=PASSWORD, IdentityInfo={"FirstName": "A", "LastName": "B"},
                PhoneConfig={"PhoneType": "SOFT_PHONE", "AutoAccept": False}, SecurityProfileIds=[names["Agent"]],
                RoutingProfileId=self.profile)

    def signed(self, method, path, body):
        """A request as bytes, signed once and sent often."""
        request = AWSRequest(method=method, url=self.http + path, data=json.dumps(body), headers={"Content-Type": "application/json"})
        SigV4Auth(self.session.get_credentials(), "connect", self.session.region_name).add_auth(request)
        return raw(self.http, method, path, json.dumps(body), dict(request.headers))


def raw(base, method, path, body, headers):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urllib.parse.urlparse(base).netloc}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines + [f"{k}: {v}" for k, v in headers.items() if k.lower() != "host"]) + "\r\n\r\n" + body).encode()


class Wire:
    """One kept connection."""

    async def open(self, base):
        url = urllib.parse.urlparse(base)
        self.reader, self.writer = await asyncio.open_connection(url.hostname, url.port)
        return self

    async def ask(self, request):
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        body = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 2"):
            raise SystemExit(f"refused: {head.decode()} {body.decode()}")
        return json.loads(body) if body else None


# Tasks

def sign_in(centre, name):
    body = json.dumps({"instanceId": centre.instance, "username": name, "password": PASSWORD}).encode()
    return json.load(urllib.request.urlopen(urllib.request.Request(f"{centre.http}/desk/session", data=body, method="POST")))["token"]


def cpu(pid):
    """Seconds of processor time of a process and of those that it has started, user and system."""
    total = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, fields = int(path.parent.name), path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if pid in (number, int(fields[1])):
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def tasks(centre, seconds, server):
    """Agents accept, complete and clear each task as soon as they see it, while others are begun; every answer has come before it counts."""
    statuses = centre.connect.list_agent_statuses(InstanceId=centre.instance)["AgentStatusSummaryList"]
    request = centre.signed("PUT", "/contact/task", {"InstanceId": centre.instance, "ContactFlowId": centre.flow, "Name": "bench"})
    orders = {
        "port": urllib.parse.urlparse(centre.http).port, "request": request.decode(), "starters": STARTERS, "backlog": BACKLOG,
        "seconds": seconds, "available": next(status["Id"] for status in statuses if status["Type"] == "ROUTABLE"),
        "tokens": [sign_in(centre, name) for name in centre.users]}
    before, children = cpu(server.pid), waited()
    load = subprocess.run([BUILD / "live-load"], input=json.dumps(orders) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    told, used = json.loads(load.stdout), cpu(server.pid) - before
    client = waited() - children
    deadline = time.monotonic() + 10
    while (records := recorded(centre)) < told["begun"] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert records == told["begun"], f"{told['begun']} tasks began, {records} have a record"
    return told, 1e6 * used / records, 1e6 * client / records


def waited():
    """Seconds of processor that programs have used which were begun from here and are over."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def recorded(centre):
    """Tasks that are counted in the switch and whose records the keep has."""
    with sqlite3.connect(f"file:{centre.data}/switch/contacts.sqlite?mode=ro", uri=True) as database:
        counted = database.execute("SELECT count(*) FROM contact_fact WHERE connected IS NOT NULL").fetchone()[0]
    with sqlite3.connect(f"file:{centre.data}/keep/keep.sqlite?mode=ro", uri=True) as database:
        return min(counted, database.execute("SELECT count(*) FROM ended_contact").fetchone()[0])


# Chats

async def chats(centre, count, seconds):
    """Opens chats, then says something in random ones: how many, messages a second, and how late they come."""
    request = centre.signed("PUT", "/contact/chat", {
        "InstanceId": centre.instance, "ContactFlowId": centre.flow, "ParticipantDetails": {"DisplayName": "C"}})
    late, sent, open_chats = [], [0], []

    async def listen(socket):
        async for text in socket:
            message = json.loads(text)
            if message.get("topic") == "aws/chat":
                item = json.loads(message["content"])
                if item.get("Content", "").startswith("t="):
                    late.append(time.monotonic() - float(item["Content"][2:]))

    async def begin(wire):
        started = await wire.ask(request)
        body = json.dumps({"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]})
        made = await wire.ask(raw(centre.http, "POST", "/participant/connection", body, {
            "X-Amz-Bearer": started["ParticipantToken"], "Content-Type": "application/json"}))
        url = made["Websocket"]["Url"].replace(centre.https.replace("https", "wss"), centre.http.replace("http", "ws"))
        socket = await connect(url, compression=None, ping_interval=None)
        await socket.send(json.dumps({"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}))
        await socket.recv()
        open_chats.append((made["ConnectionCredentials"]["ConnectionToken"], asyncio.create_task(listen(socket))))

    async def beginner(share):
        wire = await Wire().open(centre.http)
        for _ in range(share):
            await begin(wire)

    began = time.monotonic()
    await asyncio.gather(*[beginner(count // STARTERS) for _ in range(STARTERS)])
    opening = len(open_chats) / (time.monotonic() - began)
    end = time.monotonic() + seconds

    async def speak(number):
        wire, place = await Wire().open(centre.http), number
        while time.monotonic() < end:
            place = (place + STARTERS) % len(open_chats)
            body = json.dumps({"ContentType": "text/plain", "Content": f"t={time.monotonic()}"})
            await wire.ask(raw(centre.http, "POST", "/participant/message", body, {
                "X-Amz-Bearer": open_chats[place][0], "Content-Type": "application/json"}))
            sent[0] += 1

    await asyncio.gather(*[speak(number) for number in range(STARTERS)])
    figure = sent[0] / seconds
    deadline = time.monotonic() + 10
    while len(late) < sent[0] and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    assert len(late) == sent[0], f"{sent[0]} messages were acknowledged, {len(late)} came"
    for _, task in open_chats:
        task.cancel()
    return len(open_chats), opening, figure, statistics.quantiles(late, n=100)[98] * 1000


def run(seconds, connections):
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        make(data)
        server = subprocess.Popen(
            [BUILD / "switchkeep", "serve", "--data-dir", data, "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--keep", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        try:
            centre = Centre(data, ready(server))
            told, used, client = tasks(centre, seconds, server)
            yield (f"| tasks through flow, queue, agent and record, durable | {told['perSecond']:.0f} a second | "
                   f"{told['begun']} records, {AGENTS} agents; begun within {told['p99']:.0f} ms (p99); processor a task: "
                   f"server {used:.0f} us, clients {client:.0f} us |")
            count, opening, figure, p99 = asyncio.run(chats(centre, CHATS, seconds))
            yield f"| open chats | {count} | {opening:.0f} opened a second |"
            yield f"| messages in them, durable | {figure:.0f} a second | delivered within {p99:.1f} ms (p99) |"
        finally:
            stop(server)


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else 10, 0):
        print(line, flush=True)
