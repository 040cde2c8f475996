"""SearchHoursOfOperations: each condition finds what it should and nothing else."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def pair(world):
    """Two resources of one word, which tells them from all others, and differ in the rest."""
    word = world.unique("found")
    left = world.new("HoursOfOperation", Name=f"{word} left", Description=f"{word} one", Tags={"word": word, "side": "left"})
    right = world.new("HoursOfOperation", Name=f"{word} right", Description=f"{word} two", Tags={"word": word, "side": "right"})
    return word, left, right


def found(world, criteria=None, search_filter=None):
    """The ends of the names of what is found."""
    members = dict(SearchCriteria=criteria, SearchFilter=search_filter)
    response = world.connect.search_hours_of_operations(
        InstanceId=world.instance, **{name: value for name, value in members.items() if value is not None})
    names = {item["Name"].split()[-1] for item in response["HoursOfOperations"]}
    assert response["ApproximateTotalCount"] == len(response["HoursOfOperations"])
    return names


def text(field, value, comparison="EXACT"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def tag(key, value=None):
    return {"TagKey": key} if value is None else {"TagKey": key, "TagValue": value}


def example(world):
    word, left, _ = pair(world)
    return dict(
        InstanceId=world.instance, SearchCriteria=text("name", f"{word} left"),
        SearchFilter={"TagFilter": {"TagCondition": tag("word", word)}})


def check(world, request, response):
    assert [item["Name"] for item in response["HoursOfOperations"]] == [request["SearchCriteria"]["StringCondition"]["Value"]]
    assert response["ApproximateTotalCount"] == 1


def criteria(world):
    word, left, right = pair(world)
    assert found(world, text("name", f"{word} left")) == {"left"}
    assert found(world, text("name", word, "STARTS_WITH")) == {"left", "right"}
    assert found(world, text("name", word.upper(), "STARTS_WITH")) == {"left", "right"}
    assert found(world, text("name", f"{word} ri", "CONTAINS")) == {"right"}
    assert found(world, text("name", word)) == set()
    assert found(world, text("description", f"{word} two")) == {"right"}
    assert found(world, text("resourceID", left)) == {"left"}
    ours = text("name", word, "STARTS_WITH")
    assert found(world, {"AndConditions": [ours, text("description", "one", "CONTAINS")]}) == {"left"}
    either = {"OrConditions": [text("resourceID", left), text("resourceID", right)]}
    assert found(world, either) == {"left", "right"}
    assert found(world, {"AndConditions": [either, text("name", "right", "CONTAINS")]}) == {"right"}


def tags(world):
    word, _, _ = pair(world)
    ours, left, right = tag("word", word), tag("side", "left"), tag("side", "right")

    def narrowed(tag_filter):
        return found(world, text("name", word, "STARTS_WITH"), {"TagFilter": tag_filter})

    assert narrowed({"TagCondition": left}) == {"left"}
    assert narrowed({"TagCondition": tag("side")}) == {"left", "right"}
    assert narrowed({"TagCondition": tag("colour")}) == set()
    assert narrowed({"AndConditions": [ours, right]}) == {"right"}
    assert narrowed({"AndConditions": [left, right]}) == set()
    assert narrowed({"OrConditions": [[left], [right]]}) == {"left", "right"}
    assert narrowed({"OrConditions": [[ours, left], [tag("colour")]]}) == {"left"}


FILTER_MEMBERS = ["SearchFilter", "SearchFilter.TagFilter"] + [
    f"SearchFilter.TagFilter.{member}"
    for member in ("OrConditions", "AndConditions", "TagCondition", "TagCondition.TagKey", "TagCondition.TagValue")]


def zones(world):
    word, left, _ = pair(world)
    world.connect.update_hours_of_operation(InstanceId=world.instance, HoursOfOperationId=left, TimeZone="Asia/Tokyo")
    ours = text("name", word, "STARTS_WITH")
    assert found(world, {"AndConditions": [ours, text("timezone", "Asia/Tokyo")]}) == {"left"}


VARIANTS = {}
EFFECTS = {
    **dict.fromkeys(
        ["SearchCriteria", "SearchCriteria.OrConditions", "SearchCriteria.AndConditions", "SearchCriteria.StringCondition"]
        + [f"SearchCriteria.StringCondition.{member}" for member in ("FieldName", "Value", "ComparisonType")], criteria),
    **dict.fromkeys(FILTER_MEMBERS, tags),
    "SearchCriteria.StringCondition.FieldName": zones,
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: dict(InstanceId=world.instance, SearchCriteria=text("colour", "red")),
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
