#ifndef SAR_PACKAGE_TEE_H
#define SAR_PACKAGE_TEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/stream.h"
#include "package/reader_state.h"

/*
 * Private to check.c: an unlocked entry that somebody reads while it is
 * checked.  Each of its bytes is authenticated and hashed when it is first
 * read in its turn, by whomever: what is checked is what was seen.  What is
 * read out of turn is decrypted once more.
 */
struct sar_tee {
	const struct sar_reader_entry *entry;
	struct sar_sha256 *hash;  /* borrowed */
	const volatile int *stop; /* or NULL */
	bool tag;                 /* authenticate here; else somebody does */
	uint64_t done;            /* bytes that have been checked */
	uint32_t crc;             /* of them, when they are in a hidden one */
	bool padding;             /* they must be zeros */
	bool zeros;               /* and have been so far */
};

void sar_tee_begin(struct sar_tee *tee, const struct sar_reader_entry *entry,
    struct sar_sha256 *hash);

/** sar_tee_source: The entry's plaintext; one thread at a time reads it. */
void sar_tee_source(struct sar_tee *tee, struct sar_source *source);

/**
 * sar_tee_end: Read what nobody has, through the ${len} bytes at ${block}, and
 * give the digest of all.  SAR_ECORRUPT when the tag does not fit or, in a
 * hidden package, the CRC, or padding is not zeros.
 */
SAR_MUST_CHECK int sar_tee_end(struct sar_tee *tee, void *block, size_t len,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err);

#endif
