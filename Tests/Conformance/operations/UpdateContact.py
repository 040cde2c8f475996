"""UpdateContact: changes what is known of an open contact."""

from harness import ACCESS_DENIED, INTERNAL, THROTTLING, contacts, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, ContactId=contacts.task(world), Name="Other", Description="Else",
        References={"n": {"Type": "NUMBER", "Value": "7"}}, SegmentAttributes={"connect:Subtype": {"ValueString": "x"}},
        CustomerEndpoint={"Type": "TELEPHONE_NUMBER", "Address": "+441632960001"})


def check(world, request, response):
    described = contacts.described(world, request["ContactId"])
    world.same(described, request, "Name", "Description", "SegmentAttributes", "CustomerEndpoint")
    found = world.connect.list_contact_references(
        InstanceId=world.instance, ContactId=request["ContactId"], ReferenceTypes=["NUMBER", "STRING"])["ReferenceSummaryList"]
    assert [list(r.values())[0]["Value"] for r in found] == [r["Value"] for r in request["References"].values()]


VARIANTS = {
    "Name": "Third", "Description": "Fourth", "References": {"n": {"Type": "STRING", "Value": "eight"}},
    "SegmentAttributes": {"connect:Subtype": {"ValueString": "y"}}, "CustomerEndpoint.Address": "+441632960002",
    "CustomerEndpoint.Type": "VOIP",
}
REFUSED = {
    "QueueInfo": {"Id": contacts.NOBODY}, "UserInfo": {"UserId": contacts.NOBODY},
    "SystemEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": "+441632960000"},
}
ERRORS = {
    "InvalidRequestException": unreachable("every wrong member is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Name": "n" * 2000},
    "ResourceNotFoundException": lambda world: {**example(world), "ContactId": contacts.NOBODY},
    "InternalServiceException": INTERNAL, "ThrottlingException": THROTTLING, "AccessDeniedException": ACCESS_DENIED,
    "ConflictException": unreachable("an open contact can be changed at any time"),
    "InvalidActiveRegionException": unreachable("there is one region"),
}
