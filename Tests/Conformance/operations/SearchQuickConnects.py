"""SearchQuickConnects: by text, by tags."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def text(value, comparison="EXACT", field="name"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def example(world):
    name = world.unique("needle")
    world.new("QuickConnect", Name=name)
    return dict(InstanceId=world.instance, SearchCriteria=text(name))


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [found["Name"] for found in response["QuickConnects"]] == [wanted] and response["ApproximateTotalCount"] == 1
    assert response["QuickConnects"][0]["QuickConnectConfig"]["QuickConnectType"] == "QUEUE"


def found(world, **search):
    return [found["Name"] for found in world.connect.search_quick_connects(InstanceId=world.instance, **search)["QuickConnects"]]


def criteria(world):
    one, two = world.unique("zeta"), world.unique("zeta")
    ids = {name: world.new("QuickConnect", Name=name, Description=f"to {name}") for name in (one, two)}
    assert found(world, SearchCriteria=text(one.upper())) == [one]
    assert found(world, SearchCriteria=text(f"to {one}", field="description")) == [one]
    assert found(world, SearchCriteria=text(ids[two], field="resourceID")) == [two]
    assert set(found(world, SearchCriteria=text("zeta-", "STARTS_WITH"))) >= {one, two}
    assert found(world, SearchCriteria=text(one[3:], "CONTAINS")) == [one]
    assert found(world, SearchCriteria={"OrConditions": [text(one), text(two)]}) == [one, two]
    assert found(world, SearchCriteria={"AndConditions": [text(one), text(two)]}) == []


def tags(world):
    one, two = world.unique("eta"), world.unique("eta")
    world.new("QuickConnect", Name=one, Tags={"colour": one, "kind": "eta"})
    world.new("QuickConnect", Name=two, Tags={"colour": two})
    def by(**condition):
        return found(world, SearchFilter={"TagFilter": condition})
    a, b, kind = ({"TagKey": "colour", "TagValue": one}, {"TagKey": "colour", "TagValue": two}, {"TagKey": "kind", "TagValue": "eta"})
    assert by(TagCondition=a) == [one]
    assert by(AndConditions=[a, kind]) == [one] and by(AndConditions=[b, kind]) == []
    assert by(OrConditions=[[a], [b]]) == [one, two]


EFFECTS = {"SearchCriteria": criteria, "SearchFilter": tags}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("x", field="colour")),
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
