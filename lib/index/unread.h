#ifndef SAR_INDEX_UNREAD_H
#define SAR_INDEX_UNREAD_H

#include "index/db.h"
#include "index/search.h"

/* Counts of parties that nobody can be found by, kept by the hour. */

#define SAR_INDEX_HOUR 3600

/** sar_index_unread_add: Count the kinds of ${leg}, each once. */
SAR_MUST_CHECK int sar_index_unread_add(struct sar_index *index,
    const struct sar_index_leg *leg, struct sar_err *err);

/** sar_index_unread_drop: Take the leg in row ${id} out of the counts. */
SAR_MUST_CHECK int sar_index_unread_drop(struct sar_index *index, int64_t id,
    struct sar_err *err);

/** sar_index_unread_flush: Write the counts. */
SAR_MUST_CHECK int sar_index_unread_flush(struct sar_index *index,
    struct sar_err *err);
void sar_index_unread_forget(struct sar_index *index);
void sar_index_unread_free(struct sar_index *index);

struct sar_index_unread_query {
	struct sar_index_period period;
	int64_t after; /* those that began before this do not count */
};

/**
 * sar_index_unread_count: Add to ${counts} how many legs that overlap the
 * period have a party of each kind; inside one read transaction.
 */
SAR_MUST_CHECK int sar_index_unread_count(struct sar_index *index,
    const struct sar_index_unread_query *query,
    uint64_t counts[SAR_PHONE_BAD + 1], struct sar_err *err);

#endif
