"""ListLambdaFunctions: in the order in which they were associated, those of the instance alone."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def associate(world, instance):
    arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{world.unique('function')}"
    world.connect.associate_lambda_function(InstanceId=instance, FunctionArn=arn)
    return arn


def example(world):
    for _ in range(3):
        associate(world, world.instance)
    return dict(InstanceId=world.instance, MaxResults=25)


def check(world, request, response):
    pages = world.connect.get_paginator("list_lambda_functions").paginate(**request)
    before = [function for page in pages for function in page["LambdaFunctions"]]
    assert response["LambdaFunctions"] == before[:25] and len(before) >= 3
    added = [associate(world, request["InstanceId"]) for _ in range(2)]
    elsewhere = associate(world, world.other_instance())
    # A page has as many as it may when the request does not say how many.
    after, token = [], {}
    while token is not None:
        page = world.connect.list_lambda_functions(InstanceId=request["InstanceId"], **token)
        assert len(page["LambdaFunctions"]) == 25 or "NextToken" not in page
        after += page["LambdaFunctions"]
        token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
    assert after == before + added and elsewhere not in after


VARIANTS = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "MaxResults": 26},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
