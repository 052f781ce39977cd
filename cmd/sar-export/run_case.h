#ifndef SAR_EXPORT_CMD_RUN_CASE_H
#define SAR_EXPORT_CMD_RUN_CASE_H

#include "export/agenda.h"
#include "sar-export/workers.h"

/* What "run --all" came to in one case. */
enum run_case_status {
	RUN_RELEASED,
	RUN_NIL,      /* nothing held: logged as a nil return */
	RUN_FINISHED, /* of an earlier run's release what was wanting */
	RUN_BEFORE,   /* released by another run in between */
	RUN_READY,    /* of a dry run: would be tried */
	RUN_WAITS,    /* for a person */
	RUN_LOCKED,   /* another run is at it */
	RUN_STOPPED,  /* by the signal that ended this run, too */
	RUN_FAILED,
	RUN_STATUSES
};

/** run_case_name: "released", ... for machines. */
const char *run_case_name(enum run_case_status status);

struct run_case {
	const struct sar_agenda_item *item;
	int32_t today;
	enum run_case_status status;
	int exit_code;
	const char *why;  /* with RUN_WAITS; else NULL */
	json_t *summary;  /* the process's own; NULL: it had none */
	const char *said; /* by it, to standard error; "" */
};

/** run_case_read: What ${end} of the process that was at ${item} says; the
 * caller releases its summary. */
void run_case_read(const struct sar_agenda_item *item, int32_t today,
    const struct workers_end *end, struct run_case *out);

/** run_case_grave: How grave an exit status is: the graver the larger; 0 for
 * what is no trouble at all. */
int run_case_grave(int status);

/* How a run tells of its cases. */
struct run_case_how {
	bool verbose;   /* also of what waits and is not due yet */
	int due_within; /* days, that are soon */
	bool cron;      /* it comes again: another run at a case is no trouble,
			   but one that waits */
};

/**
 * run_case_say: A line if something was done, trouble to standard error; with
 * --json an object.  Of what waits nothing, unless ${how} or the case itself
 * wants it told of, or it is due soon.
 */
void run_case_say(const struct run_case *c, const struct run_case_how *how);

/** run_case_complaint: The same of a complaint that is not acknowledged. */
void run_case_complaint(const struct sar_docket_complaint *complaint,
    int32_t today, const struct run_case_how *how);

#endif
