"""Sealed messages and the public AWS Encryption SDK: each side opens the other's, and both refuse what was changed."""

import json
import pathlib
import random
import struct
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sealing import sdk

PROGRAM = pathlib.Path(__file__).resolve().parents[3] / ".build/release/seal-vectors"
CONTEXT = {"object": "o-1", "class": "CALL_RECORDINGS", "é": "not ASCII"}
SIZES = [0, 1, 8_191, 8_192, 8_193, 200_000]

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="seal-vectors is not built: swift build -c release --product seal-vectors")


class Keys:
    def __init__(self, folder, bits=3_072):
        key = rsa.generate_private_key(public_exponent=65_537, key_size=bits)
        self.pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.private, self.public = folder / "private.pem", folder / "public.pem"
        self.private.write_bytes(self.pem)
        self.public.write_bytes(key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
        self.file = folder / "message"

    def run(self, verb, *words, given=b""):
        return subprocess.run(
            [PROGRAM, verb, "--namespace", sdk.NAMESPACE, "--name", sdk.NAME, *map(str, words)], input=given,
            capture_output=True, timeout=60)

    def seal(self, plaintext, frame_length, context=CONTEXT, piece=1_001):
        words = [word for name, value in context.items() for word in ("--context", f"{name}={value}")]
        made = self.run("seal", "--public-key", self.public, "--frame-length", frame_length, "--piece-bytes", piece, *words,
                        given=plaintext)
        assert made.returncode == 0, made.stderr
        return made.stdout

    def open(self, message, *words, verb="open"):
        """The plaintext, or the code of what was wrong."""
        self.file.write_bytes(message)
        opened = self.run(verb, "--private-key", self.private, "--message", self.file, *words)
        return opened.stdout if opened.returncode == 0 else opened.stderr.decode().strip()


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def message(keys):
    return keys.seal(sdk.content(8_192 * 3 + 100), 8_192)


@pytest.mark.parametrize("frame_length", [4_096, 8_192, 65_536])
@pytest.mark.parametrize("size", SIZES)
def test_the_sdk_opens_ours(keys, size, frame_length):
    plaintext, header = sdk.open_message(keys.pem, keys.seal(sdk.content(size), frame_length))
    assert plaintext == sdk.content(size)
    assert header.algorithm.algorithm_id == 0x0478
    assert header.frame_length == frame_length
    assert CONTEXT.items() == header.encryption_context.items()


@pytest.mark.parametrize("frame_length", [4_096, 8_192, 65_536])
@pytest.mark.parametrize("size", SIZES)
def test_we_open_the_sdk_s(keys, size, frame_length):
    message = sdk.seal(keys.pem, sdk.content(size), frame_length, CONTEXT)
    assert keys.open(message) == sdk.content(size)
    assert keys.open(message, "--from", size // 3, "--to", size // 2) == sdk.content(size)[size // 3:size // 2]


def refused_by_both(keys, message):
    assert keys.open(message) in {
        "malformed", "unsupported", "tooLarge", "notWhole", "wrongKey", "notCommitted", "notAuthentic"}
    with pytest.raises(Exception):
        sdk.open_message(keys.pem, message)


def start_of_frames(message):
    return len(message) - (3 * (8_192 + 32) + 100 + 40)


def test_the_unchanged_message_is_refused_by_neither(keys, message):
    assert keys.open(message) == sdk.open_message(keys.pem, message)[0] == sdk.content(8_192 * 3 + 100)


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_is_refused_by_both(keys, message, seed):
    entropy = random.Random(seed)
    start = start_of_frames(message)
    place = entropy.choice([range(start), range(start, len(message) - 140), range(len(message) - 140, len(message))])
    changed = bytearray(message)
    changed[entropy.choice(place)] ^= 1 << entropy.randrange(8)
    refused_by_both(keys, bytes(changed))


def test_a_cut_message_is_refused_by_both(keys, message):
    start = start_of_frames(message)
    for end in (0, 10, start - 1, start, start + 8_224, start + 8_224 * 2 + 7, len(message) - 1):
        refused_by_both(keys, message[:end])


def test_swapped_left_out_and_repeated_frames_are_refused_by_both(keys, message):
    start, frame = start_of_frames(message), 8_224
    frames = [message[start + i * frame:start + (i + 1) * frame] for i in range(3)]
    for order in ([1, 0, 2], [0, 2], [0, 1, 2, 2], [2, 1, 0]):
        refused_by_both(keys, message[:start] + b"".join(frames[i] for i in order) + message[start + 3 * frame:])


def test_frames_of_another_message_are_refused_by_both(keys, message):
    other = keys.seal(sdk.content(8_192 * 3 + 100), 8_192)
    start = start_of_frames(message)
    refused_by_both(keys, message[:start] + other[start:])


def test_more_than_a_message_is_refused_by_us(keys, message):
    assert keys.open(message + b"\0") in {"notWhole", "notAuthentic"}


def test_another_key_opens_nothing(keys, message, tmp_path):
    refused_by_both(Keys(tmp_path), message)


def test_a_torn_message_is_sealed_anew(keys, message):
    torn = message[:start_of_frames(message) + 8_224 * 2 + 4_000]
    plaintext, header = sdk.open_message(keys.pem, keys.open(torn, verb="recover"))
    assert plaintext == sdk.content(8_192 * 2)
    assert header.encryption_context == CONTEXT | {"truncated": "true"}


def test_the_vectors_are_the_sdk_s(tmp_path):
    """What the Swift tests read is what the SDK opens; the refused ones are messages too, in forms that we do not take."""
    import base64
    vectors = json.loads(pathlib.Path(__file__).with_name("vectors.json").read_text())
    key = serialization.load_der_private_key(base64.b64decode(vectors["privateKey"]), None)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for vector in vectors["opened"]:
        plaintext, header = sdk.open_message(pem, base64.b64decode(vector["message"]))
        assert plaintext == sdk.content(vector["contentBytes"])
        assert header.encryption_context == vector["context"]
    for vector in vectors["refused"]:
        assert struct.unpack(">B", base64.b64decode(vector["message"])[:1])[0] in (1, 2)
