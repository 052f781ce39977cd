#ifndef SAR_DISCLOSURE_ERASE_FILE_H
#define SAR_DISCLOSURE_ERASE_FILE_H

/* Private to disclosure: a segment, and the one that takes its place. */

#include "disclosure/log_state.h"
#include "disclosure/session.h"

/* The segment that has a record. */
struct sar_erase_place {
	char name[SAR_SEGMENT_NAME];
	uint64_t first; /* record in it */
	uint64_t end;   /* the first of a later segment; UINT64_MAX: none */
};

/** sar_erase_find: Which has record ${target}?  It must be committed. */
SAR_MUST_CHECK int sar_erase_find(const struct sar_session *session,
    uint64_t target, struct sar_erase_place *place, struct sar_err *err);

/**
 * sar_erase_check: Before it is logged: can the segment be replaced?
 * SAR_ESPACE, and SAR_EREFUSED where it may only be added to.
 */
SAR_MUST_CHECK int sar_erase_check(const struct sar_session *session,
    const struct sar_erase_place *place, struct sar_err *err);

/**
 * sar_erase_replace: Put tombstones in place of the records ${all}, which are
 * ${n} of this segment in order.  SAR_ETAMPER, and nothing is changed, if one
 * is neither the line with that leaf hash nor its tombstone.  All else, and
 * what follows the committed part, stays as it is.
 */
SAR_MUST_CHECK int sar_erase_replace(struct sar_session *session,
    const struct sar_erase_place *place, const struct sar_log_erasure *all,
    size_t n, struct sar_err *err);

#endif
