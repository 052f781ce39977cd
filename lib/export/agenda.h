#ifndef SAR_EXPORT_AGENDA_H
#define SAR_EXPORT_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "docket/docket.h"
#include "export/home.h"

/*
 * What there is to do in a home, case by case, for whoever does it with nobody
 * there.  As the log has it: whether everything was marked and approved, only
 * who goes through a case finds out.
 */
enum sar_agenda_what {
	SAR_AGENDA_NOTHING, /* its answer was sent, or it is over */
	SAR_AGENDA_WAITS,   /* for a person */
	SAR_AGENDA_ANSWER,  /* nothing in the log is in the way of an answer */
	SAR_AGENDA_FINISH   /* released, and what comes after was cut short */
};

struct sar_agenda_item {
	char ref[SAR_DOCKET_REF];
	enum sar_agenda_what what;
	/* With SAR_AGENDA_WAITS: "receipt", "identity", "authority", "fee",
	   "question", "unreadable", "folder": it is not there; "delivery": the
	   answer is made and was not sent; or "import": nothing of the days
	   asked for, or later, is in the index, or nothing of them or earlier.
	 */
	const char *why;
	/* To be told of however far off its day is: it corrects an answer, and
	   has none; or nobody has logged when it came. */
	bool always;
	bool dated; /* nobody has its answer yet, and it has: */
	int32_t due, latest;
};

struct sar_agenda {
	struct sar_agenda_item *items; /* in order of ref */
	size_t n;
	struct sar_docket_complaint *complaints; /* not acknowledged */
	size_t n_complaints;
	int32_t today;
};

/**
 * sar_agenda_make: Of every case that has a folder in ${home}, and of what is
 * owed by its log without one, as of ${now}.  The log is read once and
 * verified.  On success sar_agenda_free() releases
 * ${out}.
 */
SAR_MUST_CHECK int sar_agenda_make(const struct sar_home *home, int64_t now,
    struct sar_agenda *out, struct sar_err *err);
void sar_agenda_free(struct sar_agenda *agenda);

#endif
