"""Keys and certificates for encrypted customer input, as a customer makes them with openssl."""

import subprocess


def make_key(folder, name, bits=2048):
    """A private key, and the PEM of its public key."""
    key = folder / f"{name}.key"
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}", "-out", key], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True, text=True).stdout
    return key, public


def make_certificate(folder, name, signer, bits=2048, days=30):
    """A key, and the PEM of a certificate for it that the signer made."""
    key, _ = make_key(folder, name, bits)
    request, issuer = folder / f"{name}.csr", folder / f"{name}.issuer.pem"
    run = lambda *words: subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, text=True).stdout
    run("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
    run("req", "-x509", "-new", "-key", signer, "-subj", "/CN=signer", "-days", "30", "-out", issuer)
    return key, run("x509", "-req", "-in", request, "-CA", issuer, "-CAkey", signer, "-set_serial", "1", "-days", days)
