"""SearchUsers: by text, by tags."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def text(value, comparison="EXACT", field="username"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def example(world):
    name = world.unique("needle")
    world.new("User", Username=name)
    return dict(InstanceId=world.instance, SearchCriteria=text(name))


def check(world, request, response):
    wanted = request["SearchCriteria"]["StringCondition"]["Value"]
    assert [item["Username"] for item in response["Users"]] == [wanted] and response["ApproximateTotalCount"] == 1


def found(world, **search):
    response = world.connect.search_users(InstanceId=world.instance, **search)
    return [item["Id"] for item in response["Users"]]


def criteria(world):
    one, two = world.unique("alpha"), world.unique("alpha")
    ids = {name: world.new("User", Username=name) for name in (one, two)}
    assert found(world, SearchCriteria=text(one.upper())) == [ids[one]]
    assert found(world, SearchCriteria=text(ids[two], field="resourceID")) == [ids[two]]
    assert set(found(world, SearchCriteria=text("alpha-", "STARTS_WITH"))) >= set(ids.values())
    assert found(world, SearchCriteria=text(one[3:], "CONTAINS")) == [ids[one]]
    assert found(world, SearchCriteria={"OrConditions": [text(one), text(two)]}) == [ids[one], ids[two]]
    assert found(world, SearchCriteria={"AndConditions": [text(one), text(two)]}) == []


def fields(world):
    """The other fields, among them names that rest protected."""
    word, profile, routing = world.unique("delta"), world.new("SecurityProfile"), world.new("RoutingProfile")
    user = world.new(
        "User", IdentityInfo={"FirstName": f"F{word}", "LastName": f"L{word}"}, SecurityProfileIds=[profile],
        RoutingProfileId=routing)
    wanted = {"firstname": f"F{word}", "lastname": f"L{word}", "routingProfileId": routing, "securityProfileId": profile}
    for field, value in wanted.items():
        assert found(world, SearchCriteria=text(value, field=field)) == [user], field


def tags(world):
    word = world.unique("beta")
    one = world.new("User", Tags={"colour": word, "kind": "beta"})
    two = world.new("User", Tags={"colour": f"{word}2"})

    def by(**condition):
        return found(world, SearchFilter={"TagFilter": condition})

    a, b = {"TagKey": "colour", "TagValue": word}, {"TagKey": "colour", "TagValue": f"{word}2"}
    kind = {"TagKey": "kind", "TagValue": "beta"}
    assert by(TagCondition=a) == [one]
    assert by(AndConditions=[a, kind]) == [one] and by(AndConditions=[b, kind]) == []
    assert by(OrConditions=[[a], [b]]) == [one, two]


def proficiencies(world):
    """Some proficiency meets all conditions of the list."""
    name = world.new("PredefinedAttribute", Values={"StringList": ["French", "Welsh"]})
    one, two = world.new("User"), world.new("User")
    for user, levels in ((one, {"French": 2, "Welsh": 5}), (two, {"French": 4})):
        world.connect.associate_user_proficiencies(InstanceId=world.instance, UserId=user, UserProficiencies=[
            {"AttributeName": name, "AttributeValue": value, "Level": level} for value, level in levels.items()])

    def by(value, **number):
        conditions = [{"StringCondition": {"FieldName": "name", "Value": name, "ComparisonType": "EXACT"}}]
        conditions += [{"StringCondition": {"FieldName": "value", "Value": value, "ComparisonType": "STARTS_WITH"}}] if value else []
        conditions += [{"NumberCondition": {"FieldName": "limit", **number}}] if number else []
        return found(world, SearchCriteria={"ListCondition": {"TargetListType": "PROFICIENCIES", "Conditions": conditions}})

    assert by(None) == [one, two] and by("Wel") == [one] and by("Manx") == []
    for comparison, limits, wanted in (
            ("GREATER_OR_EQUAL", {"MinValue": 4}, [two]), ("GREATER", {"MinValue": 4}, []), ("LESSER_OR_EQUAL", {"MaxValue": 2}, [one]),
            ("LESSER", {"MaxValue": 2}, []), ("EQUAL", {"MinValue": 4}, [two]), ("NOT_EQUAL", {"MinValue": 4}, [one]),
            ("RANGE", {"MinValue": 2, "MaxValue": 4}, [one, two])):
        assert by("French", ComparisonType=comparison, **limits) == wanted, comparison
    for wrong in ({"FieldName": "name", "MinValue": 1}, {"FieldName": "limit"}):
        try:
            by(None, **wrong)
        except world.connect.exceptions.InvalidParameterException:
            continue
        raise AssertionError(f"{wrong} was accepted")


EFFECTS = {"SearchCriteria.ListCondition": proficiencies, "SearchCriteria": criteria, "SearchFilter": tags, "SearchCriteria.StringCondition": fields}
REFUSED = {
    "SearchFilter.UserAttributeFilter": {"TagCondition": {"TagKey": "a", "TagValue": "b"}},
    "SearchCriteria.HierarchyGroupCondition": {"Value": UNKNOWN, "HierarchyGroupMatchType": "EXACT"},
}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("x", field="colour")),
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
