"""UpdateTaskTemplate: the whole template is replaced."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def field(name, kind, **members):
    return {"Id": {"Name": name}, "Type": kind, **members}


def named(*names):
    return [{"Id": {"Name": name}} for name in names]


def default(name, value):
    return {"Id": {"Name": name}, "DefaultValue": value}


FIELDS = [field("Title", "NAME", Description="What it is"), field("Kind", "SINGLE_SELECT", SingleSelectOptions=["a", "b"]), field("Until", "DATE_TIME")]


def example(world):
    return dict(
        InstanceId=world.instance, TaskTemplateId=world.new("TaskTemplate"), Name=world.unique("renamed"), Description="Changed",
        ContactFlowId=world.default_outbound_whisper, SelfAssignFlowId=world.default_outbound_whisper, Status="ACTIVE", Fields=FIELDS,
        Constraints={"RequiredFields": named("Title"), "ReadOnlyFields": named("Kind"), "InvisibleFields": named("Until")},
        Defaults={"DefaultFieldValues": [default("Kind", "b")]})


def get(world, request):
    template = world.connect.get_task_template(InstanceId=world.instance, TaskTemplateId=request["TaskTemplateId"])
    template.pop("ResponseMetadata")
    return template


def check(world, request, response):
    template = get(world, request)
    assert template["Id"] == request["TaskTemplateId"] and response == template
    assert template["LastModifiedTime"] > template["CreatedTime"]
    world.same(
        template, request, "Name", "Description", "ContactFlowId", "SelfAssignFlowId", "Status", "Fields", "Constraints", "Defaults")


def whole(world):
    """What is not given is gone, but for the tags, which are not part of the template's content."""
    request = {name: value for name, value in example(world).items() if name in ("InstanceId", "TaskTemplateId", "Name", "Fields")}
    arn = get(world, request)["Arn"]
    world.connect.tag_resource(resourceArn=arn, tags={"team": "sales"})
    world.call("UpdateTaskTemplate", request)
    template = get(world, request)
    assert template["Status"] == "ACTIVE" and template["Tags"] == {"team": "sales"}
    assert not set(template) & {"Description", "ContactFlowId", "SelfAssignFlowId", "Constraints", "Defaults"}
    world.call("UpdateTaskTemplate", request)


def let_go(world):
    """A flow that the template names no longer can be deleted."""
    request = example(world)
    flow = world.new("ContactFlow")
    world.call("UpdateTaskTemplate", {**request, "ContactFlowId": flow})
    world.call("UpdateTaskTemplate", request)
    world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=flow)


def missing(world):
    """Name and fields are needed, as in a new template, and both are told at once."""
    request = {name: value for name, value in example(world).items() if name in ("InstanceId", "TaskTemplateId")}
    try:
        world.call("UpdateTaskTemplate", request)
    except ClientError as error:
        problems = [(problem["PropertyPath"], problem["Reason"]) for problem in error.response["PropertyList"]]
        assert problems == [("Name", "REQUIRED_PROPERTY_MISSING"), ("Fields", "REQUIRED_PROPERTY_MISSING")]
    return request


VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Another", "ContactFlowId": lambda world: world.new("ContactFlow"),
    "SelfAssignFlowId": lambda world: world.new("ContactFlow"), "Status": "INACTIVE",
    "Fields": [*FIELDS, field("One more", "TEXT", Description="Anything")],
    "Constraints.RequiredFields": named("Until"), "Constraints.ReadOnlyFields": named("Until"),
    "Constraints.InvisibleFields": named("Title"), "Defaults.DefaultFieldValues": [default("Kind", "a")],
}
EFFECTS = {"Name": whole, "ContactFlowId": let_go}
ERRORS = {
    "PropertyValidationException": missing,
    "InvalidParameterException": lambda world: {**example(world), "Name": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "TaskTemplateId": UNKNOWN},
    "ServiceQuotaExceededException": lambda world: {**example(world), "Fields": [field(f"{n}", "TEXT") for n in range(51)]},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
