#ifndef SAR_PACKAGE_PBKDF2_H
#define SAR_PACKAGE_PBKDF2_H

#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"

/* Private to ae2.c: PBKDF2 with HMAC-SHA1 (RFC 8018, 5.2). */

/**
 * sar_pbkdf2_derive: Derive the ${len} bytes ${out} from ${passphrase} and the
 * ${salt_len} bytes ${salt}.  libcrypto's own makes copies of a context for
 * each round and takes three times as long, which is most of the time of a
 * package of short entries.
 */
void sar_pbkdf2_derive(const struct sar_secret *passphrase, const uint8_t *salt,
    size_t salt_len, unsigned rounds, uint8_t *out, size_t len);

#endif
