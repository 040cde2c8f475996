"""GetTaskTemplate."""

import time

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, TaskTemplateId=world.new("TaskTemplate"))


def check(world, request, response):
    assert (response["Id"], response["InstanceId"]) == (request["TaskTemplateId"], world.instance)
    assert response["Arn"].endswith(f":instance/{world.instance}/task-template/{response['Id']}")
    assert abs(response["CreatedTime"].timestamp() - time.time()) < 60
    assert world.connect.get_task_template(InstanceId=world.instance, TaskTemplateId=response["Arn"])["Name"] == response["Name"]
    world.connect.tag_resource(resourceArn=response["Arn"], tags={"team": "sales"})
    assert world.connect.get_task_template(**request)["Tags"] == {"team": "sales"}


VARIANTS = {}
REFUSED = {"SnapshotVersion": "1"}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "TaskTemplateId": "x" * 501},
    "ResourceNotFoundException": lambda world: {**example(world), "TaskTemplateId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
