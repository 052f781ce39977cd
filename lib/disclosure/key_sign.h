#ifndef SAR_DISCLOSURE_KEY_SIGN_H
#define SAR_DISCLOSURE_KEY_SIGN_H

/* Private to disclosure: the two things an Ed25519 key does. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "disclosure/key.h"

#define SAR_KEY_SIG_LEN 64

/** sar_key_sign: Sign ${len} bytes at ${text}. */
SAR_MUST_CHECK int sar_key_sign(const struct sar_key_secret *key,
    const void *text, size_t len, uint8_t sig[SAR_KEY_SIG_LEN],
    struct sar_err *err);

/** sar_key_verify: Is ${sig} this key's signature of the text? */
bool sar_key_verify(const struct sar_key_public *key, const void *text,
    size_t len, const uint8_t sig[SAR_KEY_SIG_LEN]);

#endif
