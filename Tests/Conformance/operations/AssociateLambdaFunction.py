"""AssociateLambdaFunction: the flows of the instance may call it."""

from harness import INTERNAL, THROTTLING, unreachable
from harness.server import QUOTAS

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def arn(world, qualifier=""):
    return f"arn:aws:lambda:eu-west-1:111122223333:function:{world.unique('function')}{qualifier}"


def associated(world, instance):
    pages = world.connect.get_paginator("list_lambda_functions").paginate(InstanceId=instance)
    return [function for page in pages for function in page["LambdaFunctions"]]


def example(world):
    return dict(InstanceId=world.instance, FunctionArn=arn(world))


def check(world, request, response):
    assert response == {}
    assert associated(world, request["InstanceId"]).count(request["FunctionArn"]) == 1


def twice(world):
    request = example(world)
    world.call("AssociateLambdaFunction", request)
    return request


def full(world):
    instance = world.new_instance()
    for _ in range(QUOTAS["lambda-function"]):
        world.call("AssociateLambdaFunction", dict(InstanceId=instance, FunctionArn=arn(world)))
    return dict(InstanceId=instance, FunctionArn=arn(world))


def of_functions(world):
    """Only the ARN of a function is one, with its version or alias if any."""
    for wrong in ("name", "arn:aws:s3:::bucket", "arn:aws:lambda:eu-west-1:111122223333:layer:one", arn(world, ":a:b"), arn(world, ":")):
        try:
            world.call("AssociateLambdaFunction", {**example(world), "FunctionArn": wrong})
        except world.connect.exceptions.InvalidParameterException as error:
            assert "FunctionArn" in str(error)
        else:
            raise AssertionError(f"{wrong} was taken for a function")
    request = {**example(world), "FunctionArn": arn(world, ":live")}
    check(world, request, world.call("AssociateLambdaFunction", request))


VARIANTS = {"FunctionArn": lambda world: arn(world, ":7")}
EFFECTS = {"FunctionArn": of_functions}
ERRORS = {
    "ResourceConflictException": twice,
    "ServiceQuotaExceededException": full,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "FunctionArn": "function"},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
