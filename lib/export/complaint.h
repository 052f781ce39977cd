#ifndef SAR_EXPORT_COMPLAINT_H
#define SAR_EXPORT_COMPLAINT_H

#include "export/event.h"

/*
 * Complaints (DPA 2018 s. 164A): of how a request was answered, in its case, or
 * outside any, in complaints/NAME/ of the home.  Each has a name, C-2026-0001.
 */
#define SAR_COMPLAINT_NAME 33
#define SAR_COMPLAINT_TEXT "complaint.txt" /* in its own folder */
#define SAR_COMPLAINT_SEARCH "search.conf" /* there, what it is about */
#define SAR_COMPLAINT_SEARCH_MAX 65536

enum sar_complaint_what {
	SAR_COMPLAINT_RECEIVED,
	SAR_COMPLAINT_ACKNOWLEDGED,
	SAR_COMPLAINT_DECIDED
};

/* Where a complaint is: everything of one run about it. */
struct sar_complaint {
	char name[SAR_COMPLAINT_NAME];
	char *dir; /* where its texts are: of the case, or its own */
	struct sar_event_place place;
	/* As the log has it; received is SAR_DOCKET_NEVER of a new one. */
	struct sar_docket_complaint was;
	int lock; /* nobody else gives names meanwhile; -1: not held */
};

struct sar_complaint_say {
	const char *name; /* NULL: the next, or the one there is */
	const char *text; /* the complaint, when it came; or NULL */
	struct sar_date on;
	enum sar_complaint_what what;
	bool again;
	unsigned lock_wait;
};

/**
 * sar_complaint_find(home, c, say, out, err):
 * Which complaint is it: of ${c}, which is locked, or of no case (NULL)?  One
 * that came without a name is the one that came with this text on this day, if
 * the log has it, else a new one with the next number of its year.  What is
 * said of one later, without a name, is said of the only one that is not
 * decided. To be closed in any case.  SAR_EMISSING when there is no such
 * complaint, SAR_EINPUT when it might be one of several.
 */
SAR_MUST_CHECK int sar_complaint_find(const struct sar_home *home,
    const struct sar_case *c, const struct sar_complaint_say *say,
    struct sar_complaint *out, struct sar_err *err);
void sar_complaint_close(struct sar_complaint *complaint);

/** sar_complaint_make: The folder of a complaint outside any case, if it has
 * none yet. */
SAR_MUST_CHECK int sar_complaint_make(const struct sar_complaint *complaint,
    struct sar_err *err);

/** sar_complaint_search: What ${complaint}, outside any case, is about, and who
 * it is from, as it was said when it came; *${out}, to be freed, is NULL where
 * nobody said. */
SAR_MUST_CHECK int sar_complaint_search(const struct sar_complaint *complaint,
    struct sar_request **out, struct sar_err *err);

#endif
