"""SearchPredefinedAttributes: by name."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def text(value, comparison="EXACT", field="name"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def example(world):
    return dict(InstanceId=world.instance, SearchCriteria=text(world.new("PredefinedAttribute", Name=world.unique("needle"))))


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [found["Name"] for found in response["PredefinedAttributes"]] == [wanted] and response["ApproximateTotalCount"] == 1
    assert response["PredefinedAttributes"][0]["Values"] == {"StringList": ["English", "Welsh"]}


def found(world, criteria):
    response = world.connect.search_predefined_attributes(InstanceId=world.instance, SearchCriteria=criteria)
    return [found["Name"] for found in response["PredefinedAttributes"]]


def criteria(world):
    one, two = (world.new("PredefinedAttribute", Name=world.unique("theta")) for _ in range(2))
    assert found(world, text(one.upper())) == [one]
    assert set(found(world, text("theta-", "STARTS_WITH"))) >= {one, two}
    assert found(world, text(one[3:], "CONTAINS")) == [one]
    assert found(world, {"OrConditions": [text(one), text(two)]}) == [one, two]
    assert found(world, {"AndConditions": [text(one), text(two)]}) == []


EFFECTS = {"SearchCriteria": criteria}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("x", field="colour")),
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
