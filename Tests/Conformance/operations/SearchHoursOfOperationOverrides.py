"""SearchHoursOfOperationOverrides: each condition finds what it should and nothing else."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def pair(world):
    """Two overrides of one word, each of hours of its own with a tag of its own."""
    word = world.unique("found")
    ids = []
    for side, month in (("left", 3), ("right", 9)):
        hours = world.new("HoursOfOperation", Tags={"word": word, "side": side})
        override = world.new(
            "HoursOfOperationOverride", HoursOfOperationId=hours, Name=f"{word} {side}", Description=f"{word} {side} described",
            EffectiveFrom=f"2030-0{month}-01", EffectiveTill=f"2030-0{month}-20")
        ids.append((hours, override))
    return word, ids[0], ids[1]


def found(world, criteria=None, search_filter=None):
    """The ends of the names of what is found."""
    members = dict(SearchCriteria=criteria, SearchFilter=search_filter)
    response = world.connect.search_hours_of_operation_overrides(
        InstanceId=world.instance, **{name: value for name, value in members.items() if value is not None})
    names = {item["Name"].split()[-1] for item in response["HoursOfOperationOverrides"]}
    assert response["ApproximateTotalCount"] == len(response["HoursOfOperationOverrides"])
    return names


def text(field, value, comparison="EXACT"):
    return {"StringCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def date(field, value, comparison):
    return {"DateCondition": {"FieldName": field, "Value": value, "ComparisonType": comparison}}


def tag(key, value=None):
    return {"TagKey": key} if value is None else {"TagKey": key, "TagValue": value}


def example(world):
    word, _, _ = pair(world)
    return dict(
        InstanceId=world.instance, SearchCriteria=text("name", f"{word} left"),
        SearchFilter={"TagFilter": {"TagCondition": tag("word", word)}})


def check(world, request, response):
    names = [item["Name"] for item in response["HoursOfOperationOverrides"]]
    assert names == [request["SearchCriteria"]["StringCondition"]["Value"]]
    assert response["ApproximateTotalCount"] == 1


def criteria(world):
    word, (hours, left), (_, right) = pair(world)
    assert found(world, text("name", f"{word} left")) == {"left"}
    assert found(world, text("name", word, "STARTS_WITH")) == {"left", "right"}
    assert found(world, text("name", f"{word} ri", "CONTAINS")) == {"right"}
    assert found(world, text("description", f"{word} right described")) == {"right"}
    assert found(world, text("resourceID", left)) == {"left"}
    assert found(world, text("hoursOfOperationId", hours)) == {"left"}
    ours = text("name", word, "STARTS_WITH")
    assert found(world, {"AndConditions": [ours, text("name", "left", "CONTAINS")]}) == {"left"}
    assert found(world, {"OrConditions": [text("resourceID", left), text("resourceID", right)]}) == {"left", "right"}


def dates(world):
    word, _, _ = pair(world)

    def narrowed(*conditions):
        return found(world, {"AndConditions": [text("name", word, "STARTS_WITH"), *conditions]})

    assert narrowed(date("effectiveFrom", "2030-03-01", "EQUAL_TO")) == {"left"}
    assert narrowed(date("effectiveFrom", "2030-03-01", "GREATER_THAN")) == {"right"}
    assert narrowed(date("effectiveFrom", "2030-03-01", "GREATER_THAN_OR_EQUAL_TO")) == {"left", "right"}
    assert narrowed(date("effectiveTill", "2030-09-20", "LESS_THAN")) == {"left"}
    assert narrowed(date("effectiveTill", "2030-09-20", "LESS_THAN_OR_EQUAL_TO")) == {"left", "right"}
    assert narrowed(
        date("effectiveFrom", "2030-09-10", "LESS_THAN"), date("effectiveTill", "2030-09-10", "GREATER_THAN")) == {"right"}


def tags(world):
    """An override has the tags of its hours."""
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

VARIANTS = {}
EFFECTS = {
    **dict.fromkeys(
        ["SearchCriteria", "SearchCriteria.OrConditions", "SearchCriteria.AndConditions", "SearchCriteria.StringCondition"]
        + [f"SearchCriteria.StringCondition.{member}" for member in ("FieldName", "Value", "ComparisonType")], criteria),
    **dict.fromkeys(
        ["SearchCriteria.DateCondition"]
        + [f"SearchCriteria.DateCondition.{member}" for member in ("FieldName", "Value", "ComparisonType")], dates),
    **dict.fromkeys(FILTER_MEMBERS, tags),
}
REFUSED = {}
ERRORS = {
    "InvalidRequestException": unreachable("what is wrong with a request is told with InvalidParameterException"),
    "InvalidParameterException": lambda world: {**example(world), "SearchCriteria": date("name", "2030-01-01", "EQUAL_TO")},
    "ResourceNotFoundException": lambda world: dict(InstanceId=UNKNOWN),
    "ThrottlingException": THROTTLING,
    "InternalServiceException": INTERNAL,
}
