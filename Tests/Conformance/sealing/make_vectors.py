#!/usr/bin/env python3
"""Makes vectors.json with the public AWS Encryption SDK: messages that our reader must open, and ones that it must refuse."""

import base64
import json
import pathlib
import sys

from aws_encryption_sdk import CommitmentPolicy
from aws_encryption_sdk.identifiers import AlgorithmSuite
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from sealing import sdk

CONTEXTS = [{}, {"object": "o-1"}, {"z": "last", "a": "first", "é": "not ASCII", "empty": ""}]
OPENED = [(0, 4_096), (5, 65_536), (4_096, 4_096), (8_191, 8_192), (8_192, 8_192), (20_000, 8_192)]
REFUSED = {
    "no commitment, no signature": (AlgorithmSuite.AES_256_GCM_IV12_TAG16_HKDF_SHA256, 4_096),
    "no commitment, a signature": (AlgorithmSuite.AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384, 4_096),
    "commitment, a signature": (AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384, 4_096),
    "no frames": (sdk.SUITE, 0),
    "frames of another length": (sdk.SUITE, 1_024),
}


def text(message):
    return base64.b64encode(message).decode()


def main():
    key = rsa.generate_private_key(public_exponent=65_537, key_size=3_072)
    pkcs8 = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = key.private_bytes(serialization.Encoding.PEM, *pkcs8)
    opened = [
        {"contentBytes": count, "frameLength": length, "context": context,
         "message": text(sdk.seal(pem, sdk.content(count), length, context))}
        for (count, length), context in zip(OPENED, CONTEXTS * 2)
    ]
    refused = [
        {"why": why, "message": text(sdk.seal(
            pem, sdk.content(10), length, {}, suite, CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT
            if why.startswith("no commitment") else CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT))}
        for why, (suite, length) in REFUSED.items()
    ]
    vectors = {
        "madeWith": "aws-encryption-sdk 4.0.7", "namespace": sdk.NAMESPACE, "name": sdk.NAME,
        "privateKey": text(key.private_bytes(serialization.Encoding.DER, *pkcs8)), "opened": opened, "refused": refused,
    }
    pathlib.Path(__file__).with_name("vectors.json").write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
