"""SearchContactFlows: by text, by tags."""

from contacts import flows
from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def text(value, comparison="EXACT", field="name"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def example(world):
    name = world.unique("needle")
    world.new("ContactFlow", Name=name)
    return dict(InstanceId=world.instance, SearchCriteria=text(name))


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [item["Name"] for item in response["ContactFlows"]] == [wanted] and response["ApproximateTotalCount"] == 1


def found(world, **search):
    response = world.connect.search_contact_flows(InstanceId=world.instance, **search)
    return [item["Id"] for item in response["ContactFlows"]]


def criteria(world):
    one, two = world.unique("alpha"), world.unique("alpha")
    ids = {name: world.new("ContactFlow", Name=name) for name in (one, two)}
    assert found(world, SearchCriteria=text(one.upper())) == [ids[one]]
    assert found(world, SearchCriteria=text(ids[two], field="resourceID")) == [ids[two]]
    assert set(found(world, SearchCriteria=text("alpha-", "STARTS_WITH"))) >= set(ids.values())
    assert found(world, SearchCriteria=text(one[3:], "CONTAINS")) == [ids[one]]
    assert found(world, SearchCriteria={"OrConditions": [text(one), text(two)]}) == [ids[one], ids[two]]
    assert found(world, SearchCriteria={"AndConditions": [text(one), text(two)]}) == []


def tags(world):
    word = world.unique("beta")
    one = world.new("ContactFlow", Tags={"colour": word, "kind": "beta"})
    two = world.new("ContactFlow", Tags={"colour": f"{word}2"})

    def by(**condition):
        return found(world, SearchFilter={"TagFilter": condition})

    a, b = {"TagKey": "colour", "TagValue": word}, {"TagKey": "colour", "TagValue": f"{word}2"}
    kind = {"TagKey": "kind", "TagValue": "beta"}
    assert by(TagCondition=a) == [one]
    assert by(AndConditions=[a, kind]) == [one] and by(AndConditions=[b, kind]) == []
    assert by(OrConditions=[[a], [b]]) == [one, two]


def conditions(world):
    name = world.unique("gamma")
    flow = world.new("ContactFlow", Name=name, Type="AGENT_HOLD", Content=flows.SILENT)
    for condition, other in (("TypeCondition", ("AGENT_HOLD", "CONTACT_FLOW")), ("StateCondition", ("ACTIVE", "ARCHIVED")),
                             ("StatusCondition", ("PUBLISHED", "SAVED"))):
        assert found(world, SearchCriteria={"AndConditions": [text(name), {condition: other[0]}]}) == [flow]
        assert found(world, SearchCriteria={"AndConditions": [text(name), {condition: other[1]}]}) == []


EFFECTS = {"SearchCriteria": criteria, "SearchFilter": tags, "SearchCriteria.TypeCondition": conditions}
REFUSED = {"SearchFilter.FlowAttributeFilter": {"ContactFlowTypeCondition": {"ContactFlowType": "CONTACT_FLOW"}}}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("x", field="colour")),
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
