"""GetPromptFile: a link that ends by itself."""

import ssl
import urllib.error
import urllib.request

from harness import INTERNAL, THROTTLING, unreachable

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def example(world):
    return dict(InstanceId=world.instance, PromptId=world.first("list_prompts", "PromptSummaryList"))


def check(world, request, response):
    url = response["PromptPresignedUrl"]
    context = ssl.create_default_context(cafile=str(world.server.data / "ca.pem"))
    with urllib.request.urlopen(url, context=context) as audio:
        assert audio.headers["content-type"] == "audio/wav" and audio.read(4) == b"RIFF"
    for wrong in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace("Expires=1", "Expires=2"), url.split("?")[0]):
        try:
            urllib.request.urlopen(wrong, context=context)
        except urllib.error.HTTPError as error:
            assert error.code == 403
        else:
            raise AssertionError(f"{wrong} was answered")


ERRORS = {
    "InvalidRequestException": unreachable("what is invalid here is an invalid parameter"),
    "InvalidParameterException": lambda world: {**example(world), "InstanceId": "x" * 101},
    "ResourceNotFoundException": lambda world: {**example(world), "PromptId": UNKNOWN},
    "ThrottlingException": THROTTLING, "InternalServiceException": INTERNAL,
}
