"""SearchResourceTags: over the resources of both processes, each tag once."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def condition(key, comparison="EXACT", **value):
    return {"TagSearchCondition": {"tagKey": key, "tagKeyComparisonType": comparison, **value}}


def example(world):
    word = world.unique("delta")
    world.new("Queue", Tags={word: "one"})
    world.new("Queue", Tags={word: "one"})
    world.new("User", Tags={word: "two"})
    return dict(InstanceId=world.instance, ResourceTypes=["standard-queue"], SearchCriteria=condition(word))


def check(world, request, response):
    value = {"standard-queue": "one", "agent": "two"}[request["ResourceTypes"][0]]
    key = request["SearchCriteria"]["TagSearchCondition"]["tagKey"]
    assert response["Tags"] == [{"key": key, "value": value}]


def search(world, **members):
    found = world.connect.search_resource_tags(InstanceId=world.instance, **members)["Tags"]
    return [(tag["key"], tag["value"]) for tag in found]


def criteria(world):
    word = world.unique("epsilon")
    world.new("RoutingProfile", Tags={word: "Alpha"})
    world.new("SecurityProfile", Tags={word: "Beta"})
    world.new("QuickConnect", Tags={word: "Alpha"})
    both = [(word, "Alpha"), (word, "Beta")]
    assert search(world, SearchCriteria=condition(word.upper())) == both
    assert search(world, SearchCriteria=condition(word, "STARTS_WITH")) == both
    assert search(world, SearchCriteria=condition(word[2:], "CONTAINS")) == both
    for comparison, text in (("EXACT", "alpha"), ("STARTS_WITH", "Al"), ("CONTAINS", "lph")):
        wanted = condition(word, tagValue=text, tagValueComparisonType=comparison)
        assert search(world, SearchCriteria=wanted) == both[:1]
    assert search(world, SearchCriteria=condition(word), ResourceTypes=["security-profile"]) == both[1:]
    assert search(world, SearchCriteria=condition(word), ResourceTypes=["transfer-destination"]) == both[:1]


def too_many(world):
    instance = world.new_instance()
    hours = world.connect.list_hours_of_operations(InstanceId=instance)["HoursOfOperationSummaryList"][0]["Id"]
    for number in range(21):
        tags = {f"tag{number}-{n}": "x" for n in range(50)}
        world.connect.create_queue(InstanceId=instance, Name=f"queue {number}", HoursOfOperationId=hours, Tags=tags)
    return dict(InstanceId=instance)


VARIANTS = {"ResourceTypes": ["agent"]}
EFFECTS = {"SearchCriteria": criteria}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "ResourceTypes": ["colour"]},
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "MaximumResultReturnedException": too_many,
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
