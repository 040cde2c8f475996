#ifndef CUSTOMER_INPUT_KEY_H
#define CUSTOMER_INPUT_KEY_H

#include <stddef.h>
#include <stdint.h>

/// The size in bits of an RSA public key in PEM (SubjectPublicKeyInfo); 0 for what is none.
int customer_input_key_bits(const uint8_t *pem, size_t length);

/// The size in bits of the RSA key of an X.509 certificate in PEM, if the certificate was signed by the public key `signer_pem`
/// and is valid now; 0 if not.
int customer_input_certificate_bits(
    const uint8_t *pem, size_t length, const uint8_t *signer_pem, size_t signer_length);

/// RSA-OAEP with SHA-512 and MGF1 with SHA-512 (RFC 8017 7.1) under the key of a certificate.
/// \returns the length of the ciphertext, which is at most `capacity`; 0 when it could not be made.
size_t customer_input_encrypt(
    const uint8_t *certificate_pem, size_t certificate_length, const uint8_t *plaintext, size_t length, uint8_t *ciphertext,
    size_t capacity);

#endif
