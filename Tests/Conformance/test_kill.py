"""kill -9 while many write: every acknowledged write is there, and no half write is. KILL_ROUNDS and SEED choose how often, when."""

import os
import random
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError
from harness.world import World

ROUNDS = int(os.environ.get("KILL_ROUNDS", "10"))
SEED = int(os.environ.get("SEED", "1"))


def write(client, instance, hours, label, acknowledged, stop):
    number = 0
    while not stop.is_set():
        name = f"{label}-{number}"
        try:
            made = client.create_queue(InstanceId=instance, Name=name, HoursOfOperationId=hours, Tags={"n": name}, MaxContacts=number)
            acknowledged[name] = made["QueueId"]
            client.update_queue_max_contacts(InstanceId=instance, QueueId=made["QueueId"], MaxContacts=number + 1)
            acknowledged[name] = (made["QueueId"], number + 1)
        except (BotoCoreError, ClientError, OSError):
            return
        number += 1


def test_killed_while_writing(own_server):
    chance = random.Random(SEED)
    own_server.start("--quota", "queue=1000000")
    acknowledged = {}
    for number in range(ROUNDS):
        world = World(own_server)
        stop, written = threading.Event(), {}
        writers = [
            threading.Thread(target=write, args=(own_server.client(), world.instance, world.basic_hours, f"r{number}w{w}", written, stop))
            for w in range(4)]
        for writer in writers:
            writer.start()
        making = world.connect.create_instance(
            IdentityManagementType="CONNECT_MANAGED", InstanceAlias=f"half-{number}", InboundCallsEnabled=True, OutboundCallsEnabled=True)["Id"]
        time.sleep(chance.uniform(0.05, 0.6))
        own_server.kill()
        stop.set()
        for writer in writers:
            writer.join()
        acknowledged |= written
        own_server.start("--quota", "queue=1000000")
        world = World(own_server)
        all_there(world, acknowledged, described=written)
        whole(world, making)
    all_there(World(own_server), acknowledged, described=acknowledged)
    print(f"KILL_ROUNDS={ROUNDS} SEED={SEED}: {len(acknowledged)} acknowledged queues, all there")
    assert len(acknowledged) > ROUNDS


def all_there(world, acknowledged, described):
    """Each is in the list; those of `described` are looked at field by field too."""
    queues = {
        queue["Name"]: queue["Id"] for page in world.connect.get_paginator("list_queues").paginate(InstanceId=world.instance, QueueTypes=["STANDARD"])
        for queue in page["QueueSummaryList"]}
    for name, what in acknowledged.items():
        identifier, contacts = what if isinstance(what, tuple) else (what, None)
        assert queues.get(name) == identifier, f"{name} was acknowledged and is gone"
        if contacts is not None and name in described:
            queue = world.connect.describe_queue(InstanceId=world.instance, QueueId=identifier)["Queue"]
            assert queue["MaxContacts"] == contacts and queue["Tags"] == {"n": name}


def whole(world, instance):
    """An instance that was being made becomes whole after all."""
    world.wait_until_active(instance)
    assert len(world.connect.list_security_profiles(InstanceId=instance)["SecurityProfileSummaryList"]) == 4
    assert len(world.connect.list_contact_flows(InstanceId=instance)["ContactFlowSummaryList"]) == 9
    assert len(world.connect.list_queues(InstanceId=instance)["QueueSummaryList"]) == 1
    world.connect.delete_instance(InstanceId=instance)
