"""UpdateSecurityProfile."""

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, SecurityProfileId=world.new("SecurityProfile"), Description="Changed",
        Permissions=["Users.View"], AllowedAccessControlTags={"team": "support"}, TagRestrictedResources=["Queue"],
        Applications=[{"Namespace": "erp", "ApplicationPermissions": ["ACCESS"], "Type": "MCP"}])


def state(world, ids):
    profile = world.connect.describe_security_profile(**ids)["SecurityProfile"]
    return (
        {**profile, "LastModifiedTime": None}, world.connect.list_security_profile_permissions(**ids)["Permissions"],
        world.connect.list_security_profile_applications(**ids)["Applications"])


def check(world, request, response):
    ids = dict(InstanceId=world.instance, SecurityProfileId=request["SecurityProfileId"])
    profile = world.connect.describe_security_profile(**ids)["SecurityProfile"]
    world.same(profile, request, "Description", "AllowedAccessControlTags", "TagRestrictedResources")
    assert world.connect.list_security_profile_permissions(**ids)["Permissions"] == request["Permissions"]
    assert world.connect.list_security_profile_applications(**ids)["Applications"] == request["Applications"]


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "SecurityProfileId")}
    world.call("UpdateSecurityProfile", {**ids, **request})
    for name, value in request.items():
        before = state(world, ids)
        world.call("UpdateSecurityProfile", {**ids, name: value})
        assert state(world, ids) == before, name


VARIANTS = {
    "Description": "Again", "Permissions": ["Queues.View"], "AllowedAccessControlTags": {"team": "other"},
    "TagRestrictedResources": ["User"],
    "Applications": [{"Namespace": "crm", "ApplicationPermissions": ["ACCESS"], "Type": "MCP"}],
}
EFFECTS = {"Description": kept}
REFUSED = {
    "HierarchyRestrictedResources": ["User"], "AllowedAccessControlHierarchyGroupId": UNKNOWN,
    "AllowedFlowModules": [{"Type": "MCP", "FlowModuleId": UNKNOWN}],
    "GranularAccessControlConfiguration": {"DataTableAccessControlConfiguration": {}},
}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Permissions": ["Everything"]},
    "ResourceNotFoundException": lambda world: {**example(world), "SecurityProfileId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
