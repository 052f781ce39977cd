#ifndef SAR_EXPORT_TRACES_H
#define SAR_EXPORT_TRACES_H

#include "export/answer.h"

/*
 * What was found for a case, and what was marked, in the log: so that it can be
 * shown from there that what was built is what was found and what a person had
 * marked.  The log has commitments: to a listing that is kept in the case, and
 * to each marks file there.
 */
#define SAR_TRACES_SEARCHES "searches" /* folder of the case */

struct sar_traces_options {
	const char *by; /* a staff id */
	/* Who brought the marks; NULL: whoever each says has listened. */
	const char *marks_by;
	unsigned lock_wait;
	int64_t now;
};

struct sar_traces {
	bool search_logged; /* by this call */
	uint64_t search;    /* the record of it; with search_logged */
	size_t marks_logged;
};

/**
 * sar_traces_log(c, find, marks, options, out, err):
 * Log a search if what ${find} has is not what the last logged one found, its
 * listing first to the disk as cases/REF/searches/N.json; and a mark for each
 * of
 * ${marks} (NULL: none) that is not what was last logged of its item.  Nothing
 * of a case that is closed, or whose receipt is not in the log.  The case is
 * locked.  The same once more changes nothing, and completes what was cut
 * short.
 */
SAR_MUST_CHECK int sar_traces_log(const struct sar_case *c,
    const struct sar_find *find, const struct sar_case_marks *marks,
    const struct sar_traces_options *options, struct sar_traces *out,
    struct sar_err *err);

/**
 * sar_traces_marked: Has the log ${by} as who marked any of ${answer}'s
 * recordings as it is marked now?  *${did} says so.
 */
SAR_MUST_CHECK int sar_traces_marked(const struct sar_case *c,
    const struct sar_answer *answer, const char *by, bool *did,
    struct sar_err *err);

/** sar_traces_listing: What was found, as text; the caller frees it. */
SAR_MUST_CHECK char *sar_traces_listing(const struct sar_case *c,
    const struct sar_find *find, struct sar_err *err);

#endif
