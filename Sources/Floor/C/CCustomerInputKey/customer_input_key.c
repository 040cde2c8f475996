#include "customer_input_key.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

static BIO *reader(const uint8_t *pem, size_t length) {
  return length > INT_MAX ? nullptr : BIO_new_mem_buf(pem, (int)length);
}

// Never asks for a passphrase: there is nobody to ask.
static int no_passphrase(char *buffer, int size, int is_writing, void *context) {
  (void)buffer, (void)size, (void)is_writing, (void)context;
  return -1;
}

static EVP_PKEY *public_key(const uint8_t *pem, size_t length) {
  BIO *bio = reader(pem, length);
  EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, nullptr, no_passphrase, nullptr) : nullptr;
  BIO_free(bio);
  return key;
}

static X509 *certificate(const uint8_t *pem, size_t length) {
  BIO *bio = reader(pem, length);
  X509 *x509 = bio ? PEM_read_bio_X509(bio, nullptr, no_passphrase, nullptr) : nullptr;
  BIO_free(bio);
  return x509;
}

static int rsa_bits(const EVP_PKEY *key) {
  return key && EVP_PKEY_base_id(key) == EVP_PKEY_RSA ? EVP_PKEY_bits(key) : 0;
}

int customer_input_key_bits(const uint8_t *pem, size_t length) {
  EVP_PKEY *key = public_key(pem, length);
  const int bits = rsa_bits(key);
  EVP_PKEY_free(key);
  return bits;
}

static bool is_valid_now(const X509 *x509) {
  return X509_cmp_current_time(X509_get0_notBefore(x509)) < 0 && X509_cmp_current_time(X509_get0_notAfter(x509)) > 0;
}

int customer_input_certificate_bits(
    const uint8_t *pem, size_t length, const uint8_t *signer_pem, size_t signer_length) {
  X509 *x509 = certificate(pem, length);
  EVP_PKEY *signer = public_key(signer_pem, signer_length);
  const bool is_signed = x509 && signer && X509_verify(x509, signer) == 1 && is_valid_now(x509);
  const int bits = is_signed ? rsa_bits(X509_get0_pubkey(x509)) : 0;
  EVP_PKEY_free(signer);
  X509_free(x509);
  return bits;
}

static size_t encrypt(EVP_PKEY_CTX *context, const uint8_t *plaintext, size_t length, uint8_t *ciphertext, size_t capacity) {
  size_t made = capacity;
  const bool is_done = context && EVP_PKEY_encrypt_init(context) == 1 &&
                       EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                       EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha512()) == 1 &&
                       EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha512()) == 1 &&
                       EVP_PKEY_encrypt(context, ciphertext, &made, plaintext, length) == 1;
  return is_done ? made : 0;
}

size_t customer_input_encrypt(
    const uint8_t *certificate_pem, size_t certificate_length, const uint8_t *plaintext, size_t length, uint8_t *ciphertext,
    size_t capacity) {
  X509 *x509 = certificate(certificate_pem, certificate_length);
  EVP_PKEY *key = x509 ? X509_get0_pubkey(x509) : nullptr;
  EVP_PKEY_CTX *context = rsa_bits(key) ? EVP_PKEY_CTX_new(key, nullptr) : nullptr;
  const size_t made = encrypt(context, plaintext, length, ciphertext, capacity);
  EVP_PKEY_CTX_free(context);
  X509_free(x509);
  return made;
}
