#ifndef SAR_PACKAGE_AE2_H
#define SAR_PACKAGE_AE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"

/*
 * Private to the package module: the cryptography of a WinZip AE-2 entry with
 * AES-256.  An entry's data is salt, verifier, ciphertext, tag.
 */
#define SAR_AE2_SALT 16
#define SAR_AE2_VERIFIER 2
#define SAR_AE2_HEAD (SAR_AE2_SALT + SAR_AE2_VERIFIER)
#define SAR_AE2_TAG 10
#define SAR_AE2_OVERHEAD (SAR_AE2_HEAD + SAR_AE2_TAG)

/*
 * The algorithms, fetched once: fetching costs more than a short entry.
 * Several threads may use one kit.
 */
struct sar_ae2_kit;

SAR_MUST_CHECK struct sar_ae2_kit *sar_ae2_kit_new(struct sar_err *err);
void sar_ae2_kit_free(struct sar_ae2_kit *kit);

/*
 * The keys of one entry, and its tag as far as it has got.  One thread may
 * encrypt or decrypt while another authenticates.
 */
struct sar_ae2;

/**
 * sar_ae2_new: Derive the keys of the entry with ${salt}, and what its
 * verifier must be, from ${passphrase}.  ${kit} outlives the result.  Never
 * two entries with one salt: their keystreams would be the same.
 */
SAR_MUST_CHECK struct sar_ae2 *sar_ae2_new(const struct sar_ae2_kit *kit,
    const struct sar_secret *passphrase, const uint8_t salt[SAR_AE2_SALT],
    uint8_t verifier[SAR_AE2_VERIFIER], struct sar_err *err);
void sar_ae2_free(struct sar_ae2 *ae2);

/**
 * sar_ae2_crypt: Encrypt or decrypt, in place, the ${len} bytes of the entry
 * that begin at its byte ${off}.
 */
SAR_MUST_CHECK int sar_ae2_crypt(struct sar_ae2 *ae2, void *data, size_t len,
    uint64_t off, struct sar_err *err);

/** sar_ae2_auth: Add ciphertext, in order, to what the tag is over. */
SAR_MUST_CHECK int sar_ae2_auth(struct sar_ae2 *ae2, const void *data,
    size_t len, struct sar_err *err);

/** sar_ae2_tag: The tag of all added; once. */
SAR_MUST_CHECK int sar_ae2_tag(struct sar_ae2 *ae2, uint8_t tag[SAR_AE2_TAG],
    struct sar_err *err);

#endif
