#ifndef SAR_EXPORT_CMD_STEP_SAY_H
#define SAR_EXPORT_CMD_STEP_SAY_H

#include "docket/docket.h"
#include "export/case.h"

/* A step that was taken. */
struct step_done {
	const char *what; /* "Extension" */
	const char *word; /* "asked"; or NULL */
	const char *by;
	struct sar_date on;
	const char *letter; /* below the case; or NULL */
	uint64_t record;
	bool logged; /* by this run */
	bool dry;    /* by none */
	int64_t now;
};

/** step_say: Say so, and where the case stands after it. */
SAR_MUST_CHECK int step_say(const struct sar_case *c,
    const struct sar_docket *after, const struct step_done *done,
    struct sar_err *err);

/** step_timeline: The case's timeline anew, after something of it was logged;
 * what is in the way of that is no failure of what was done. */
void step_timeline(const struct sar_case *c);

/** step_warn_late: What moves the time to answer, or sends the answer, was
 * logged more than SAR_DOCKET_LATE days after it happened. */
void step_warn_late(void);

#endif
