#ifndef SAR_RETAIN_GROUPS_H
#define SAR_RETAIN_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "index/search.h"

/* Private to retain: the legs of each call, as the caller sees a call. */

struct sar_group {
	size_t from; /* legs are order[from] to order[to - 1], rising */
	size_t to;
	bool possible; /* none of them says that it is the requester's */
	bool recorded; /* one of them has a recording */
	bool own;      /* one is certainly the requester's, and not for having
			  rung there only */
	bool rang;     /* one rang at the requester's number */
	bool answered; /* one was answered */
};

struct sar_groups {
	size_t *order; /* the legs, group after group */
	size_t *of;    /* of each leg, its group */
	bool *linked;  /* of each leg, whether it has a recording */
	struct sar_group *groups;
	size_t n;
};

/**
 * sar_groups_make: Sort the legs of ${calls} by recorder and group.  The
 * caller frees the result; NULL with ${err} set: SAR_ECORRUPT for a link to
 * a leg or recording that is not there.
 */
SAR_MUST_CHECK struct sar_groups *sar_groups_make(const struct sar_calls *calls,
    struct sar_err *err);
void sar_groups_free(struct sar_groups *groups);

#endif
