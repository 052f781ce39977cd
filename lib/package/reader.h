#ifndef SAR_PACKAGE_READER_H
#define SAR_PACKAGE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/stream.h"

/*
 * A strict reader of packages, and of nothing else: any zip that
 * sar-package(5) does not describe to the byte is refused.  The input is
 * hostile.
 */
struct sar_package_reader; /* opaque */

/**
 * sar_package_open: Read the structure of ${source}, which outlives the
 * result.  Needs no passphrase.  NULL with ${err} set to SAR_ECORRUPT naming
 * what does not fit: a CRC that is not 0, a time, a comment, an entry that is
 * not AE-2 AES-256, local and central headers that differ, gaps, overlaps, a
 * salt that two entries have.
 */
SAR_MUST_CHECK struct sar_package_reader *sar_package_open(
    const struct sar_source *source, struct sar_err *err);
void sar_package_close(struct sar_package_reader *reader);

/**
 * sar_package_salts: Has each entry of all the zips at ${readers}, ${n}, a salt
 * of its own?  Needs no passphrase.  SAR_ECORRUPT if not.
 */
SAR_MUST_CHECK int sar_package_salts(struct sar_package_reader *const *readers,
    size_t n, struct sar_err *err);

/**
 * sar_package_look: Does each entry look encrypted?  That is no proof, and
 * needs no passphrase; what it does find is beyond doubt.  *${stop} is a
 * signal's number once one came.  SAR_ECORRUPT naming the first that does not.
 */
SAR_MUST_CHECK int sar_package_look(const struct sar_package_reader *reader,
    const volatile int *stop, struct sar_err *err);

/**
 * sar_package_hidden: Has ${reader} one entry only, package.zip, which has all
 * the others in it, encrypted with their names, number and sizes?
 */
bool sar_package_hidden(const struct sar_package_reader *reader);

/**
 * sar_package_reveal: Read the structure of the zip in a hidden package, as
 * strictly as the other.  From then on every function here is about the
 * entries in it, all locked, and no longer about package.zip.  Again, or on a
 * package that is not hidden, it does nothing.  Nothing is authenticated until
 * sar_package_check(), which reveals what is hidden itself.  SAR_ESECRET when
 * the passphrase is wrong; SAR_ECORRUPT naming what does not fit.
 */
SAR_MUST_CHECK int sar_package_reveal(struct sar_package_reader *reader,
    const struct sar_secret *passphrase, struct sar_err *err);

size_t sar_package_count(const struct sar_package_reader *reader);
const char *sar_package_name(const struct sar_package_reader *reader, size_t i);
uint64_t sar_package_size(const struct sar_package_reader *reader, size_t i);

/**
 * sar_package_unlock: Derive the key of entry ${i} from ${passphrase}.
 * SAR_ESECRET when it is the wrong one.
 */
SAR_MUST_CHECK int sar_package_unlock(struct sar_package_reader *reader,
    size_t i, const struct sar_secret *passphrase, struct sar_err *err);

/** sar_package_lock: Forget the key of entry ${i}, if there is one. */
void sar_package_lock(struct sar_package_reader *reader, size_t i);

/**
 * sar_package_entry: The plaintext of unlocked entry ${i} as a source, valid
 * while ${reader} is.  Not authenticated until sar_package_check().
 */
SAR_MUST_CHECK int sar_package_entry(struct sar_package_reader *reader,
    size_t i, struct sar_source *source, struct sar_err *err);

/* What a package says of itself, once all of it has been checked. */
struct sar_package_findings {
	uint8_t whole[SAR_SHA256_LEN];    /* of the source, if asked for */
	uint8_t manifest[SAR_SHA256_LEN]; /* of the manifest's text */
	uint8_t content[SAR_SHA256_LEN];  /* of all volumes */
	unsigned volume, volumes;
	bool padded;     /* hidden, and of a size that many have */
	char *text;      /* the manifest, malloc'd; len bytes and a NUL */
	size_t len;      /* of text */
	char *signature; /* its signature, malloc'd; not verified here */
};

struct sar_package_check_options {
	const struct sar_secret *passphrase;
	unsigned jobs;            /* threads; 1 or more read the source */
	bool whole;               /* and the digest of all of the source */
	const volatile int *stop; /* a signal's number once one came */
	/*
	 * As in struct sar_package_options; or NULL.  Not told of padding,
	 * manifest and signature.
	 */
	int (*each)(void *ctx, size_t i, const struct sar_source *plain,
	    struct sar_err *err);
	void *each_ctx;
};

/**
 * sar_package_check: Unlock every entry, check its HMAC, and check names,
 * order, sizes and digests against the manifest; all are locked again.  Each
 * entry is read once: what ${each} is shown has not been authenticated yet,
 * but the very bytes it was shown are, before this returns 0.  On success the
 * caller frees ${findings} with sar_package_findings_free().  SAR_ESECRET,
 * or SAR_ECORRUPT naming the entry: the first in their order that fails,
 * however many threads there are.
 */
SAR_MUST_CHECK int sar_package_check(struct sar_package_reader *reader,
    const struct sar_package_check_options *options,
    struct sar_package_findings *findings, struct sar_err *err);
void sar_package_findings_free(struct sar_package_findings *findings);

#endif
