"""Encrypted customer input: what a caller keys in is opened by the holder of the private key, with the AWS Encryption SDK, and by
nobody else."""

import base64

import aws_encryption_sdk
import pytest
from aws_encryption_sdk import CommitmentPolicy
from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError
from aws_encryption_sdk.identifiers import EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider

from contacts import flows
from contacts.test_voice import over
from harness.keys import make_certificate, make_key

CARD = "4111111111111111"
KEY_ID = "card-key-1"


class PrivateKey(RawMasterKeyProvider):
    """The provider of Connect's own example, which decrypts in a Lambda function."""
    provider_id = "AmazonConnect"

    def __new__(cls, *arguments, **keywords):
        return super(RawMasterKeyProvider, cls).__new__(cls)

    def __init__(self, path):
        super().__init__()
        self.path = path

    def _get_raw_key(self, key_id):
        return WrappingKey(
            wrapping_algorithm=WrappingAlgorithm.RSA_OAEP_SHA512_MGF1, wrapping_key=self.path.read_bytes(),
            wrapping_key_type=EncryptionKeyType.PRIVATE)


def opened(text, key):
    provider = PrivateKey(key)
    provider.add_master_key(KEY_ID)
    client = aws_encryption_sdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
    plaintext, header = client.decrypt(source=base64.b64decode(text), key_provider=provider)
    assert header.algorithm.algorithm_id == 0x0478
    return plaintext.decode()


def keyed(centre, exchange, certificate):
    """A caller keys in a card number; the attributes tell what the flow had of it."""
    call = exchange.dial(centre.new_flow(flows.flow(
        flows.action("log", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"}, next="ask"),
        flows.action(
            "ask", "GetParticipantInput", {
                "Text": "Your card?", "InputTimeLimitSeconds": "5", "StoreInput": "True",
                "InputValidation": {"CustomValidation": {"MaximumLength": "20"}},
                "InputEncryption": {"EncryptionKeyId": KEY_ID, "Key": certificate}},
            next="keep", errors=[("NoMatchingError", "failed")]),
        flows.action("keep", "UpdateContactAttributes", {
            "Attributes": {"card": "$.StoredCustomerInput"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.action("failed", "UpdateContactAttributes", {
            "Attributes": {"card": "refused"}, "TargetContact": "Current"}, next="end", errors=[("NoMatchingError", "end")]),
        flows.END)))
    call.press(CARD, isSecret=True)
    over(centre, call.contact)
    return centre.world.connect.get_contact_attributes(InstanceId=centre.instance, InitialContactId=call.contact)["Attributes"]["card"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def signer(centre, folder):
    """A signing key that the instance trusts while the test runs."""
    key, public = make_key(folder, centre.world.unique("signer"))
    made = centre.world.connect.associate_security_key(InstanceId=centre.instance, Key=public)["AssociationId"]
    yield key
    centre.world.connect.disassociate_security_key(InstanceId=centre.instance, AssociationId=made)


@pytest.mark.parametrize("bits", [2048, 4096])
def test_only_the_private_key_opens_it(centre, exchange, folder, signer, bits):
    key, certificate = make_certificate(folder, f"card{bits}", signer, bits)
    stored = keyed(centre, exchange, certificate)
    assert opened(stored, key) == CARD
    other, _ = make_key(folder, f"other{bits}", bits)
    with pytest.raises(AWSEncryptionSDKClientError):
        opened(stored, other)
    message = bytearray(base64.b64decode(stored))
    message[-20] ^= 1
    with pytest.raises(Exception):
        opened(base64.b64encode(bytes(message)), key)


def test_two_of_the_same_input_differ(centre, exchange, folder, signer):
    _, certificate = make_certificate(folder, "twice", signer)
    assert keyed(centre, exchange, certificate) != keyed(centre, exchange, certificate)


def test_a_certificate_that_no_key_of_the_instance_signed_gets_nothing(centre, exchange, folder, signer):
    stranger, _ = make_key(folder, "stranger")
    _, certificate = make_certificate(folder, "forged", stranger)
    assert keyed(centre, exchange, certificate) == "refused"


def test_a_weak_or_expired_or_broken_certificate_gets_nothing(centre, exchange, folder, signer):
    _, weak = make_certificate(folder, "weak", signer, bits=1024)
    _, sound = make_certificate(folder, "sound", signer)
    _, expired = make_certificate(folder, "expired", signer, days=-1)
    for certificate in (weak, expired, sound[:-100], "text", signer.read_text()):
        assert keyed(centre, exchange, certificate) == "refused"


def test_what_was_keyed_in_is_in_no_file(centre, exchange, folder, signer):
    from harness.canary import found
    _, certificate = make_certificate(folder, "canary", signer)
    assert keyed(centre, exchange, certificate) != "refused"
    assert found(centre.world.server.data, CARD) == []
