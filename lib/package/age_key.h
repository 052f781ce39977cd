/* Private to package: how age makes keys of keys. */
#ifndef SAR_PACKAGE_AGE_KEY_H
#define SAR_PACKAGE_AGE_KEY_H

#include <sodium.h>
#include <stdbool.h>

#include "package/age.h"

#define SAR_AGE_KEY 32      /* of X25519, HKDF and ChaCha20-Poly1305 */
#define SAR_AGE_FILE_KEY 16 /* what a stanza wraps */
#define SAR_AGE_TAG 16      /* of ChaCha20-Poly1305 */
#define SAR_AGE_BODY (SAR_AGE_FILE_KEY + SAR_AGE_TAG)
#define SAR_AGE_NONCE 16    /* before the payload */
#define SAR_AGE_SECRET 4096 /* the longest secret */

struct sar_age_identity {
	size_t n;
	struct {
		uint8_t key[SAR_AGE_KEY];
		struct sar_age_recipient public;
	} keys[SAR_AGE_RECIPIENTS];
};

/* All that is secret while a file is sealed or opened.  Guarded memory. */
struct sar_age_work {
	uint8_t file_key[SAR_AGE_FILE_KEY];
	uint8_t ephemeral[SAR_AGE_KEY];
	uint8_t shared[SAR_AGE_KEY];
	uint8_t pseudo[SAR_AGE_KEY]; /* HKDF's, between its two steps */
	uint8_t key[SAR_AGE_KEY];    /* what the functions below make */
	crypto_auth_hmacsha256_state hmac;
	uint8_t text[SAR_AGE_SECRET]; /* a payload in clear */
};

SAR_MUST_CHECK struct sar_age_work *sar_age_work_new(struct sar_err *err);
void sar_age_work_free(struct sar_age_work *work);

/* What a stanza has for one recipient. */
struct sar_age_stanza {
	uint8_t share[SAR_AGE_KEY]; /* of the ephemeral secret, in public */
	uint8_t body[SAR_AGE_BODY];
};

/** sar_age_wrap: A new stanza for ${work}'s file key. */
SAR_MUST_CHECK int sar_age_wrap(struct sar_age_work *work,
    const struct sar_age_recipient *to, struct sar_age_stanza *stanza,
    struct sar_err *err);

/* What came of a try. */
enum sar_age_try {
	SAR_AGE_OPENED, /* ${work} has the file key */
	SAR_AGE_OTHER,  /* is for another key */
	SAR_AGE_FORGED  /* its share is none that age makes */
};

/** sar_age_unwrap: Try the ${n}th key of ${identity}. */
enum sar_age_try sar_age_unwrap(struct sar_age_work *work,
    const struct sar_age_identity *identity, size_t n,
    const struct sar_age_stanza *stanza);

/** sar_age_mac: Of the header, up to and with its "---". */
void sar_age_mac(struct sar_age_work *work, const char *header, size_t len,
    uint8_t mac[SAR_AGE_KEY]);

/** sar_age_payload_key: Into ${work}'s key, by the payload's nonce. */
void sar_age_payload_key(struct sar_age_work *work,
    const uint8_t nonce[SAR_AGE_NONCE]);

/* The nonce of a chunk: number 0, and the last. */
extern const uint8_t
    sar_age_last_chunk[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];

#endif
