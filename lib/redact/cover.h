#ifndef SAR_REDACT_COVER_H
#define SAR_REDACT_COVER_H

#include "redact/extent.h"

/*
 * Private to redact: nodes over just the blocks that are withheld, or over just
 * those that are not.  From the left, each is the largest subtree that begins
 * there and ends in the range: there is one way to cover it, and no other.
 */
struct sar_cover_node {
	uint32_t channel;
	unsigned level; /* above the leaves */
	uint64_t index; /* its first block is index << level */
	uint8_t value[SAR_SHA256_LEN];
};

struct sar_cover {
	struct sar_cover_node *node; /* by channel and place */
	size_t n;
	size_t cap;
};

/** sar_cover_ranges_ok: Sorted by channel and place, not touching, none past
 * the end? */
bool sar_cover_ranges_ok(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n);

/** sar_cover_withheld, sar_cover_disclosed: The nodes over ${ranges}, which are
 * ok, or over all else; their values are not set.  SAR_EREFUSED when they are
 * more than a proof may have.  To be freed in any case. */
SAR_MUST_CHECK int sar_cover_withheld(const struct sar_redact_range *ranges,
    size_t n, struct sar_cover *out, struct sar_err *err);
SAR_MUST_CHECK int sar_cover_disclosed(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n, struct sar_cover *out,
    struct sar_err *err);
void sar_cover_free(struct sar_cover *cover); /* wipes */

/**
 * sar_cover_exact: Is every block of every channel below just one node: one of
 * ${hashes} if it is withheld, one of ${salts} if not?  Counted block by block,
 * on no other's word.
 */
SAR_MUST_CHECK int sar_cover_exact(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n,
    const struct sar_cover *hashes, const struct sar_cover *salts, bool *exact,
    struct sar_err *err);

#endif
