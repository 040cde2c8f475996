"""UpdateParticipantRoleConfig: how long the participants of a chat may be silent. What the timers do is shown in virtual time, by
the tests of the core: the shortest runs two minutes."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def timer(role="CUSTOMER", kind="IDLE", minutes=2):
    value = {"ParticipantTimerDurationInMinutes": minutes} if minutes else {"ParticipantTimerAction": "Unset"}
    return {"ParticipantRole": role, "TimerType": kind, "TimerValue": value}


def config(*timers):
    return {"Chat": {"ParticipantTimerConfigList": list(timers)}}


def example(world):
    return dict(InstanceId=world.instance, ContactId=contacts.chat(world), ChannelConfiguration=config(timer()))


def check(world, request, response):
    assert response == {}


def of_chats(world):
    """A timer stands once, has a value of one kind, and is of a chat."""
    request = example(world)
    both = {**timer(), "TimerValue": {"ParticipantTimerDurationInMinutes": 2, "ParticipantTimerAction": "Unset"}}
    for wrong in ([timer(), timer(minutes=3)], [both], [timer(minutes=1)], [timer(minutes=481)], [timer(role="SUPERVISOR")],
                  [timer(kind="SNOOZE")], []):
        try:
            world.call("UpdateParticipantRoleConfig", {**request, "ChannelConfiguration": config(*wrong)})
        except (world.connect.exceptions.InvalidParameterException, world.connect.exceptions.InvalidRequestException):
            pass
        else:
            raise AssertionError(f"{wrong} was taken")
    try:
        world.call("UpdateParticipantRoleConfig", {**request, "ContactId": contacts.task(world)})
    except world.connect.exceptions.InvalidRequestException as error:
        assert "is no chat" in str(error)
    else:
        raise AssertionError("a task has timers")
    check(world, request, world.call("UpdateParticipantRoleConfig", {
        **request, "ChannelConfiguration": config(timer(), timer("AGENT"), timer(kind="DISCONNECT_NONCUSTOMER", minutes=480))}))
    check(world, request, world.call("UpdateParticipantRoleConfig", {
        **request, "ChannelConfiguration": config(timer("AGENT", "DISCONNECT_NONCUSTOMER", 480), timer(minutes=None))}))


VARIANTS = {}
EFFECTS = {"ChannelConfiguration": of_chats}
ERRORS = {
    "InvalidRequestException": lambda world: {**example(world), "ContactId": contacts.task(world)},
    "InvalidParameterException": lambda world: {**example(world), "ChannelConfiguration": config(timer(), timer(minutes=3))},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING, "AccessDeniedException": ACCESS_DENIED,
}
