#ifndef SAR_INDEX_EXPIRY_H
#define SAR_INDEX_EXPIRY_H

#include "index/index.h"

/*
 * When what a recording holds took place, for whoever counts its retention to
 * delete it: the latest there is a reason to think of.  Of all legs on it, and
 * of those of the same call.
 */
struct sar_index_expiry {
	struct sar_index_recording recording;
	bool dated;     /* it is of a leg at all */
	int64_t latest; /* UTC: the last start, with what is uncertain of it and
			   the leg's other clock */
};

typedef int sar_index_expiry_fn(void *ctx,
    const struct sar_index_expiry *expiry, struct sar_err *err);

/**
 * sar_index_each_expiry: Call ${fn} for each recording that is not missing, by
 * id, until it returns -1; it may write.  What it is given is good until it
 * returns.
 */
SAR_MUST_CHECK int sar_index_each_expiry(struct sar_index *index,
    sar_index_expiry_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_expiry_of: The ${latest} of one; *${dated} false: of no leg. */
SAR_MUST_CHECK int sar_index_expiry_of(struct sar_index *index,
    int64_t recording, bool *dated, int64_t *latest, struct sar_err *err);

/**
 * sar_index_expiry_check: Read what it rests on as a search does, and compute
 * it once more.  SAR_ECORRUPT when a row is not what was written: nothing may
 * be deleted for a flipped bit.
 */
SAR_MUST_CHECK int sar_index_expiry_check(struct sar_index *index,
    const struct sar_index_expiry *expiry, struct sar_err *err);

#endif
