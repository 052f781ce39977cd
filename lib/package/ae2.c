#include "package/ae2.h"

#include <assert.h>
#include <endian.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "package/pbkdf2.h"

#define KEY 32      /* AES-256, and as long a key for the HMAC */
#define ROUNDS 1000 /* of PBKDF2, fixed by the format */
#define BLOCK 16    /* of AES */
#define STREAM 8192 /* keystream made at a time: stays in the L1 cache */

struct sar_ae2_kit {
	EVP_CIPHER *aes;
	EVP_MAC *hmac;
};

struct sar_ae2 {
	const struct sar_ae2_kit *kit;
	EVP_CIPHER_CTX *aes;
	EVP_MAC_CTX *hmac;
	uint8_t counters[STREAM]; /* the upper half of each stays 0 */
	uint8_t stream[STREAM];
};

static int
failed(const char *what, struct sar_err *err)
{
	return sar_err_set(err, SAR_EFAIL, "%s: refused by libcrypto", what);
}

struct sar_ae2_kit *
sar_ae2_kit_new(struct sar_err *err)
{
	struct sar_ae2_kit *kit = calloc(1, sizeof(*kit));

	if (kit == NULL ||
	    (kit->aes = EVP_CIPHER_fetch(NULL, "AES-256-ECB", NULL)) == NULL ||
	    (kit->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL)) == NULL) {
		(void)failed("AES-256 and HMAC-SHA1", err);
		sar_ae2_kit_free(kit);
		return NULL;
	}
	return kit;
}

void
sar_ae2_kit_free(struct sar_ae2_kit *kit)
{
	if (kit == NULL)
		return;
	EVP_CIPHER_free(kit->aes);
	EVP_MAC_free(kit->hmac);
	free(kit);
}

static int
start(struct sar_ae2 *ae2, const uint8_t *keys, struct sar_err *err)
{
	char sha1[] = "SHA1";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha1,
		    0),
		OSSL_PARAM_construct_end(),
	};

	if ((ae2->aes = EVP_CIPHER_CTX_new()) == NULL ||
	    EVP_EncryptInit_ex2(ae2->aes, ae2->kit->aes, keys, NULL, NULL) !=
		1 ||
	    EVP_CIPHER_CTX_set_padding(ae2->aes, 0) != 1)
		return failed("AES-256", err);
	if ((ae2->hmac = EVP_MAC_CTX_new(ae2->kit->hmac)) == NULL ||
	    EVP_MAC_init(ae2->hmac, keys + KEY, KEY, params) != 1)
		return failed("HMAC-SHA1", err);
	return 0;
}

struct sar_ae2 *
sar_ae2_new(const struct sar_ae2_kit *kit, const struct sar_secret *passphrase,
    const uint8_t salt[SAR_AE2_SALT], uint8_t verifier[SAR_AE2_VERIFIER],
    struct sar_err *err)
{
	struct sar_ae2 *ae2 = calloc(1, sizeof(*ae2));
	struct sar_ae2 *result = NULL;
	uint8_t keys[2 * KEY + SAR_AE2_VERIFIER];

	assert(sar_secret_len(passphrase) <= 4096);
	if (ae2 == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	ae2->kit = kit;
	sar_pbkdf2_derive(passphrase, salt, SAR_AE2_SALT, ROUNDS, keys,
	    sizeof(keys));
	if (start(ae2, keys, err) == -1)
		goto out;
	memcpy(verifier, keys + sizeof(keys) - SAR_AE2_VERIFIER,
	    SAR_AE2_VERIFIER);
	result = ae2;
	ae2 = NULL;

out:
	sodium_memzero(keys, sizeof(keys));
	sar_ae2_free(ae2);
	return result;
}

void
sar_ae2_free(struct sar_ae2 *ae2)
{
	if (ae2 == NULL)
		return;
	EVP_CIPHER_CTX_free(ae2->aes);
	EVP_MAC_CTX_free(ae2->hmac);
	sodium_memzero(ae2->stream, sizeof(ae2->stream));
	free(ae2);
}

/*
 * The keystream of the blocks from ${block} on, counted from 0.  AE-2 counts
 * from 1 and little-endian, which no CTR mode of a library does; encrypting
 * a page of counters at once runs as fast as one.
 */
static int
keystream(struct sar_ae2 *ae2, uint64_t block, size_t blocks,
    struct sar_err *err)
{
	uint8_t *at = ae2->counters;
	uint64_t counter;
	size_t i;
	int got;

	for (i = 0; i < blocks; i++, at += BLOCK) {
		counter = htole64(++block);
		memcpy(at, &counter, sizeof(counter));
	}
	if (EVP_EncryptUpdate(ae2->aes, ae2->stream, &got, ae2->counters,
		(int)(blocks * BLOCK)) != 1 ||
	    got != (int)(blocks * BLOCK))
		return failed("AES-256", err);
	return 0;
}

/* memcpy because ${data} may begin anywhere. */
static void
mix(uint8_t *data, const uint8_t *stream, size_t len)
{
	uint64_t a __attribute__((vector_size(64)));
	uint64_t b __attribute__((vector_size(64)));
	size_t i;

	for (i = 0; i + sizeof(a) <= len; i += sizeof(a)) {
		memcpy(&a, data + i, sizeof(a));
		memcpy(&b, stream + i, sizeof(b));
		a ^= b;
		memcpy(data + i, &a, sizeof(a));
	}
	for (; i < len; i++)
		data[i] ^= stream[i];
}

int
sar_ae2_crypt(struct sar_ae2 *ae2, void *data, size_t len, uint64_t off,
    struct sar_err *err)
{
	const uint8_t *stream = ae2->stream;
	uint8_t *at = data;
	size_t skip, part;

	while (len > 0) {
		skip = (size_t)(off % BLOCK);
		part = STREAM - skip;
		if (part > len)
			part = len;
		if (keystream(ae2, off / BLOCK,
			(skip + part + BLOCK - 1) / BLOCK, err) == -1)
			return -1;
		mix(at, stream + skip, part);
		at += part;
		off += part;
		len -= part;
	}
	return 0;
}

int
sar_ae2_auth(struct sar_ae2 *ae2, const void *data, size_t len,
    struct sar_err *err)
{
	if (EVP_MAC_update(ae2->hmac, data, len) != 1)
		return failed("HMAC-SHA1", err);
	return 0;
}

int
sar_ae2_tag(struct sar_ae2 *ae2, uint8_t tag[SAR_AE2_TAG], struct sar_err *err)
{
	uint8_t whole[20];
	size_t len;

	if (EVP_MAC_final(ae2->hmac, whole, &len, sizeof(whole)) != 1 ||
	    len != sizeof(whole))
		return failed("HMAC-SHA1", err);
	memcpy(tag, whole, SAR_AE2_TAG);
	return 0;
}
