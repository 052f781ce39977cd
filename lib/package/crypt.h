#ifndef SAR_PACKAGE_CRYPT_H
#define SAR_PACKAGE_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/stream.h"
#include "package/ae2.h"

/*
 * Private to the package module: one entry on its way from its stream into
 * the file.  A chunk is filled, which reads, hashes and encrypts, and then
 * authenticated.  Another thread may do the second while the next chunk is
 * being filled; each must be done in order.
 */
#define SAR_CRYPT_CHUNK 131072 /* plaintext: stays in the L2 cache */

struct sar_crypt_chunk {
	struct sar_crypt_chunk *next;
	size_t plain; /* bytes of the stream in it */
	size_t from;  /* what is for the file begins here in data */
	size_t len;   /* and is as long */
	bool last;
	bool left; /* not authenticated yet */
	bool wipe; /* there may be plaintext in it */
	uint8_t data[SAR_AE2_HEAD + SAR_CRYPT_CHUNK + SAR_AE2_TAG];
};

struct sar_crypt {
	const char *name; /* borrowed */
	struct sar_stream stream;
	const struct sar_ae2_kit *kit;       /* borrowed; outlives it */
	const struct sar_secret *passphrase; /* NULL: it stays as it is */
	const volatile int *stop;            /* or NULL */
	bool hashed;                         /* when encrypted */
	struct sar_ae2 *ae2;                 /* from the first chunk on */
	struct sar_sha256 *hash;
	uint64_t plain;                 /* bytes the stream has given */
	uint8_t sha256[SAR_SHA256_LEN]; /* of them, after the last; or zeros */
};

/**
 * sar_crypt_fill: Fill ${chunk}.  1, or 0 when it is the last, or -1 with
 * ${err} set: the stream's own failure, or that it is not as long as it had
 * said, or a signal.
 */
SAR_MUST_CHECK int sar_crypt_fill(struct sar_crypt *crypt,
    struct sar_crypt_chunk *chunk, struct sar_err *err);

/** sar_crypt_auth: Add ${chunk} to the tag; after the last one it is there. */
SAR_MUST_CHECK int sar_crypt_auth(struct sar_crypt *crypt,
    struct sar_crypt_chunk *chunk, struct sar_err *err);

/** sar_crypt_end: Close the stream and forget the keys. */
void sar_crypt_end(struct sar_crypt *crypt);

/** sar_crypt_wipe: Make ${chunk} empty; no plaintext stays in it. */
void sar_crypt_wipe(struct sar_crypt_chunk *chunk);

#endif
