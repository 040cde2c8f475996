"""The public AWS Encryption SDK with a raw RSA key, as the other side of our messages."""

import aws_encryption_sdk
from aws_encryption_sdk import CommitmentPolicy
from aws_encryption_sdk.identifiers import AlgorithmSuite, EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider

NAMESPACE = "switchkeep"
NAME = "sealing/1"
SUITE = AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY


class RawRSA(RawMasterKeyProvider):
    provider_id = NAMESPACE

    def __new__(cls, *arguments, **keywords):
        return super(RawMasterKeyProvider, cls).__new__(cls)

    def __init__(self, pem, kind=EncryptionKeyType.PRIVATE, name=NAME):
        super().__init__()
        self.pem, self.kind = pem, kind
        self.add_master_key(name)

    def _get_raw_key(self, key_id):
        return WrappingKey(
            wrapping_algorithm=WrappingAlgorithm.RSA_OAEP_SHA256_MGF1, wrapping_key=self.pem, wrapping_key_type=self.kind)


def seal(pem, plaintext, frame_length, context, suite=SUITE, policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT):
    client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=policy)
    message, _ = client.encrypt(
        source=plaintext, key_provider=RawRSA(pem), frame_length=frame_length, encryption_context=context, algorithm=suite)
    return message


def open_message(pem, message):
    """The plaintext and the header, with nothing accepted that does not commit to its key."""
    client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
    return client.decrypt(source=message, key_provider=RawRSA(pem))


def content(count):
    """Content that differs in each frame."""
    return bytes((i * 31 + (i >> 8)) & 0xFF for i in range(count))
