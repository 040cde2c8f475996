"""CreateSecurityProfile."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, SecurityProfileName=world.unique("profile"), Description="Sees queues",
        Permissions=["BasicAgentAccess", "Queues.View"], AllowedAccessControlTags={"team": "sales"},
        TagRestrictedResources=["User"], Tags={"team": "sales"},
        Applications=[{"Namespace": "crm", "ApplicationPermissions": ["ACCESS"], "Type": "THIRD_PARTY_APPLICATION"}])


def check(world, request, response):
    ids = dict(InstanceId=world.instance, SecurityProfileId=response["SecurityProfileId"])
    profile = world.connect.describe_security_profile(**ids)["SecurityProfile"]
    world.same(
        profile, request, "SecurityProfileName", "Description", "AllowedAccessControlTags", "TagRestrictedResources", "Tags")
    assert profile["Arn"] == response["SecurityProfileArn"] and profile["OrganizationResourceId"] == world.instance
    assert set(world.connect.list_security_profile_permissions(**ids)["Permissions"]) == set(request["Permissions"])
    assert world.connect.list_security_profile_applications(**ids)["Applications"] == request["Applications"]


def duplicate(world):
    request = example(world)
    world.call("CreateSecurityProfile", request)
    return request


RESULT = "SecurityProfileId"
VARIANTS = {
    "SecurityProfileName": lambda world: world.unique("other"), "Description": "Other", "Permissions": ["Users.View"],
    "AllowedAccessControlTags": {"team": "support"}, "TagRestrictedResources": ["Queue"], "Tags": {"team": "support"},
    "Applications": [{"Namespace": "erp", "ApplicationPermissions": ["ACCESS"], "Type": "MCP"}],
}
REFUSED = {
    "HierarchyRestrictedResources": ["User"], "AllowedAccessControlHierarchyGroupId": UNKNOWN,
    "AllowedFlowModules": [{"Type": "MCP", "FlowModuleId": UNKNOWN}],
    "GranularAccessControlConfiguration": {"DataTableAccessControlConfiguration": {}},
}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Permissions": ["Everything"]},
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("SecurityProfile")},
    "DuplicateResourceException": duplicate,
    "ResourceNotFoundException": lambda world: {**example(world), "InstanceId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
