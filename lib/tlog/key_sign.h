#ifndef SAR_TLOG_KEY_SIGN_H
#define SAR_TLOG_KEY_SIGN_H

/* Private to tlog: what an Ed25519 key does, and its ids come from. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "tlog/key.h"

#define SAR_KEY_SEED_LEN 32

/** sar_key_of_seed: The key ${seed} makes, of this name, which is a good one,
 * and kind. */
SAR_MUST_CHECK struct sar_key_secret *sar_key_of_seed(const char *name,
    enum sar_key_kind kind, const uint8_t seed[SAR_KEY_SEED_LEN],
    struct sar_err *err);

/** sar_key_seed: What ${key} was made of, SAR_KEY_SEED_LEN bytes. */
const uint8_t *sar_key_seed(const struct sar_key_secret *key);

/** sar_key_sign: Sign ${len} bytes at ${text}. */
SAR_MUST_CHECK int sar_key_sign(const struct sar_key_secret *key,
    const void *text, size_t len, uint8_t sig[SAR_KEY_SIG_LEN],
    struct sar_err *err);

/** sar_key_verify: Is ${sig} this key's signature of the text? */
bool sar_key_verify(const struct sar_key_public *key, const void *text,
    size_t len, const uint8_t sig[SAR_KEY_SIG_LEN]);

/**
 * sar_key_digest: SHA-256(name LF kind key), whose first bytes are its id and
 * bind it to its name: four in a note, eight in a signature of minisign.
 */
SAR_MUST_CHECK int sar_key_digest(const struct sar_key_public *key,
    uint8_t digest[SAR_SHA256_LEN], struct sar_err *err);

#endif
