"""DeleteInstance: gone at once, with all that it held."""

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.new_instance())


def check(world, request, response):
    for operation in ("describe_instance", "list_queues", "list_users"):
        try:
            getattr(world.connect, operation)(**request)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ResourceNotFoundException"
        else:
            world.eventually_gone(operation, request)


ERRORS = {
    "InvalidRequestException": lambda world: dict(InstanceId="x" * 101),
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "InternalServiceException": INTERNAL,
}
