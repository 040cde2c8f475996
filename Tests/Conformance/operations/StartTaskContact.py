"""StartTaskContact: begins a task."""

from harness import INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, ContactFlowId=contacts.flow(world), Name="Call back", Description="About the offer",
        Attributes={"order": "A1"}, References={"offer": {"Type": "URL", "Value": "https://example.com/offer"}},
        SegmentAttributes={"connect:Subtype": {"ValueString": "connect:Task"}})


def check(world, request, response):
    described = contacts.described(world, contacts.ends(world, response["ContactId"]))
    world.same(described, request, "Name", "Description", "SegmentAttributes", "RelatedContactId", "PreviousContactId")
    assert {**described["Attributes"], "path": ""} == {**request["Attributes"], "path": ""}
    found = world.connect.list_contact_references(
        InstanceId=world.instance, ContactId=response["ContactId"], ReferenceTypes=["URL", "STRING", "NUMBER"])["ReferenceSummaryList"]
    assert [(list(r)[0].upper(), *list(r.values())[0].values()) for r in found] == [
        (reference["Type"], name, reference["Value"]) for name, reference in request["References"].items()]
    wanted = request.get("ScheduledTime")
    assert described.get("ScheduledTimestamp") == wanted
    assert described["Channel"] == "TASK" and described["InitiationMethod"] == "API"


def later(world):
    import datetime
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)).replace(microsecond=0)


RESULT = "ContactId"
VARIANTS = {
    "Name": "Write back", "Description": "About the invoice", "Attributes": {"order": "B2"},
    "References": {"offer": {"Type": "STRING", "Value": "x"}}, "RelatedContactId": lambda world: contacts.chat(world),
    "PreviousContactId": lambda world: contacts.over(world), "ScheduledTime": later,
    "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Other"}},
}


def by_quick_connect(world):
    from contacts import flows
    queue = world.new("Queue")
    flow = world.new("ContactFlow", Type="QUEUE_TRANSFER", Content=flows.flow(
        flows.action("transfer", "TransferContactToQueue", next="end", errors=[("QueueAtCapacity", "end"), ("NoMatchingError", "end")]),
        flows.END))
    quick = world.new("QuickConnect", QuickConnectConfig={
        "QuickConnectType": "QUEUE", "QueueConfig": {"QueueId": queue, "ContactFlowId": flow}})
    request = {k: v for k, v in example(world).items() if k != "ContactFlowId"}
    made = contacts.ends(world, world.call("StartTaskContact", {**request, "QuickConnectId": quick})["ContactId"])
    assert contacts.described(world, made)["QueueInfo"]["Id"] == queue


def another_flow(world):
    from contacts import flows
    queue = world.new("Queue")
    flow = world.new("ContactFlow", Content=flows.to_queue(queue))
    made = contacts.ends(world, world.call("StartTaskContact", {**example(world), "ContactFlowId": flow})["ContactId"])
    assert contacts.described(world, made)["QueueInfo"]["Id"] == queue


def template(world, **members):
    def names(*some):
        return [{"Id": {"Name": name}} for name in some]

    fields = [("Name", "NAME"), ("About", "DESCRIPTION"), ("Size", "SINGLE_SELECT"), ("Count", "NUMBER")]
    return world.new(
        "TaskTemplate", ContactFlowId=contacts.flow(world), Fields=[
            {"Id": {"Name": name}, "Type": kind, **({"SingleSelectOptions": ["small", "large"]} if name == "Size" else {})}
            for name, kind in fields],
        Constraints={"RequiredFields": names("Size", "Count")},
        Defaults={"DefaultFieldValues": [
            {"Id": {"Name": "About"}, "DefaultValue": "As ever"}, {"Id": {"Name": "Size"}, "DefaultValue": "small"}]}, **{"Status": "ACTIVE", **members})


def by_template(world):
    """A template gives the flow and what the request leaves out, and refuses what is no value of its fields."""
    request = dict(InstanceId=world.instance, Name="From a template", TaskTemplateId=template(world))
    for wrong in ({}, {"Count": "many"}, {"Count": "3", "Size": "medium"}):
        references = {name: {"Type": "STRING", "Value": value} for name, value in wrong.items()}
        world.refuses("StartTaskContact", {**request, "References": references}, "InvalidParameterException")
    made = contacts.ends(world, world.call("StartTaskContact", {
        **request, "References": {"Count": {"Type": "NUMBER", "Value": "3"}}})["ContactId"])
    assert contacts.described(world, made)["Description"] == "As ever"
    found = world.connect.list_contact_references(
        InstanceId=world.instance, ContactId=made, ReferenceTypes=["STRING", "NUMBER"])["ReferenceSummaryList"]
    assert sorted((r.get("String") or r["Number"])["Value"] for r in found) == ["3", "small"]
    world.refuses(
        "StartTaskContact", {**request, "TaskTemplateId": template(world, Status="INACTIVE")}, "InvalidRequestException")
    world.refuses("StartTaskContact", {**request, "TaskTemplateId": contacts.NOBODY}, "ResourceNotFoundException")


EFFECTS = {"ContactFlowId": another_flow, "QuickConnectId": by_quick_connect, "TaskTemplateId": by_template}
REFUSED = {
    "Attachments": [{"FileName": "a.txt", "S3Url": "https://b.s3.us-east-1.amazonaws.com/a.txt"}],
}
ERRORS = {
    "InvalidRequestException": lambda world: {k: v for k, v in example(world).items() if k != "ContactFlowId"},
    "InvalidParameterException": lambda world: {**example(world), "ScheduledTime": 1},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactFlowId": contacts.NOBODY},
    "ServiceQuotaExceededException": unreachable("contacts are limited by what the machine bears, and refused as a fault then"),
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
