#ifndef SAR_PACKAGE_AGE_H
#define SAR_PACKAGE_AGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"

/*
 * A secret sealed to public keys, as age (C2SP age, version 1) writes it: the
 * holder of one of the keys opens it, with this or with age itself.  Of age's
 * kinds of recipients there is X25519 here; of its payloads those of one
 * chunk, since a secret has at most 4096 bytes.
 */
#define SAR_AGE_RECIPIENT_LEN 63 /* "age1" and 58 characters, with the NUL */
#define SAR_AGE_RECIPIENTS 16    /* sealed to at once, at most */
#define SAR_AGE_MAX 65536        /* bytes of what is opened, at most */

/* A public key. */
struct sar_age_recipient {
	uint8_t key[32];
};

/** sar_age_recipient_parse: False unless ${text} is an "age1..." of X25519. */
bool sar_age_recipient_parse(const char *text, size_t len,
    struct sar_age_recipient *out);
void sar_age_recipient_format(const struct sar_age_recipient *recipient,
    char out[SAR_AGE_RECIPIENT_LEN]);

struct sar_age_identity; /* opaque: secret keys, in guarded memory */

/**
 * sar_age_identity_generate: A new key, "AGE-SECRET-KEY-1...", without a line
 * feed, and its public half.
 */
SAR_MUST_CHECK struct sar_secret *sar_age_identity_generate(
    struct sar_age_recipient *recipient, struct sar_err *err);

/**
 * sar_age_identity_parse: The keys of an identity file, which messages call
 * ${name}: one a line, besides empty lines and comments, as age-keygen writes
 * it.  The caller frees it.  NULL with ${err} set to SAR_ESECRET, naming the
 * line, for anything else, and when there is none.
 */
SAR_MUST_CHECK struct sar_age_identity *sar_age_identity_parse(const char *name,
    const struct sar_secret *text, struct sar_err *err);
void sar_age_identity_free(struct sar_age_identity *identity);

/**
 * sar_age_seal: Add ${secret}, sealed to each of ${n} (1 to
 * SAR_AGE_RECIPIENTS) recipients, to ${out}, as text ("armored").
 */
SAR_MUST_CHECK int sar_age_seal(const struct sar_age_recipient *to, size_t n,
    const struct sar_secret *secret, struct sar_buf *out, struct sar_err *err);

/**
 * sar_age_open: What the ${len} bytes at ${text}, text or binary, which
 * messages call ${name}, hold.  The caller frees it.  NULL with ${err} set:
 * SAR_ESECRET when it was sealed to other keys than ${identity}'s,
 * SAR_ECORRUPT when it is not just as age writes it or has been changed.
 */
SAR_MUST_CHECK struct sar_secret *sar_age_open(const char *name,
    const char *text, size_t len, const struct sar_age_identity *identity,
    struct sar_err *err);

#endif
