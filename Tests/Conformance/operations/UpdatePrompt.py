"""UpdatePrompt."""

import ssl
import urllib.request

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(
        InstanceId=world.instance, PromptId=world.new("Prompt"), Name=world.unique("renamed"), Description="Renamed",
        S3Uri=world.wav_uri())


def check(world, request, response):
    prompt = world.connect.describe_prompt(InstanceId=world.instance, PromptId=request["PromptId"])["Prompt"]
    world.same(prompt, request, "Name", "Description")
    url = world.connect.get_prompt_file(InstanceId=world.instance, PromptId=request["PromptId"])["PromptPresignedUrl"]
    context = ssl.create_default_context(cafile=str(world.server.data / "ca.pem"))
    assert urllib.request.urlopen(url, context=context).read() == world.file(request["S3Uri"])


def kept(world):
    """What is not given stays."""
    request = example(world)
    ids = {name: request.pop(name) for name in ("InstanceId", "PromptId")}
    world.call("UpdatePrompt", {**ids, **request})
    for name, value in request.items():
        before = {**world.connect.describe_prompt(**ids)["Prompt"], "LastModifiedTime": None}
        world.call("UpdatePrompt", {**ids, name: value})
        assert {**world.connect.describe_prompt(**ids)["Prompt"], "LastModifiedTime": None} == before, name


VARIANTS = {"Name": lambda world: world.unique("again"), "Description": "Again", "S3Uri": lambda world: world.wav_uri()}
EFFECTS = {"Name": kept}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "Name": "Beep.wav"},
    "ResourceNotFoundException": lambda world: {**example(world), "PromptId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
