"""After a restart, everything is described as before, field by field."""

from harness import model
from harness.world import World

KINDS = ["Queue", "HoursOfOperation", "RoutingProfile", "AgentStatus", "ContactFlow", "ContactFlowModule", "Prompt", "SecurityProfile", "User",
         "QuickConnect", "PredefinedAttribute", "View"]


def described(world, instance):
    """Every answer of every list, and of every Describe of what the lists name."""
    found = {"instance": world.connect.describe_instance(InstanceId=instance), "attributes": []}
    for page in world.connect.get_paginator("list_instance_attributes").paginate(InstanceId=instance):
        found["attributes"] += page["Attributes"]
    for name in sorted(n for n in model.FIXTURES if n.startswith("List") and n in model.PAGINATORS and needs_instance_alone(n)):
        key = model.PAGINATORS[name]["result_key"]
        items = [item for page in world.connect.get_paginator(model.xform_name(name)).paginate(InstanceId=instance) for item in page[key]]
        found[name] = items
        for item in items:
            identifier = item.get("Id") or item["Name"]
            found[(name, identifier)] = describe(world, name, instance, identifier)
    return strip(found)


def needs_instance_alone(name):
    return model.operation(name).input_shape.required_members == ["InstanceId"] and name != "ListInstanceAttributes"


def describe(world, name, instance, identifier):
    kind = {"ListAgentStatuses": "AgentStatus"}.get(name, name.removeprefix("List").removesuffix("s"))
    member = next(m for m in model.operation(f"Describe{kind}").input_shape.members if m != "InstanceId")
    return model.method(world.connect, f"Describe{kind}")(**{"InstanceId": instance, member: identifier})


def strip(value):
    if isinstance(value, dict):
        return {key: strip(member) for key, member in value.items() if key != "ResponseMetadata"}
    return [strip(element) for element in value] if isinstance(value, list) else value


def test_everything_is_there(own_server):
    world = World(own_server.start())
    for kind in KINDS:
        if f"Create{kind}" in model.FIXTURES:
            world.new(kind)
            world.new(kind)
    before = described(world, world.instance)
    assert len(before) > 40
    assert own_server.stop() == 0
    own_server.start()
    world.reconnect()
    assert described(world, world.instance) == before
