#ifndef SAR_EXPORT_FIND_H
#define SAR_EXPORT_FIND_H

#include <stdint.h>

#include "export/case.h"
#include "index/search.h"
#include "plan/plan.h"
#include "retain/retain.h"

/* What a request finds and what each finding is, in the index's words. */
struct sar_find {
	/* The periods searched, UTC seconds, one for each range of days. */
	struct sar_index_period periods[SAR_REQUEST_RANGES];
	size_t n_periods;
	struct sar_calls *calls;
	struct sar_items *items;
	size_t n_by_number; /* legs that carry the number itself */
	/* Where there is no recording among them: periods in which the index
	   has no call of anybody, so that it says nothing of them. */
	size_t n_bare;
	/* sar_index_state() of what was searched. */
	uint8_t index[SAR_SHA256_LEN];
};

/* So many are seldom one person's: somebody should ask whose number it is. */
#define SAR_FIND_MANY 300

/**
 * sar_find_run: Search the index for the request of ${c} and decide about
 * every item found.  SAR_EREFUSED when a number is one of the organisation's
 * own, which every call carries.  On success sar_find_free() releases
 * ${find}.
 */
SAR_MUST_CHECK int sar_find_run(const struct sar_case *c, struct sar_find *find,
    struct sar_err *err);
void sar_find_free(struct sar_find *find);

/** sar_find_check: Would that be refused?  Without an index, as far as is
 * known. */
SAR_MUST_CHECK int sar_find_check(const struct sar_case *c,
    struct sar_err *err);

/** sar_find_recording: The item with this digest, or NULL. */
const struct sar_item *sar_find_recording(const struct sar_find *find,
    const uint8_t sha256[SAR_SHA256_LEN]);

#endif
