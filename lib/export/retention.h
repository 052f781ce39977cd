#ifndef SAR_EXPORT_RETENTION_H
#define SAR_EXPORT_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "export/home.h"
#include "index/index.h"

/*
 * What expires when, what is past, and what somebody has to look at: each
 * recording as the purge sees it, by the latest leg of its calls.
 */
enum sar_retention_state {
	SAR_RETENTION_INSIDE,
	SAR_RETENTION_PAST,
	SAR_RETENTION_UNDATED,  /* no leg tells: it is never deleted */
	SAR_RETENTION_EMBEDDED, /* inside an export, which is not ours */
	SAR_RETENTION_STATES
};

/** sar_retention_state_name: "inside", "past", ... for machines. */
const char *sar_retention_state_name(enum sar_retention_state state);

struct sar_retention_row {
	const struct sar_index_recording *recording;
	enum sar_retention_state state;
	struct sar_date last_day; /* of its retention; not of what is undated */
	int64_t days;             /* till then; below 0: since */
};
typedef int sar_retention_fn(void *ctx, const struct sar_retention_row *row,
    struct sar_err *err);

/** sar_retention_each: Call ${fn} for each recording there is, by its number;
 * missing and deleted ones apart. */
SAR_MUST_CHECK int sar_retention_each(const struct sar_home *home,
    struct sar_index *index, int64_t now, sar_retention_fn *fn, void *ctx,
    struct sar_err *err);

/* What a job that looks every night tells somebody of. */
enum sar_retention_alarm_kind {
	SAR_ALARM_EXPIRING,   /* before the case is due, and not held */
	SAR_ALARM_ON_DISK,    /* past retention, not held, and still there */
	SAR_ALARM_REVIEW,     /* of a hold: its day is past */
	SAR_ALARM_UNFINISHED, /* a purge was cut short */
	SAR_ALARM_HOLD_LOST,  /* the log has a hold that the index has not */
	SAR_ALARM_RETURNED,   /* deleted by a purge, and on the disk again */
	SAR_ALARM_UNDELETED,  /* by the log deleted, by the index there */
	SAR_ALARM_EVIDENCE,   /* of purges, which the log has the digest of, is
				 not there; n is of these */
	SAR_ALARM_COPIES,     /* of recordings, in the review of a case that
				 needs them no more; n is of these */
	SAR_ALARM_KINDS
};

/** sar_retention_alarm_kind_name: "expiring", "on-disk", ... for machines. */
const char *sar_retention_alarm_kind_name(enum sar_retention_alarm_kind kind);

struct sar_retention_alarm {
	enum sar_retention_alarm_kind kind;
	const char *ref;     /* case, or "" */
	const char *name;    /* of the hold, or "" */
	uint64_t n;          /* recordings */
	struct sar_date day; /* the first to expire, or the day of review;
				year 0: none */
};
typedef int sar_retention_alarm_fn(void *ctx,
    const struct sar_retention_alarm *alarm, struct sar_err *err);

struct sar_retention_alarm_options {
	int64_t now;
	unsigned grace; /* days that what is past may still be there */
	sar_retention_alarm_fn *alarm;
	void *ctx;
};

/** sar_retention_alarm_check: Look, and change nothing; each alarm goes to
 * options->alarm. */
SAR_MUST_CHECK int sar_retention_alarm_check(const struct sar_home *home,
    const struct sar_retention_alarm_options *options, struct sar_err *err);

#endif
