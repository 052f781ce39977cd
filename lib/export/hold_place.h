/* Private to export: the parts of placing a hold. */
#ifndef SAR_EXPORT_HOLD_PLACE_H
#define SAR_EXPORT_HOLD_PLACE_H

#include "export/hold.h"
#include "export/kept_log.h"
#include "index/hold.h"

/* A hold to be placed. */
struct sar_hold_place {
	const struct sar_home *home;
	const char *ref; /* case, or "" */
	const struct sar_hold_ids *ids;
	const struct sar_hold_options *options;
	struct sar_hold_result *out;
};

/* Of recordings that are held, or are to be. */
struct sar_hold_count {
	int32_t until;     /* a day */
	uint64_t n;        /* how many */
	uint64_t gone;     /* of these, not on the disk */
	uint64_t expiring; /* on it, and past retention before until ends */
};

/** sar_hold_place_count: Add one to ${count}. */
SAR_MUST_CHECK int sar_hold_place_count(const struct sar_home *home,
    struct sar_index *index, const struct sar_index_held *held,
    struct sar_hold_count *count, struct sar_err *err);

/** sar_hold_place_count_all: Add all that hold ${id} has. */
SAR_MUST_CHECK int sar_hold_place_count_all(const struct sar_home *home,
    struct sar_index *index, int64_t id, struct sar_hold_count *count,
    struct sar_err *err);

/** sar_hold_place_root: The root over what hold ${id} has, and how many. */
SAR_MUST_CHECK int sar_hold_place_root(struct sar_index *index, int64_t id,
    uint8_t root[SAR_SHA256_LEN], uint64_t *n, struct sar_err *err);

/** sar_hold_place_has: Has the index what the log says is held?  Of what was
 * lifted it need not. */
SAR_MUST_CHECK int sar_hold_place_has(struct sar_index *index,
    const struct sar_kept_hold *hold, bool *has, struct sar_err *err);

/** sar_hold_place_log: Log the hold, unless ${last}, which is that of the log
 * or NULL, says it as it is. */
SAR_MUST_CHECK int sar_hold_place_log(const struct sar_hold_place *place,
    struct sar_index *index, const struct sar_index_hold *hold,
    const struct sar_kept_hold *last, struct sar_err *err);

/** sar_hold_place_code: May ${reason} be that of a hold, or a lift? */
SAR_MUST_CHECK int sar_hold_place_code(const char *reason, struct sar_err *err);

/** sar_hold_place_words: May all of place->options be that of one? */
SAR_MUST_CHECK int sar_hold_place_words(const struct sar_hold_place *place,
    struct sar_err *err);

/** sar_hold_place_wait: How many seconds to wait where ${asked} were asked for:
 * a purge has the index for the moment of some deletions. */
unsigned sar_hold_place_wait(unsigned asked);

/** sar_hold_place_lock: One placing or lifting at a time; the descriptor. */
SAR_MUST_CHECK int sar_hold_place_lock(const struct sar_home *home,
    unsigned wait_s, struct sar_err *err);

#endif
