"""CreatePrompt: from a WAV file in the operator's import folder."""

import urllib.request
import ssl

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, Name=world.unique("prompt"), Description="A tone", S3Uri=world.wav_uri(), Tags={"team": "sales"})


def audio(world, prompt):
    url = world.connect.get_prompt_file(InstanceId=world.instance, PromptId=prompt)["PromptPresignedUrl"]
    context = ssl.create_default_context(cafile=str(world.server.data / "ca.pem"))
    return urllib.request.urlopen(url, context=context).read()


def check(world, request, response):
    prompt = world.connect.describe_prompt(InstanceId=world.instance, PromptId=response["PromptId"])["Prompt"]
    world.same(prompt, request, "Name", "Description", "Tags")
    assert prompt["PromptARN"] == response["PromptARN"]
    assert audio(world, response["PromptId"]) == world.file(request["S3Uri"])


def duplicate(world):
    request = example(world)
    world.call("CreatePrompt", request)
    return request


RESULT = "PromptId"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Other", "S3Uri": lambda world: world.wav_uri(), "Tags": {"team": "support"}}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "S3Uri": "s3://prompts/../../keep/ca.key"},
    "DuplicateResourceException": duplicate,
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("Prompt")},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
