"""DisassociateLambdaFunction: the flows of the instance may call it no longer."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def associated(world, instance):
    pages = world.connect.get_paginator("list_lambda_functions").paginate(InstanceId=instance)
    return [function for page in pages for function in page["LambdaFunctions"]]


def associate(world):
    arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{world.unique('function')}"
    world.connect.associate_lambda_function(InstanceId=world.instance, FunctionArn=arn)
    return arn


def example(world):
    return dict(InstanceId=world.instance, FunctionArn=associate(world))


def check(world, request, response):
    assert response == {}
    assert request["FunctionArn"] not in associated(world, request["InstanceId"])


def alone(world):
    """The others stay, and what is gone may come again."""
    stays, goes = associate(world), associate(world)
    ids = dict(InstanceId=world.instance, FunctionArn=goes)
    world.connect.disassociate_lambda_function(**ids)
    assert stays in associated(world, world.instance) and goes not in associated(world, world.instance)
    world.connect.associate_lambda_function(**ids)
    assert goes in associated(world, world.instance)


VARIANTS = {}
EFFECTS = {"FunctionArn": alone}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "FunctionArn": "function"},
    "ResourceNotFoundException": lambda world: {**example(world), "FunctionArn": example(world)["FunctionArn"] + ":live"},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
