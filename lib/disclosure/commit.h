#ifndef SAR_DISCLOSURE_COMMIT_H
#define SAR_DISCLOSURE_COMMIT_H

/* Private to disclosure: what makes records part of a log. */

#include "disclosure/session.h"

/* How to add records. */
struct sar_commit {
	const struct sar_log_entry *entries;
	size_t n;
	bool fresh;   /* in a new segment */
	bool reserve; /* keep room for what must follow, or add nothing */
};

/**
 * sar_commit_records: Add them, then the checkpoint that makes them part of the
 * log, each by one write and one flush, and move the mark on.  After a failure
 * the session is good for nothing: what a write or a flush left behind only the
 * next reading tells.
 */
SAR_MUST_CHECK int sar_commit_records(struct sar_session *session,
    const struct sar_commit *commit, struct sar_err *err);

/** sar_commit_room: Is there room for ${bytes} and some more?  SAR_ESPACE. */
SAR_MUST_CHECK int sar_commit_room(const struct sar_session *session,
    uint64_t bytes, struct sar_err *err);

/** sar_commit_reserve: Keep room in both files, as far as can be. */
void sar_commit_reserve(const struct sar_session *session);

#endif
