"""Bytes sealed in a second of a core, beside OpenSSL's bare AES-256-GCM on blocks of the same length in the same run."""

import os
import pathlib
import re
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFINE = ROOT / "Sources/Programs/switchkeep/Processes/ConfineCommand.swift"
ROUNDS = 5


def tunables():
    """What `serve` sets for its processes: sealing runs in one of them."""
    return re.search(r'"GLIBC_TUNABLES=(\S+)"', CONFINE.read_text()).group(1)


def openssl(length):
    text = subprocess.run(
        ["openssl", "speed", "-evp", "aes-256-gcm", "-bytes", str(length), "-seconds", "1"], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"AES-256-GCM\s+([\d.]+)k", text).group(1)) * 1000


def sealed(key, length, environment):
    made = subprocess.run(
        [ROOT / ".build/release/seal-vectors", "speed", "--namespace", "bench", "--name", "bench", "--public-key", key, "--frame-length",
         str(length)], check=True, capture_output=True, text=True, env=environment)
    return float(made.stdout)


def run(seconds, connections):
    subprocess.run(["swift", "build", "-c", "release", "--product", "seal-vectors"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    environment = {**os.environ, "GLIBC_TUNABLES": tunables()}
    with tempfile.TemporaryDirectory() as folder:
        private, public = f"{folder}/private.pem", f"{folder}/public.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", private], check=True, capture_output=True)
        subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
        for length in (65_536, 8_192, 4_096):
            # In turns, so that a machine that is busy for a while is busy for both. Both count processor time.
            pairs = [(sealed(public, length, environment), openssl(length)) for _ in range(ROUNDS)]
            ours, theirs = (statistics.median(side) for side in zip(*pairs))
            ratio = statistics.median(one / other for one, other in pairs)
            yield (f"sealing: frames of {length:,} bytes: {ours / 1e6:,.0f} MB/s a core, {100 * ratio:.0f} % of OpenSSL's aes-256-gcm "
                   f"({theirs / 1e6:,.0f} MB/s)")
