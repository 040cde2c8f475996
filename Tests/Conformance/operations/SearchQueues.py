"""SearchQueues: by text, by type, by tags."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    name = world.unique("needle")
    world.new("Queue", Name=name, Tags={"needle": name})
    return dict(InstanceId=world.instance, SearchCriteria={"StringCondition": {"FieldName": "name", "Value": name, "ComparisonType": "EXACT"}})


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [queue["Name"] for queue in response["Queues"]] == [wanted] and response["ApproximateTotalCount"] == 1


def found(world, **search):
    return [queue["Name"] for queue in world.connect.search_queues(InstanceId=world.instance, **search)["Queues"]]


def text(value, comparison="EXACT", field="name"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def criteria(world):
    one, two = world.unique("alpha"), world.unique("alpha")
    ids = {name: world.new("Queue", Name=name, Description=f"about {name}") for name in (one, two)}
    assert found(world, SearchCriteria=text(one)) == [one]
    assert found(world, SearchCriteria=text(one.upper())) == [one]
    assert found(world, SearchCriteria=text(f"about {one}", field="description")) == [one]
    assert found(world, SearchCriteria=text(ids[two], field="resourceID")) == [two]
    assert set(found(world, SearchCriteria=text("alpha-", "STARTS_WITH"))) >= {one, two}
    assert found(world, SearchCriteria=text(one[3:], "CONTAINS")) == [one]
    assert found(world, SearchCriteria={"OrConditions": [text(one), text(two)]}) == [one, two]
    assert found(world, SearchCriteria={"AndConditions": [text(one), {"QueueTypeCondition": "STANDARD"}]}) == [one]
    assert found(world, SearchCriteria={"AndConditions": [text(one), text(two)]}) == []


def tags(world):
    one, two = world.unique("beta"), world.unique("beta")
    world.new("Queue", Name=one, Tags={"colour": one, "kind": "beta"})
    world.new("Queue", Name=two, Tags={"colour": two})
    def by(**condition):
        return found(world, SearchFilter={"TagFilter": condition})
    a, b, kind = ({"TagKey": "colour", "TagValue": one}, {"TagKey": "colour", "TagValue": two}, {"TagKey": "kind", "TagValue": "beta"})
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
