/* Private to index: which legs of a group are one person's call. */
#ifndef SAR_INDEX_PRESENT_H
#define SAR_INDEX_PRESENT_H

#include "index/db.h"
#include "index/search.h"

#define SAR_INDEX_CALL_MANY 64 /* no one person's call has more legs */

/**
 * sar_index_present(index, query, system, leg, ids, n, all, err):
 * An id of a whole call can be that of several: recorders use a small number
 * again, and an agent's connection that stays up gives its id to each caller
 * in turn.  Of the group of ${leg}, which has at most SAR_INDEX_CALL_MANY legs,
 * put into ${ids} those that are of its call for certain: those with a number
 * asked for, and what overlaps or goes on from these.  Not another's call from
 * outside at another time, nor, where there is one, what does not touch the
 * requester's legs; nor what is an hour or more away.  *${all}: that is all of
 * them.
 */
SAR_MUST_CHECK int sar_index_present(struct sar_index *index,
    const struct sar_index_query *query, int64_t system,
    const struct sar_index_leg *leg, int64_t ids[SAR_INDEX_CALL_MANY],
    size_t *n, bool *all, struct sar_err *err);

#endif
