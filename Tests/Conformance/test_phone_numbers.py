"""Phone numbers as Terraform and operators go through them: the pool, claims, moves, what calls come of it."""

import concurrent.futures
import json

import pytest
from botocore.exceptions import ClientError

from harness import contacts, numbers
from harness.audit_events import events


def code(error):
    return error.value.response["Error"]["Code"]


def gone(world, number):
    with pytest.raises(ClientError) as error:
        world.connect.describe_phone_number(PhoneNumberId=number)
    return code(error) == "ResourceNotFoundException"


def test_a_number_as_terraform_has_it(world):
    """aws_connect_phone_number: search, claim, describe until CLAIMED, tag, describe; at the end release, describe until it is gone."""
    prefix = numbers.free(world)[:12]
    arn = world.connect.describe_instance(InstanceId=world.instance)["Instance"]["Arn"]
    found = world.connect.search_available_phone_numbers(
        TargetArn=arn, PhoneNumberCountryCode="GB", PhoneNumberType="DID", PhoneNumberPrefix=prefix, MaxResults=1)
    [available] = found["AvailableNumbersList"]
    made = world.connect.claim_phone_number(
        TargetArn=arn, PhoneNumber=available["PhoneNumber"], PhoneNumberDescription="Front desk", Tags={"tier": "gold"},
        ClientToken=world.unique("terraform"))
    number = world.connect.describe_phone_number(PhoneNumberId=made["PhoneNumberId"])["ClaimedPhoneNumberSummary"]
    assert number["PhoneNumberStatus"]["Status"] == "CLAIMED" and number["TargetArn"] == arn and number["Tags"] == {"tier": "gold"}
    world.connect.tag_resource(resourceArn=made["PhoneNumberArn"], tags={"tier": "silver", "owner": "ops"})
    world.connect.untag_resource(resourceArn=made["PhoneNumberArn"], tagKeys=["owner"])
    assert world.connect.list_tags_for_resource(resourceArn=made["PhoneNumberArn"])["tags"] == {"tier": "silver"}
    other = world.connect.describe_instance(InstanceId=world.other_instance())["Instance"]["Arn"]
    world.connect.update_phone_number(PhoneNumberId=made["PhoneNumberId"], TargetArn=other)
    assert numbers.described(world, made["PhoneNumberId"])["Tags"] == {"tier": "silver"}
    world.connect.release_phone_number(PhoneNumberId=made["PhoneNumberId"])
    assert gone(world, made["PhoneNumberId"])


def test_a_queue_calls_out_with_a_number(world):
    """aws_connect_queue with an outbound_caller_config that names a claimed number."""
    number = numbers.claimed(world)
    queue = world.new("Queue", OutboundCallerConfig={"OutboundCallerIdName": "Us", "OutboundCallerIdNumberId": number})
    described = world.connect.describe_queue(InstanceId=world.instance, QueueId=queue)["Queue"]
    assert described["OutboundCallerConfig"]["OutboundCallerIdNumberId"] == number
    with pytest.raises(ClientError) as error:
        world.connect.release_phone_number(PhoneNumberId=number)
    assert code(error) == "ResourceInUseException"
    there = numbers.claimed(world, InstanceId=world.other_instance())
    with pytest.raises(ClientError) as error:
        world.new("Queue", OutboundCallerConfig={"OutboundCallerIdNumberId": there})
    assert code(error) == "ResourceNotFoundException"
    world.connect.update_queue_outbound_caller_config(InstanceId=world.instance, QueueId=queue, OutboundCallerConfig={})
    world.connect.release_phone_number(PhoneNumberId=number)


def test_of_many_who_claim_a_number_one_gets_it(world):
    number, others = numbers.free(world), [world.instance, world.other_instance()] * 6

    def claim(instance):
        try:
            return world.connect.claim_phone_number(InstanceId=instance, PhoneNumber=number)["PhoneNumberId"]
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ResourceNotFoundException"
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        made = [each for each in pool.map(claim, others) if each]
    assert len(made) == 1
    world.later(lambda: world.connect.release_phone_number(PhoneNumberId=made[0]))


def test_what_is_not_in_the_pool_is_not_there(world):
    for number in ("+442079460999", "+12025559999"):
        world.refuses("ClaimPhoneNumber", dict(InstanceId=world.instance, PhoneNumber=number), "ResourceNotFoundException")
    assert numbers.available(world, "+44207946") == []


def test_a_number_that_is_released_can_be_claimed_again(world):
    number = numbers.free(world)
    first = world.connect.claim_phone_number(InstanceId=world.instance, PhoneNumber=number)["PhoneNumberId"]
    world.connect.release_phone_number(PhoneNumberId=first)
    second = numbers.claimed(world, number, InstanceId=world.other_instance())
    assert second != first and numbers.described(world, second)["InstanceId"] == world.other_instance()


def test_an_instance_takes_its_claims_with_it(world):
    instance, number = world.new_instance(), numbers.free(world)
    claimed = world.connect.claim_phone_number(InstanceId=instance, PhoneNumber=number)["PhoneNumberId"]
    assert numbers.available(world, number) == []
    world.connect.delete_instance(InstanceId=instance)
    numbers.until(lambda: number in numbers.available(world, number))
    numbers.until(lambda: gone(world, claimed))
    numbers.claimed(world, number)


