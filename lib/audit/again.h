#ifndef SAR_AUDIT_AGAIN_H
#define SAR_AUDIT_AGAIN_H

#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"
#include "letter/letter.h"
#include "plan/redactions.h"

/*
 * Private to audit.  The plan, as far as a package tells it: what schedule.csv
 * and redactions.json say of the items, and the few dates that are in
 * listen.html alone.  From it the papers can be written again, and must come
 * out as they are.  What only the case knows is SAR_AGAIN_HOLE in them.
 */
#define SAR_AGAIN_HOLE "\xee\x80\x80" /* of private use: no paper has it */

#define SAR_AGAIN_ITEMS_MAX ((size_t)100000)

struct sar_again {
	struct sar_letter letter;
	struct sar_conf *profile;
	struct sar_request request;
	struct sar_plan plan;
	struct sar_item *items;
	struct sar_index_recording *recordings;
	struct sar_plan_cut *cuts; /* of items that have no recording here */
	size_t n_cuts;
};

/* What it is read from. */
struct sar_again_from {
	const char *table; /* schedule.csv */
	size_t table_len;
	const char *page; /* listen.html, checked */
	size_t page_len;
	const struct sar_redactions *redactions; /* outlive the result */
};

/**
 * sar_again_make: To ${out}, which sar_again_free() releases, also after -1:
 * SAR_ECORRUPT with the line of schedule.csv that tells nothing, or SAR_EINPUT
 * when there are more than SAR_AGAIN_ITEMS_MAX of them.
 */
SAR_MUST_CHECK int sar_again_make(const struct sar_again_from *from,
    struct sar_again *out, struct sar_err *err);
void sar_again_free(struct sar_again *again);

/**
 * sar_again_same: Is ${text} what ${want} is, something or other in place of
 * each hole?  In a page that is text without an element but br, in other
 * papers text without an empty line.  *${line}: of the first difference.
 */
bool sar_again_same(const char *want, bool page, const char *text, size_t len,
    size_t *line);

#endif
