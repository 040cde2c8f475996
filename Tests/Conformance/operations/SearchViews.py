"""SearchViews: by text, type, status and tags."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def text(value, comparison="EXACT", field="name"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def example(world):
    name = world.unique("needle")
    world.new("View", Name=name)
    return dict(InstanceId=world.instance, SearchCriteria=text(name))


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [item["Name"] for item in response["Views"]] == [wanted] and response["ApproximateTotalCount"] == 1


def found(world, **search):
    return [item["Id"] for item in world.connect.search_views(InstanceId=world.instance, **search)["Views"]]


def criteria(world):
    one, two = world.unique("alpha"), world.unique("alpha")
    ids = {name: world.new("View", Name=name) for name in (one, two)}
    assert found(world, SearchCriteria=text(one.upper())) == [ids[one]]
    assert found(world, SearchCriteria=text(ids[two], field="resourceID")) == [ids[two]]
    assert set(found(world, SearchCriteria=text("alpha-", "STARTS_WITH"))) >= set(ids.values())
    assert found(world, SearchCriteria={"OrConditions": [text(one), text(two)]}) == [ids[one], ids[two]]
    assert found(world, SearchCriteria={"AndConditions": [text(one), text(two)]}) == []
    assert found(world, SearchCriteria=text("Fields to", "STARTS_WITH", "description")) == ["form"]


def tags(world):
    word = world.unique("beta")
    one = world.new("View", Tags={"colour": word, "kind": "beta"})
    two = world.new("View", Tags={"colour": f"{word}2"})

    def by(**condition):
        return found(world, SearchFilter={"AttributeFilter": condition})

    a, b = {"TagKey": "colour", "TagValue": word}, {"TagKey": "colour", "TagValue": f"{word}2"}
    kind = {"TagKey": "kind", "TagValue": "beta"}
    assert by(TagCondition=a) == [one]
    assert by(AndCondition={"TagConditions": [a, kind]}) == [one] and by(AndCondition={"TagConditions": [b, kind]}) == []
    assert set(by(OrConditions=[{"TagConditions": [a]}, {"TagConditions": [b]}])) == {one, two}


def conditions(world):
    name = world.unique("gamma")
    draft = world.new("View", Name=name, Status="SAVED")
    for condition, yes, no in (("ViewTypeCondition", "CUSTOMER_MANAGED", "AWS_MANAGED"), ("ViewStatusCondition", "SAVED", "PUBLISHED")):
        assert found(world, SearchCriteria={"AndConditions": [text(name), {condition: yes}]}) == [draft]
        assert found(world, SearchCriteria={"AndConditions": [text(name), {condition: no}]}) == []


EFFECTS = {
    "SearchCriteria": criteria, "SearchFilter": tags, "SearchCriteria.ViewTypeCondition": conditions,
}
ERRORS = {
    "AccessDeniedException": ACCESS_DENIED,
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("x", field="colour")),
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
