"""ListTaskTemplates: those of a status and of a name, or all."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def listed(world, **members):
    pages = world.connect.get_paginator("list_task_templates").paginate(InstanceId=world.instance, **members)
    return [template for page in pages for template in page["TaskTemplates"]]


def example(world):
    name = world.unique("listed")
    world.new("TaskTemplate", Name=name, Status="ACTIVE")
    world.new("TaskTemplate", Status="ACTIVE")
    world.new("TaskTemplate", Status="INACTIVE")
    return dict(InstanceId=world.instance, Name=name, Status="ACTIVE")


def check(world, request, response):
    [template] = response["TaskTemplates"]
    world.same(template, request, "Name", "Status")
    described = world.connect.get_task_template(InstanceId=world.instance, TaskTemplateId=template["Id"])
    assert template == {name: described[name] for name in template} and set(template) >= {"Arn", "Description", "CreatedTime"}


def by_status(world):
    """Without a name, all of the status; without either, all."""
    request = example(world)
    every, active, inactive = listed(world), listed(world, Status="ACTIVE"), listed(world, Status="INACTIVE")
    assert {template["Status"] for template in inactive} == {"INACTIVE"} and {template["Status"] for template in active} == {"ACTIVE"}
    assert len(active) >= 2 and len(inactive) >= 1 and len(every) == len(active) + len(inactive)
    assert listed(world, Name=request["Name"], Status="INACTIVE") == []


def other(world):
    name = world.unique("other")
    world.new("TaskTemplate", Name=name, Status="ACTIVE")
    return name


VARIANTS = {"Name": other}
EFFECTS = {"Status": by_status}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 101},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
