"""Each listing through all pages, and tokens that are not ours."""

import pytest
from botocore.exceptions import ClientError
from harness import model

MAKERS = {
    "ListQueues": "Queue", "SearchQueues": "Queue", "ListHoursOfOperations": "HoursOfOperation", "SearchHoursOfOperations": "HoursOfOperation",
    "ListRoutingProfiles": "RoutingProfile", "SearchRoutingProfiles": "RoutingProfile", "ListAgentStatuses": "AgentStatus",
    "SearchAgentStatuses": "AgentStatus", "ListContactFlows": "ContactFlow", "SearchContactFlows": "ContactFlow", "ListUsers": "User",
    "SearchUsers": "User", "ListSecurityProfiles": "SecurityProfile", "SearchSecurityProfiles": "SecurityProfile", "ListPrompts": "Prompt",
    "SearchPrompts": "Prompt", "ListQuickConnects": "QuickConnect", "SearchQuickConnects": "QuickConnect",
    "ListPredefinedAttributes": "PredefinedAttribute", "SearchPredefinedAttributes": "PredefinedAttribute",
    "ListContactFlowModules": "ContactFlowModule", "SearchContactFlowModules": "ContactFlowModule",
    "ListTaskTemplates": "TaskTemplate", "ListViews": "View", "SearchViews": "View",
}
PAGED = sorted(
    name for name in set(model.PAGINATORS) & set(model.FIXTURES) if "MaxResults" in model.operation(name).input_shape.members)


def request(world, name):
    if name in MAKERS:
        for _ in range(3):
            world.new(MAKERS[name])
        return dict(InstanceId=world.instance)
    return {k: v for k, v in model.FIXTURES[name].example(world).items() if k != "MaxResults"}


def through(world, name, members, size):
    key = model.PAGINATORS[name]["result_key"]
    pages = world.connect.get_paginator(model.xform_name(name)).paginate(**members, PaginationConfig={"PageSize": size})
    return [item for page in pages for item in page[key[0] if isinstance(key, list) else key]]


@pytest.mark.parametrize("name", PAGED)
def test_all_pages(world, name):
    members = request(world, name)
    limit = model.operation(name).input_shape.members["MaxResults"].metadata["max"]
    whole = through(world, name, members, limit)
    assert whole == through(world, name, members, 1) == through(world, name, members, 2)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_tokens_that_are_not_ours(world, name):
    if name not in model.FIXTURES:
        pytest.skip(f"{name} has no fixture")
    members = request(world, name)
    token = world.call(name, {**members, "MaxResults": 1})["NextToken"]
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    other = {**members, "InstanceId": world.other_instance()}
    for wrong in ({**members, "NextToken": changed}, {**members, "NextToken": "ff"}, {**other, "NextToken": token}):
        with pytest.raises(ClientError) as caught:
            world.call(name, {**wrong, "MaxResults": 1})
        assert caught.value.response["Error"]["Code"] == "InvalidParameterException"
        assert "NextToken" in caught.value.response["Error"]["Message"]
