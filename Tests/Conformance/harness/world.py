"""What a fixture needs: the client, ids of what every instance has, and factories."""

import itertools
import json
import os
import sqlite3
import struct
import time

from botocore.exceptions import ClientError

from . import approvals, model, patience


class World:
    # For all worlds of a process: two on one instance give no name twice.
    numbers = itertools.count()

    def __init__(self, server):
        self.server = server
        self.filled = {}
        self.actions = []
        self.reconnect()
        self.instance = self.connect.list_instances()["InstanceSummaryList"][0]["Id"]
        self.basic_hours = self.first("list_hours_of_operations", "HoursOfOperationSummaryList")
        self.basic_queue = self.first("list_queues", "QueueSummaryList", QueueTypes=["STANDARD"])
        self.basic_routing_profile = self.first("list_routing_profiles", "RoutingProfileSummaryList")
        profiles = self.connect.list_security_profiles(InstanceId=self.instance)["SecurityProfileSummaryList"]
        self.agent_security_profile = next(profile["Id"] for profile in profiles if profile["Name"] == "Agent")
        self.default_outbound_whisper = self.first("list_contact_flows", "ContactFlowSummaryList", ContactFlowTypes=["OUTBOUND_WHISPER"])

    def reconnect(self):
        """A client for where the program listens now, whose every response is checked against the model.

        It signs as a program of the organisation's, which has an officer's approval to let chats show their past: the administrator has not.
        """
        self.connect = self.server.client(session=approvals.integration(self.server))
        self.connect.meta.events.register("after-call.connect", check)

    def first(self, operation, items, **members):
        return getattr(self.connect, operation)(InstanceId=self.instance, **members)[items][0]["Id"]

    def unique(self, word):
        return f"{word}-{os.getpid()}-{next(self.numbers)}"

    def call(self, name, request):
        response = model.method(self.connect, name)(**request)
        response.pop("ResponseMetadata")
        return response

    def new(self, kind, **members):
        """Makes a resource as its fixture's example does, with these members in place, and answers its id, or the name that is its id."""
        fixture = model.FIXTURES[f"Create{kind}"]
        request = {**fixture.example(self), **members}
        made = {**request, **self.call(f"Create{kind}", request)}
        return fixture.RESULT(made) if callable(fixture.RESULT) else made[fixture.RESULT]

    def refuses(self, name, request, code):
        """The refusal, which must be that one."""
        try:
            self.call(name, request)
        except ClientError as error:
            assert error.response["Error"]["Code"] == code, error
            return error.response
        raise AssertionError(f"{name} took {request}")

    def shared(self, kind, **members):
        """One of a kind in this instance, the same for all who ask with these members, and who leave it as it is."""
        key = (kind, self.instance, *sorted(members.items()))
        if key not in self.filled:
            self.filled[key] = self.new(kind, **members)
        return self.filled[key]

    def same(self, described, request, *names):
        for name in names:
            assert described.get(name) == request.get(name), f"{name}: {described.get(name)!r} is described, {request.get(name)!r} was given"

    def new_instance(self):
        """A complete instance of its own."""
        made = self.connect.create_instance(
            IdentityManagementType="CONNECT_MANAGED", InstanceAlias=self.unique("instance"), InboundCallsEnabled=True,
            OutboundCallsEnabled=True)
        self.wait_until_active(made["Id"])
        return made["Id"]

    def wait_until_active(self, instance):
        until = time.monotonic() + 20
        while self.connect.describe_instance(InstanceId=instance)["Instance"]["InstanceStatus"] != "ACTIVE":
            assert time.monotonic() < until, "the instance did not become active"
            time.sleep(0.05)

    def other_instance(self):
        """One more instance, the same for all tests."""
        if "other" not in self.filled:
            self.filled["other"] = self.new_instance()
        return self.filled["other"]

    def full(self, kind):
        """An instance that has as many of a kind as its quota allows."""
        if kind not in self.filled:
            other = World(self.server)
            other.instance = self.new_instance()
            self.filled[kind] = other.instance
            other.adopt()
            while True:
                try:
                    other.new(kind, InstanceId=other.instance)
                except ClientError as error:
                    assert error.response["Error"]["Code"] in ("LimitExceededException", "ServiceQuotaExceededException"), error
                    break
        return self.filled[kind]

    def full_account(self):
        """Makes instances until the account may have no more; they go when the test is over."""
        made = []
        while True:
            request = dict(
                IdentityManagementType="SAML", InstanceAlias=self.unique("filler"), InboundCallsEnabled=False, OutboundCallsEnabled=False)
            try:
                made.append(self.connect.create_instance(**request)["Id"])
            except ClientError as error:
                assert error.response["Error"]["Code"] == "ServiceQuotaExceededException", error
                break
        for instance in made:
            self.wait_until_active(instance)
            self.later(lambda instance=instance: self.connect.delete_instance(InstanceId=instance))
        return {**request, "InstanceAlias": self.unique("filler")}

    def later(self, action):
        """Runs the action when the test is over."""
        self.actions.append(action)

    def clean_up(self):
        while self.actions:
            try:
                self.actions.pop()()
            except ClientError as error:
                assert error.response["Error"]["Code"] in ("ResourceNotFoundException", "ContactNotFoundException"), error

    def eventually_gone(self, operation, request):
        """What belonged to a deleted instance goes within moments."""
        until = time.monotonic() + patience.SECONDS
        while time.monotonic() < until:
            try:
                getattr(self.connect, operation)(**request)
            except ClientError as error:
                assert error.response["Error"]["Code"] == "ResourceNotFoundException"
                return
            time.sleep(0.05)
        raise AssertionError(f"{operation} still answers for a deleted instance")

    limited = full

    def adopt(self):
        """Takes the ids of what the instance has."""
        self.basic_hours = self.first("list_hours_of_operations", "HoursOfOperationSummaryList")
        self.basic_queue = self.first("list_queues", "QueueSummaryList", QueueTypes=["STANDARD"])
        self.basic_routing_profile = self.first("list_routing_profiles", "RoutingProfileSummaryList")
        profiles = self.connect.list_security_profiles(InstanceId=self.instance)["SecurityProfileSummaryList"]
        self.agent_security_profile = next(profile["Id"] for profile in profiles if profile["Name"] == "Agent")
        self.default_outbound_whisper = self.first("list_contact_flows", "ContactFlowSummaryList", ContactFlowTypes=["OUTBOUND_WHISPER"])

    def agent(self, user):
        """What the switch knows of a user."""
        database = sqlite3.connect(f"file:{self.server.data}/switch/switch.sqlite?mode=ro", uri=True)
        try:
            row = database.execute("SELECT document FROM record WHERE kind = 'agent' AND id = ?", (user,)).fetchone()
        finally:
            database.close()
        return row and json.loads(row[0])

    def wav_uri(self):
        """The S3 URI of a small mu-law WAV file that is unlike every other."""
        name = self.unique("tone")
        data = bytes((next(self.numbers) + n) % 256 for n in range(800))
        head = b"RIFF" + struct.pack("<I", 50 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHHH", 18, 7, 1, 8000, 8000, 1, 8, 0)
        file = head + b"fact" + struct.pack("<II", 4, len(data)) + b"data" + struct.pack("<I", len(data)) + data
        folder = self.server.data / "switch" / "buckets" / "prompts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.wav").write_bytes(file)
        return f"s3://prompts/{name}.wav"

    def file(self, uri):
        """The bytes of a file that an S3 URI names."""
        return (self.server.data / "switch" / "buckets" / uri.removeprefix("s3://")).read_bytes()


def check(parsed, model: object, http_response, **_):
    """Every response of every test is what the published model says."""
    if http_response.status_code == 200:
        shape = model.output_shape
        found = problems_of(parsed, shape) if shape else []
        assert not found, f"{model.name}: {found}"
    assert http_response.status_code != 500, f"{model.name}: {parsed}"


def problems_of(parsed, shape):
    return model.problems({k: v for k, v in parsed.items() if k != "ResponseMetadata"}, shape)
