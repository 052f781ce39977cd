#ifndef SAR_BASE_BOUND_H
#define SAR_BASE_BOUND_H

#include <stdbool.h>

#include "base/sha256.h"
#include "base/source.h"

/*
 * A source that stays what was hashed.  Whoever may write to a file could
 * exchange its bytes between the pass that takes its digest and the one that
 * uses it, and put them back.  So the digest's pass also keeps a sum of
 * each block, and no later read gives a byte whose block has another.
 */
struct sar_bound; /* opaque; of one thread at a time */

/**
 * sar_bound_new: Read all of ${inner}, whose ctx outlives the result, and
 * take its digest.  NULL with ${err} set; takes 16 bytes for every 64 KiB.
 */
SAR_MUST_CHECK struct sar_bound *sar_bound_new(const struct sar_source *inner,
    uint8_t digest[SAR_SHA256_LEN], struct sar_err *err);

/**
 * sar_bound_source: What ${bound} gives, which outlives the source.  A read
 * of bytes that are others by now is SAR_ECORRUPT, "NAME: somebody writes to
 * the file", then and ever after.
 */
void sar_bound_source(struct sar_bound *bound, struct sar_source *source);

/**
 * sar_bound_leave: Read no more from what ${bound} has, and forget the block of
 * it at hand; the sums stay.
 */
void sar_bound_leave(struct sar_bound *bound);

/**
 * sar_bound_again: Read on from ${inner}, which is to be the file whose digest
 * was taken, opened again: no byte of it is given that was not in it then.
 * SAR_ECORRUPT, and broken, when it has another size.
 */
SAR_MUST_CHECK int sar_bound_again(struct sar_bound *bound,
    const struct sar_source *inner, struct sar_err *err);

/** sar_bound_broken: Were there other bytes, once? */
bool sar_bound_broken(const struct sar_bound *bound);

/** sar_bound_free: Wipe and release; accepts NULL. */
void sar_bound_free(struct sar_bound *bound);

#endif
