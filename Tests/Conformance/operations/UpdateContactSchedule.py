"""UpdateContactSchedule: moves a scheduled task."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def at(hours):
    import datetime
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).replace(microsecond=0)


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.task(world, ScheduledTime=at(1)), ScheduledTime=at(2))


def check(world, request, response):
    assert contacts.described(world, request["ContactId"])["ScheduledTimestamp"] == request["ScheduledTime"]


OBJECTS = ["ContactId"]
VARIANTS = {"ScheduledTime": lambda world: at(3)}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "ScheduledTime": at(24 * 30)},
    "InvalidParameterException": lambda world: {**example(world), "ContactId": "c" * 300},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "ThrottlingException": THROTTLING, "LimitExceededException": unreachable("a schedule may be moved any number of times"),
    "InternalServiceException": INTERNAL,
}
