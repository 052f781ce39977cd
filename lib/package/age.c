#include "package/age.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "package/age_armor.h"
#include "package/age_header.h"

#define KEY_B64 SAR_B64_LEN(SAR_AGE_KEY)

/* 32 bytes in Base64 without padding, which is one '='. */
static void
put_bare(struct sar_buf *out, const uint8_t bytes[SAR_AGE_KEY])
{
	char text[KEY_B64];

	sar_b64_put(bytes, SAR_AGE_KEY, text);
	sar_buf_add(out, text, strlen(text) - 1);
}

static_assert(SAR_AGE_BODY == SAR_AGE_KEY, "bodies are written like keys");

/* A header for a file key drawn for it. */
static int
put_header(struct sar_age_work *work, const struct sar_age_recipient *to,
    size_t n, struct sar_buf *out, struct sar_err *err)
{
	struct sar_age_stanza stanza;
	uint8_t mac[SAR_AGE_KEY];
	size_t i;

	randombytes_buf(work->file_key, sizeof(work->file_key));
	sar_buf_puts(out, "age-encryption.org/v1\n");
	for (i = 0; i < n; i++) {
		if (sar_age_wrap(work, &to[i], &stanza, err) == -1)
			return -1;
		sar_buf_puts(out, "-> X25519 ");
		put_bare(out, stanza.share);
		sar_buf_puts(out, "\n");
		put_bare(out, stanza.body);
		sar_buf_puts(out, "\n");
	}
	sar_buf_puts(out, "---");
	if (sar_buf_check(out, err) == -1)
		return -1;
	sar_age_mac(work, out->data, out->len, mac);
	sar_buf_puts(out, " ");
	put_bare(out, mac);
	sar_buf_puts(out, "\n");
	return 0;
}

static void
put_payload(struct sar_age_work *work, const struct sar_secret *secret,
    struct sar_buf *out)
{
	uint8_t sealed[SAR_AGE_SECRET + SAR_AGE_TAG];
	uint8_t nonce[SAR_AGE_NONCE];
	size_t len = sar_secret_len(secret);

	randombytes_buf(nonce, sizeof(nonce));
	sar_age_payload_key(work, nonce);
	(void)crypto_aead_chacha20poly1305_ietf_encrypt(sealed, NULL,
	    (const uint8_t *)sar_secret_data(secret), len, NULL, 0, NULL,
	    sar_age_last_chunk, work->key);
	sar_buf_add(out, nonce, sizeof(nonce));
	sar_buf_add(out, sealed, len + SAR_AGE_TAG);
}

int
sar_age_seal(const struct sar_age_recipient *to, size_t n,
    const struct sar_secret *secret, struct sar_buf *out, struct sar_err *err)
{
	struct sar_buf binary = SAR_BUF_INIT;
	struct sar_age_work *work = NULL;
	int rc = -1;

	assert(n > 0 && n <= SAR_AGE_RECIPIENTS);
	assert(sar_secret_len(secret) <= SAR_AGE_SECRET);
	if ((work = sar_age_work_new(err)) == NULL ||
	    put_header(work, to, n, &binary, err) == -1)
		goto out;
	put_payload(work, secret, &binary);
	if (sar_buf_check(&binary, err) == -1)
		goto out;
	sar_age_armor_put(out, binary.data, binary.len);
	rc = sar_buf_check(out, err);

out:
	sar_buf_free(&binary);
	sar_age_work_free(work);
	return rc;
}

static int
malformed(const char *name, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", name, why);
}

/* The file key, by the first of the keys that has a stanza. */
static int
unwrap(struct sar_age_work *work, const char *name,
    const struct sar_age_header *header,
    const struct sar_age_identity *identity, struct sar_err *err)
{
	size_t i, k;

	for (i = 0; i < header->n; i++) {
		for (k = 0; k < identity->n; k++) {
			switch (sar_age_unwrap(work, identity, k,
			    &header->stanzas[i])) {
			case SAR_AGE_OPENED:
				return 0;
			case SAR_AGE_FORGED:
				return malformed(name,
				    "a stanza of X25519 is forged", err);
			case SAR_AGE_OTHER:
				break;
			}
		}
	}
	(void)sar_err_set(err, SAR_ESECRET,
	    "%s: sealed to another key than this", name);
	return -1;
}

/* The one chunk of a payload of ${len} bytes, nonce and all. */
static struct sar_secret *
open_payload(struct sar_age_work *work, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	const uint8_t *nonce = (const uint8_t *)text;
	unsigned long long got;

	if (len < SAR_AGE_NONCE + SAR_AGE_TAG) {
		(void)malformed(name, "ends before what it seals", err);
		return NULL;
	}
	if (len > SAR_AGE_NONCE + SAR_AGE_SECRET + SAR_AGE_TAG) {
		(void)malformed(name, "holds more than a passphrase", err);
		return NULL;
	}
	sar_age_payload_key(work, nonce);
	if (crypto_aead_chacha20poly1305_ietf_decrypt(work->text, &got, NULL,
		nonce + SAR_AGE_NONCE, len - SAR_AGE_NONCE, NULL, 0,
		sar_age_last_chunk, work->key) == -1) {
		(void)malformed(name, "what it seals has been changed", err);
		return NULL;
	}
	return sar_secret_new(work->text, (size_t)got, err);
}

static struct sar_secret *
open_binary(const char *name, const char *text, size_t len,
    const struct sar_age_identity *identity, struct sar_err *err)
{
	struct sar_age_header header;
	struct sar_secret *secret = NULL;
	struct sar_age_work *work = NULL;
	uint8_t mac[SAR_AGE_KEY];
	const char *why = sar_age_header_parse(text, len, &header);

	if (why != NULL) {
		(void)malformed(name, why, err);
		return NULL;
	}
	if ((work = sar_age_work_new(err)) == NULL ||
	    unwrap(work, name, &header, identity, err) == -1)
		goto out;
	sar_age_mac(work, text, header.mac_len, mac);
	if (sodium_memcmp(mac, header.mac, sizeof(mac)) != 0) {
		(void)malformed(name, "its header has been changed", err);
		goto out;
	}
	secret = open_payload(work, name, text + header.len, len - header.len,
	    err);

out:
	sar_age_work_free(work);
	return secret;
}

struct sar_secret *
sar_age_open(const char *name, const char *text, size_t len,
    const struct sar_age_identity *identity, struct sar_err *err)
{
	struct sar_buf binary = SAR_BUF_INIT;
	struct sar_secret *secret = NULL;
	const char *why;

	if (len > SAR_AGE_MAX) {
		(void)malformed(name, "holds more than a passphrase", err);
		return NULL;
	}
	if (!sar_age_armor_is(text, len))
		return open_binary(name, text, len, identity, err);
	if ((why = sar_age_armor_get(text, len, &binary)) != NULL)
		(void)malformed(name, why, err);
	else if (sar_buf_check(&binary, err) == 0)
		secret = open_binary(name, binary.data, binary.len, identity,
		    err);
	sar_buf_free(&binary);
	return secret;
}