@pytest.mark.parametrize("name", ["ReleasePhoneNumber", "UpdatePhoneNumber"])
def test_a_token_that_was_used_for_another_number(world, name):
    one, two = (world.connect.claim_phone_number(InstanceId=world.instance, PhoneNumber=numbers.free(world))["PhoneNumberId"] for _ in "ab")
    members = {"InstanceId": world.other_instance()} if name == "UpdatePhoneNumber" else {}
    token = world.unique("token")
    world.call(name, dict(PhoneNumberId=one, ClientToken=token, **members))
    world.refuses(name, dict(PhoneNumberId=two, ClientToken=token, **members), "IdempotencyException")
    assert numbers.described(world, two)


def test_a_number_of_the_pool_goes_when_it_is_free(world):
    """What the operator takes away nobody claims any more; who has it keeps it until it is released."""
    free, taken = numbers.free(world), numbers.free(world)
    number = world.connect.claim_phone_number(InstanceId=world.instance, PhoneNumber=taken)["PhoneNumberId"]
    # The free one last: once that is gone, the switch knows of both.
    for each in (taken, free):
        world.server.command("number", "remove", each)
    numbers.until(lambda: numbers.available(world, free) == [])
    assert numbers.described(world, number)["PhoneNumber"] == taken
    world.connect.release_phone_number(PhoneNumberId=number)
    for each in (free, taken):
        world.refuses("ClaimPhoneNumber", dict(InstanceId=world.instance, PhoneNumber=each), "ResourceNotFoundException")
    assert "is no number of the pool" in world.server.refused("number", "remove", free)


def test_the_pool_takes_numbers_alone(world):
    refused = world.server.refused
    assert "E.164" in refused("number", "add", "01632 960000")
    assert "E.164" in refused("number", "add", "+11125550100")
    assert "--country" in refused("number", "add", "+80012345678", "--type", "UIFN")
    assert "DID" in refused("number", "add", "+442079460000", "--type", "FREE")
    assert "no trunk" in refused("number", "add", "+442079460000", "--trunk", "nowhere")
    assert "10000 numbers" in refused("number", "add", "+442079400000", "--to", "+442079499999")
    assert "larger" in refused("number", "add", "+442079460001", "--to", "+442079460000")
    taken = numbers.free(world)
    assert "already" in refused("number", "add", taken)
    # All of a range or none of it.
    assert "already" in refused("number", "add", "+441632959990", "--to", "+441632960000")
    listed = {line["number"] for line in numbers.run(world.server, "number", "list")}
    assert taken in listed and "+441632959990" not in listed


def test_who_may_do_what_is_said_by_number(world, tmp_path):
    one, two = numbers.claimed(world, Tags={"team": "sales"}), numbers.claimed(world, Tags={"team": "support"})
    arn = numbers.described(world, one)["PhoneNumberArn"]
    tagged = {"Effect": "Allow", "Action": "connect:UpdatePhoneNumberMetadata", "Resource": "*",
              "Condition": {"StringEquals": {"aws:ResourceTag/team": "support"}}}
    client = world.server.identity(world.unique("numbers"), {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "connect:DescribePhoneNumber", "Resource": arn}, tagged]}, tmp_path)
    assert client.describe_phone_number(PhoneNumberId=one)["ClaimedPhoneNumberSummary"]["PhoneNumberId"] == one
    client.update_phone_number_metadata(PhoneNumberId=two, PhoneNumberDescription="theirs")
    for call in (lambda: client.describe_phone_number(PhoneNumberId=two), lambda: client.release_phone_number(PhoneNumberId=one),
                 lambda: client.update_phone_number_metadata(PhoneNumberId=one, PhoneNumberDescription="not theirs")):
        with pytest.raises(ClientError) as error:
            call()
        assert code(error) == "AccessDeniedException"


def test_claims_and_the_pool_are_on_record(world):
    number = numbers.free(world)
    claimed = numbers.claimed(world, number, PhoneNumberDescription="a secret plan")
    [event] = numbers.until(lambda: [
        e for e in events(world.server, "ClaimPhoneNumber") if (e.get("responseElements") or {}).get("PhoneNumberId") == claimed])
    assert event["requestParameters"]["PhoneNumber"] == number and "a secret plan" not in json.dumps(event)
    added = events(world.server, "AddNumbers")
    assert {"first": "+441632960000", "type": "DID"}.items() <= added[0]["requestParameters"].items()


def test_calls_go_where_the_number_leads(world):
    """A number that is nobody's is unknown; one without a flow, or of an instance that takes no calls, is busy."""
    telephones = numbers.exchange(world)
    number = numbers.free(world)
    assert telephones.refused(number) == 404 and telephones.refused("+442079460999") == 404 and telephones.refused("nonsense") == 404
    claimed = numbers.claimed(world, number)
    assert telephones.refused(number) == 480
    world.connect.associate_phone_number_contact_flow(PhoneNumberId=claimed, InstanceId=world.instance, ContactFlowId=contacts.flow(world))
    call = telephones.dial(None, number=number)
    call.waits("play", isRepeated=True)
    assert contacts.described(world, call.contact)["SystemEndpoint"]["Address"] == number
    call.hang_up()
    world.later(lambda: attribute(world, "true"))
    attribute(world, "false")
    assert telephones.refused(number) == 480
    attribute(world, "true")
    telephones.dial(None, number=number).hang_up()


def attribute(world, value):
    world.connect.update_instance_attribute(InstanceId=world.instance, AttributeType="INBOUND_CALLS", Value=value)
