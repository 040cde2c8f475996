"""DeleteTaskTemplate: it is gone, and the flows that it named are free."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, TaskTemplateId=world.new("TaskTemplate"))


def check(world, request, response):
    try:
        world.connect.get_task_template(**request)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    else:
        raise AssertionError("it is still there")


def frees(world):
    flow = world.new("ContactFlow")
    template = world.new("TaskTemplate", ContactFlowId=flow)
    world.connect.delete_task_template(InstanceId=world.instance, TaskTemplateId=template)
    world.connect.delete_contact_flow(InstanceId=world.instance, ContactFlowId=flow)


EFFECTS = {"TaskTemplateId": frees}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "TaskTemplateId": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "TaskTemplateId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
