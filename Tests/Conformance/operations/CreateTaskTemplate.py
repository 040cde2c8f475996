"""CreateTaskTemplate: every member stands in the description, and what contradicts itself is told property by property."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def field(name, kind, **members):
    return {"Id": {"Name": name}, "Type": kind, **members}


def named(*names):
    return [{"Id": {"Name": name}} for name in names]


def default(name, value):
    return {"Id": {"Name": name}, "DefaultValue": value}


FIELDS = [
    field("Name", "NAME", Description="What is to be done"), field("Size", "SINGLE_SELECT", SingleSelectOptions=["small", "large"]),
    field("Count", "NUMBER"), field("Urgent", "BOOLEAN"), field("Link", "URL"), field("More", "TEXT_AREA"),
]


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("template"), Description="A callback", ContactFlowId=world.default_outbound_whisper,
        SelfAssignFlowId=world.default_outbound_whisper, Status="INACTIVE", Fields=FIELDS,
        Constraints={"RequiredFields": named("Name", "Size"), "ReadOnlyFields": named("Link"), "InvisibleFields": named("More")},
        Defaults={"DefaultFieldValues": [default("Size", "small"), default("Count", "3"), default("Link", "https://example.org")]})


def get(world, template):
    return world.connect.get_task_template(InstanceId=world.instance, TaskTemplateId=template)


def check(world, request, response):
    template = get(world, response["Id"])
    assert (template["Id"], template["Arn"], template["InstanceId"]) == (response["Id"], response["Arn"], world.instance)
    world.same(
        template, request, "Name", "Description", "ContactFlowId", "SelfAssignFlowId", "Status", "Fields", "Constraints", "Defaults")


def refused(world, request):
    """Each (path, reason) that the request is refused with."""
    try:
        world.call("CreateTaskTemplate", request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "PropertyValidationException", error
        return [(problem["PropertyPath"], problem["Reason"]) for problem in error.response["PropertyList"] if problem["Message"]]
    raise AssertionError("the template was made")


def fields(world):
    """What a field must have, and what a task has one of."""
    base = {**example(world), "Constraints": {}, "Defaults": {}}
    missing, twice = "REQUIRED_PROPERTY_MISSING", "UNIQUE_CONSTRAINT_VIOLATED"
    for wrong, problems in (
        ([], [("Fields", missing)]),
        ([{"Id": {}}], [("Fields[0].Id.Name", missing), ("Fields[0].Type", missing)]),
        ([field("a", "SINGLE_SELECT")], [("Fields[0].SingleSelectOptions", missing)]),
        ([field("a", "TEXT", SingleSelectOptions=["x"])], [("Fields[0].SingleSelectOptions", "NOT_SUPPORTED")]),
        ([field("a", "SINGLE_SELECT", SingleSelectOptions=["x", "x"])], [("Fields[0].SingleSelectOptions", twice)]),
        ([field("a", "TEXT"), field("a", "URL")], [("Fields[1].Id.Name", twice)]),
        ([field("a", "NAME"), field("b", "TEXT"), field("c", "NAME")], [("Fields[2].Type", twice)]),
    ):
        assert refused(world, {**base, "Fields": wrong}) == problems
    request = {**base, "Fields": [field("a", "TEXT"), field("b", "TEXT")]}
    check(world, request, world.call("CreateTaskTemplate", request))


def constraints(world):
    """A constraint is on a field of the template."""
    base, unknown = example(world), "REFERENCED_RESOURCE_NOT_FOUND"
    for name in ("RequiredFields", "ReadOnlyFields", "InvisibleFields"):
        problems = refused(world, {**base, "Constraints": {name: [*named("Name", "Nobody"), {}]}})
        assert problems == [(f"Constraints.{name}[1].Id", unknown), (f"Constraints.{name}[2].Id", unknown)]


def defaults(world):
    """A default is a value of its field, and one is enough."""
    base, form = example(world), "INVALID_FORMAT"
    for values, problem in (
        ([default("Nobody", "x")], ("Defaults.DefaultFieldValues[0].Id", "REFERENCED_RESOURCE_NOT_FOUND")),
        ([default("Size", "medium")], ("Defaults.DefaultFieldValues[0].DefaultValue", form)),
        ([default("Count", "3"), default("Urgent", "yes")], ("Defaults.DefaultFieldValues[1].DefaultValue", form)),
        ([default("Count", "three")], ("Defaults.DefaultFieldValues[0].DefaultValue", form)),
        ([default("Name", "a"), default("Name", "b")], ("Defaults.DefaultFieldValues[1].Id", "UNIQUE_CONSTRAINT_VIOLATED")),
    ):
        assert refused(world, {**base, "Defaults": {"DefaultFieldValues": values}}) == [problem]


def least(world):
    """A name and a field are enough; tasks can be made of such a template."""
    request = dict(InstanceId=world.instance, Name=world.unique("template"), Fields=[field("Name", "NAME")])
    template = get(world, world.call("CreateTaskTemplate", request)["Id"])
    assert template["Status"] == "ACTIVE" and template["CreatedTime"] == template["LastModifiedTime"]
    assert not set(template) & {"Description", "ContactFlowId", "SelfAssignFlowId", "Constraints", "Defaults", "Tags"}


def flows(world):
    """A flow may be given by its ARN; one that a template names cannot be deleted, and one of another instance is none."""
    flow = world.connect.describe_contact_flow(InstanceId=world.instance, ContactFlowId=world.new("ContactFlow"))["ContactFlow"]
    elsewhere = world.new("ContactFlow", InstanceId=world.other_instance())
    for member in ("ContactFlowId", "SelfAssignFlowId"):
        made = world.call("CreateTaskTemplate", {**example(world), member: flow["Arn"]})
        assert get(world, made["Id"])[member] == flow["Id"]
        assert refused(world, {**example(world), member: elsewhere}) == [(member, "REFERENCED_RESOURCE_NOT_FOUND")]
    try:
        world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=flow["Id"])
    except ClientError as error:
        assert made["Id"] in error.response["Error"]["Message"]
    else:
        raise AssertionError("a flow that a template names was deleted")


def taken(world):
    request = example(world)
    world.call("CreateTaskTemplate", request)
    assert refused(world, request) == [("Name", "RESOURCE_NAME_ALREADY_EXISTS")]
    return request


def too_many_fields(world):
    many = [field(f"field {number}", "TEXT") for number in range(51)]
    request = {**example(world), "Constraints": {}, "Defaults": {}}
    world.call("CreateTaskTemplate", {**request, "Fields": many[:50]})
    return {**request, "Fields": many}


def full(world):
    try:
        world.call("CreateTaskTemplate", too_many_fields(world))
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ServiceQuotaExceededException" and "Fields" in error.response["Error"]["Message"]
    else:
        raise AssertionError("51 fields were taken")
    request = {**example(world), "InstanceId": world.full("TaskTemplate")}
    return {name: value for name, value in request.items() if not name.endswith("FlowId")}


RESULT = "Id"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Another", "ContactFlowId": lambda world: world.new("ContactFlow"),
    "SelfAssignFlowId": lambda world: world.new("ContactFlow"), "Status": "ACTIVE",
    "Fields": [*FIELDS, field("One more", "TEXT", Description="Anything")],
    "Constraints.RequiredFields": named("Count"), "Constraints.ReadOnlyFields": named("Count"),
    "Constraints.InvisibleFields": named("Count"), "Defaults.DefaultFieldValues": [default("Urgent", "true")],
}
EFFECTS = {"Fields": fields, "Constraints": constraints, "Defaults": defaults, "Status": least, "ContactFlowId": flows}
ERRORS = {
    "PropertyValidationException": taken,
    "InvalidParameterException": lambda world: {**example(world), "Name": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ServiceQuotaExceededException": full,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
