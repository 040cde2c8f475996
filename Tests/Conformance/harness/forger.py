"""Who has the folder, and perhaps its keys, and means to change what is on record. Written from docs/ledger.md, not from our code."""

import base64
import contextlib
import hashlib
import pathlib
import sqlite3

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from harness import root_key

TILE = 256


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf(data: bytes) -> bytes:
    return sha256(b"\0" + data)


def root(leaves: list) -> bytes:
    """RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def raw_public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def key_id(name: str, key: Ed25519PrivateKey) -> bytes:
    return sha256(name.encode() + b"\n\1" + raw_public(key))[:4]


def verifier_key(name: str, key: Ed25519PrivateKey) -> str:
    return f"{name}+{key_id(name, key).hex()}+{base64.b64encode(bytes([1]) + raw_public(key)).decode()}"


def signed(name: str, key: Ed25519PrivateKey, size: int, head: bytes) -> str:
    text = f"{name}\n{size}\n{base64.b64encode(head).decode()}\n"
    signature = base64.b64encode(key_id(name, key) + key.sign(text.encode())).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


class Forger:
    def __init__(self, data: pathlib.Path):
        self.data = data

    @contextlib.contextmanager
    def database(self):
        database = sqlite3.connect(self.data / "keep" / "keep.sqlite")
        try:
            with database:
                yield database
        finally:
            database.close()

    def run(self, *statements):
        with self.database() as database:
            for statement in statements:
                assert database.execute(statement).rowcount != 0, statement

    def events(self) -> list:
        with self.database() as database:
            return [row[0] for row in database.execute("SELECT CAST(event AS BLOB) FROM audit_event ORDER BY sequence")]

    def name(self) -> str:
        with self.database() as database:
            return database.execute("SELECT verifier FROM ledger_key").fetchone()[0].split("+")[0]

    def server_key(self) -> Ed25519PrivateKey:
        """The ledger's own signing key, as whoever holds the keep's folder and its root secret can open it."""
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"ledger").derive(root_key.protection_key(self.data))
        with self.database() as database:
            sealed = database.execute("SELECT sealed FROM ledger_key").fetchone()[0]
        return Ed25519PrivateKey.from_private_bytes(AESGCM(derived).decrypt(sealed[:12], sealed[12:], b"ledger-key"))

    def close_gaps(self):
        with self.database() as database:
            rows = [row[0] for row in database.execute("SELECT sequence FROM audit_event ORDER BY sequence")]
            for number, sequence in enumerate(rows, 1):
                database.execute("UPDATE audit_event SET sequence = ? WHERE sequence = ?", (number, sequence))

    def fix_tree(self):
        """Builds the stored tree anew over the entries that are there now."""
        level, hashes_of_level = 0, [leaf(event) for event in self.events()]
        with self.database() as database:
            database.execute("DELETE FROM ledger_tile")
            while hashes_of_level:
                tiles = [hashes_of_level[at:at + TILE] for at in range(0, len(hashes_of_level), TILE)]
                database.executemany(
                    "INSERT INTO ledger_tile (level, position, hashes) VALUES (?, ?, ?)",
                    [(level, position, b"".join(tile)) for position, tile in enumerate(tiles)])
                hashes_of_level = [root(tile) for tile in tiles if len(tile) == TILE]
                level += 1

    def drop_checkpoints_beyond_the_end(self):
        with self.database() as database:
            database.execute("DELETE FROM ledger_checkpoint WHERE size > (SELECT max(sequence) FROM audit_event)")

    def sign_all(self, key: Ed25519PrivateKey):
        """Signs every checkpoint anew, over the entries that are there now."""
        self.drop_checkpoints_beyond_the_end()
        leaves, name = [leaf(event) for event in self.events()], self.name()
        with self.database() as database:
            for (size,) in database.execute("SELECT size FROM ledger_checkpoint").fetchall():
                database.execute(
                    "UPDATE ledger_checkpoint SET note = ? WHERE size = ?", (signed(name, key, size, root(leaves[:size])), size))
