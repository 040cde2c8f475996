"""Wherever the model takes an id in the path, the ARN of the same serves as well, and the instance may be an ARN."""

import pytest
from botocore.exceptions import ClientError
from harness import model

CASES = {
    "DescribeQueue": ("Queue", "QueueId", "QueueArn"), "DescribeHoursOfOperation": ("HoursOfOperation", "HoursOfOperationId", "HoursOfOperationArn"),
    "DescribeRoutingProfile": ("RoutingProfile", "RoutingProfileId", "RoutingProfileArn"), "DescribeUser": ("User", "UserId", "Arn"),
    "DescribeSecurityProfile": ("SecurityProfile", "SecurityProfileId", "Arn"), "DescribeAgentStatus": ("AgentStatus", "AgentStatusId", "AgentStatusARN"),
    "DescribeContactFlow": ("ContactFlow", "ContactFlowId", "Arn"), "DescribePrompt": ("Prompt", "PromptId", "PromptARN"),
    "DescribeQuickConnect": ("QuickConnect", "QuickConnectId", "QuickConnectARN"),
    "DescribeContactFlowModule": ("ContactFlowModule", "ContactFlowModuleId", "Arn"), "DescribeView": ("View", "ViewId", "Arn"),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_arn_or_id(world, name):
    kind, member, arn = CASES[name]
    if f"Create{kind}" not in model.FIXTURES:
        pytest.skip(f"Create{kind} has no fixture")
    instance = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    by_id = world.call(name, {"InstanceId": world.instance, member: world.new(kind)})
    described = by_id[kind]
    assert world.call(name, {"InstanceId": instance, member: described[arn]}) == by_id
    with pytest.raises(ClientError) as caught:
        world.call(name, {"InstanceId": world.instance, member: described[arn].replace(":instance/", ":1instance/")})
    assert caught.value.response["Error"]["Code"] in ("ResourceNotFoundException", "InvalidParameterException")


@pytest.mark.parametrize("name", sorted(CASES))
def test_another_instance_does_not_have_it(world, name):
    kind, member, _ = CASES[name]
    if f"Create{kind}" not in model.FIXTURES:
        pytest.skip(f"Create{kind} has no fixture")
    with pytest.raises(ClientError) as caught:
        world.call(name, {"InstanceId": world.other_instance(), member: world.new(kind)})
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
