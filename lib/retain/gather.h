#ifndef SAR_RETAIN_GATHER_H
#define SAR_RETAIN_GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "index/search.h"
#include "retain/groups.h"

/* Private to retain: which legs belong to each item. */

#define SAR_GATHER_NONE ((size_t)-1) /* an item without a recording */

/* One item to be: a recording or none, and legs[from] to legs[to - 1]. */
struct sar_gather_item {
	size_t recording; /* index into the calls' recordings */
	size_t from;
	size_t to;
};

struct sar_gather {
	struct sar_gather_item *items;
	size_t n;
	size_t *legs; /* of item after item, each item's rising */
	size_t n_legs;
};

/**
 * sar_gather_make(calls, groups, err):
 * One item for each recording, with its own legs and, of their groups, those
 * that have no recording at all; then one for each group none of whose legs
 * has a recording.  The caller frees the result; NULL with ${err} set:
 * SAR_ECORRUPT for a recording that belongs to no leg.
 */
SAR_MUST_CHECK struct sar_gather *sar_gather_make(const struct sar_calls *calls,
    const struct sar_groups *groups, struct sar_err *err);
void sar_gather_free(struct sar_gather *gather);

#endif
