"""Requests mutated before they are signed: no crash, no 500, and a refusal changes nothing. MUTATIONS and SEED choose how many, which."""

import copy
import os
import random

from harness import model, numbers
from harness.digest import digest
from harness.raw import Sender, serialise

COUNT = int(os.environ.get("MUTATIONS", "1000"))
SEED = int(os.environ.get("SEED", "1"))
TEXTS = ["", "x", "\u0000", "é" * 40, "a" * 5000, "../..", "%2e", "' OR 1=1 --", "\U0001f600", "arn:aws:connect:us-east-1:1:instance/x", "null", "-1"]
# What changes by itself as contacts that ring are offered to the next agent, one after another: only for it is a refusal tried so often.
BY_ITSELF = {"contacts agent_fact", "contacts contact_fact", "contacts live_agent", "contacts open_contact", "keep outbox_progress"}
TRIES, TRIES_ELSE = 8, 2
VALUES = [None, True, False, 0, -1, 1, 2**31, 2**63, -2**63, 1.5, 1e300, [], {}, [[]], {"a": {"b": {}}}]


def mutate(value, chance):
    """Another value of the same kind as a rule, of any kind now and then."""
    if chance.random() < 0.15:
        return chance.choice(VALUES)
    if isinstance(value, dict) and value:
        changed = dict(value)
        key = chance.choice(sorted(changed, key=str))
        if chance.random() < 0.15:
            del changed[key]
        else:
            changed[key] = mutate(changed[key], chance)
        return changed
    if isinstance(value, list) and value:
        changed = list(value)
        changed[chance.randrange(len(changed))] = mutate(chance.choice(changed), chance)
        return changed * chance.choice([1, 1, 2])
    if isinstance(value, str):
        return chance.choice([value + chance.choice("aZ9-_ "), value[:-1] or "x", value.swapcase(), value[::-1], chance.choice(TEXTS)])
    if isinstance(value, int) and not isinstance(value, bool):
        return value + chance.choice([-1, 1, 2, 100])
    return chance.choice(VALUES)


def is_safe(name):
    """Not what would take away what the other requests need."""
    return not name.startswith("DeleteInstance") and name != "CreateInstance"


def changed(world, before):
    """The tables that hold something else than before."""
    now = digest(world.server.data)
    return sorted(table for table in {*before, *now} if before.get(table) != now.get(table))


def compared(world, sender, serialised):
    """The answer, and what its refusal changed each time that it was sent. What comes to pass by itself just then, as tasks that have
    rung long enough or a key that is made anew, does not come every time."""
    for number in range(1, TRIES + 1):
        before = digest(world.server.data)
        answer = sender.answer(*serialised)
        tables = changed(world, before) if answer[0] != 200 else []
        if not tables or (number >= TRIES_ELSE and not BY_ITSELF.issuperset(tables)):
            break
    return *answer, tables


def test_mutated_requests(world):
    chance = random.Random(SEED)
    # A call that rings ends by itself later, which would look like a change of whatever is sent just then.
    numbers.exchange(world).reaches_nobody = True
    names = [name for name in sorted(model.FIXTURES) if is_safe(name)]
    examples = {name: model.FIXTURES[name].example(world) for name in names}
    sender = Sender(world.server)
    past, refused = 0, 0
    for number in range(COUNT):
        name = chance.choice(names)
        request = copy.deepcopy(examples[name])
        if chance.random() < 0.75 and "Name" in request:
            request["Name"] = f"mutated {number}"
        if chance.random() < 0.85:
            free = [key for key in request if key != "InstanceId"] or list(request)
            key = chance.choice(free)
            request[key] = mutate(request[key], chance)
        sent = serialise(name, request)
        is_compared = number % 20 == 0
        status, error, body, tables = compared(world, sender, sent) if is_compared else (*sender.answer(*sent), [])
        assert status < 500, f"seed {SEED}, request {number}: {name} {request}: {status} {body}"
        past += status == 200 or error not in ("InvalidParameterException", "InvalidRequestException") or "must " not in str(body)
        refused += is_compared and status != 200
        assert not tables, f"seed {SEED}, request {number}: the refusal of {name} changed {tables}"
    print(f"MUTATIONS={COUNT} SEED={SEED}: {past} past validation, {refused} refusals compared")
    assert past * 2 >= COUNT, f"only {past} of {COUNT} got past validation"
    assert refused > 0
