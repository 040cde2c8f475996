"""ListTagsForResource: every kind that has an ARN, whichever process owns it."""

from harness import INTERNAL, THROTTLING, unreachable


def arn(world, **members):
    queue = world.new("Queue", **members)
    return world.connect.describe_queue(InstanceId=world.instance, QueueId=queue)["Queue"]["QueueArn"]


def unknown(world):
    return arn(world)[:-12] + "000000000000"


def example(world):
    return dict(resourceArn=arn(world))


def check(world, request, response):
    assert response["tags"] == {"team": "sales"}


def of_a_user(world):
    """A user belongs to the keep."""
    user = world.connect.describe_user(InstanceId=world.instance, UserId=world.new("User"))["User"]["Arn"]
    world.connect.tag_resource(resourceArn=user, tags={"shift": "night"})
    assert world.connect.list_tags_for_resource(resourceArn=user)["tags"]["shift"] == "night"
    world.connect.untag_resource(resourceArn=user, tagKeys=["shift"])
    assert "shift" not in world.connect.list_tags_for_resource(resourceArn=user).get("tags", {})


VARIANTS = {}
EFFECTS = {"resourceArn": of_a_user}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(resourceArn="queue"),
    "ResourceNotFoundException": lambda world: {**example(world), "resourceArn": unknown(world)},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
