"""CreatePrompt: from a WAV file in the operator's import folder."""

import ssl
import struct
import urllib.request

from botocore.exceptions import ClientError
from harness import INTERNAL, THROTTLING, unreachable


def example(world):
    return dict(
        InstanceId=world.instance, Name=world.unique("prompt"), Description="A tone", S3Uri=world.wav_uri(),
        Tags={"team": "sales"})


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


def wav(tag=7, channels=1, rate=8000, bits=8, data=bytes(80)):
    width = channels * bits // 8
    form = struct.pack("<IHHIIHH", 16, tag, channels, rate, rate * width, width, bits)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data)) + data


def files(world):
    """Only sound that a telephone can play, and only from the import folder."""
    folder = world.server.data / "switch/buckets/prompts"
    name = world.unique("file")

    def put(file):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.wav").write_bytes(file)
        return f"s3://prompts/{name}.wav"

    for good in (wav(), wav(tag=1, bits=16)):
        world.new("Prompt", S3Uri=put(good))
    for file in (b"", b"not a sound" * 8, wav(tag=3, bits=32), wav(channels=2), wav(rate=16000), wav(data=b""),
                 wav(tag=1, bits=8), wav(tag=1, bits=24), wav(tag=7, bits=16)):
        refused(world, put(file))
    (folder / f"{name}-link.wav").symlink_to(world.server.data / "ca.pem")
    for uri in (f"s3://prompts/{name}-link.wav", "s3://prompts/absent.wav", "s3://prompts/../prompts/x.wav",
                "s3://prompts//etc/hosts", "https://prompts.s3.us-east-1.amazonaws.com/x.wav"):
        refused(world, uri)


def refused(world, uri):
    try:
        world.new("Prompt", S3Uri=uri)
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidParameterException" and "S3Uri" in str(error)
    else:
        raise AssertionError(f"{uri} was taken")


RESULT = "PromptId"
VARIANTS = {
    "Name": lambda world: world.unique("other"), "Description": "Other", "S3Uri": lambda world: world.wav_uri(),
    "Tags": {"team": "support"},
}
EFFECTS = {"S3Uri": files}
ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "S3Uri": "s3://prompts/../../keep/ca.key"},
    "DuplicateResourceException": duplicate,
    "LimitExceededException": lambda world: {**example(world), "InstanceId": world.full("Prompt")},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
