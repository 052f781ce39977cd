#ifndef SAR_EXPORT_EVENT_H
#define SAR_EXPORT_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "disclosure/record.h"
#include "docket/docket.h"
#include "export/case.h"

/*
 * A step of a case, logged.  What was said in it, personal as it may be, is
 * kept in the case's folder, and the log has a commitment to it: first the text
 * is on the disk, then the record is made.  The same step once more is the same
 * step, so whatever was cut short is completed by doing it again.
 */

/* Which of the case's records of that type is the same step, if it says the
 * same? */
enum sar_step_same {
	SAR_STEP_ANY, /* any: what happened on a day has happened */
	SAR_STEP_LAST /* the last only: what is found, or decided, now */
};

#define SAR_STEP_TEXT_MAX 65536

struct sar_case_event {
	enum sar_record_type type;
	/* Borrowed; all but "by", "case" and "text", which come from here. */
	const json_t *members;
	/* What was said: kept as cases/REF/${text_name}, or under that name
	   with a number if another text that the log has is there.  NULL: none.
	   Not more than SAR_STEP_TEXT_MAX bytes. */
	const char *text;
	const char *text_name; /* as "letters/extension.txt" */
	/* Or, and rather: writes it, of a case that stands as ${docket} says,
	   NULL for none, before the step: now, or then, of one that was taken.
	   NULL with its error set.  The text is freed here.  Or NULL. */
	char *(*write)(void *ctx, const struct sar_docket *docket,
	    struct sar_err *err);
	char **kept; /* gets that name; the caller frees it.  Or NULL */
	/* Member for the commitment; NULL: "text". */
	const char *text_member;
	const char *by; /* a staff id */
	enum sar_step_same same;
	/* Of the records of the type only those that have the same value here
	   count, "item" of a mark; or NULL. */
	const char *key;
	bool again; /* it is another, though it says the same */
	/* Of a step that is new, before anything is written: may it be taken?
	   The docket is as the log has it, NULL for none; -1 with its error
	   set.  Or NULL. */
	int (*may)(void *ctx, const struct sar_docket *docket,
	    struct sar_err *err);
	void *ctx; /* of may and write */
	/* Gets where the case stands after it; to be cleared in any case. Or
	   NULL. */
	struct sar_docket *after;
	bool dry; /* write nothing; *${record} is 0 of one not made */
	int64_t now;
	unsigned lock_wait;
};

/**
 * sar_case_event(c, event, record, logged, err):
 * Log a step of ${c}, which is locked; *${record} is its number in the log.
 * *${logged} is false when it was there before.  -1 with ${err} set, and
 * nothing written: SAR_EINPUT for an id that cannot stand for staff, a text too
 * long or a day that cannot be; SAR_EREVIEW when the log has no receipt of the
 * case and the step needs one; SAR_EREFUSED when it does not fit what the log
 * has, judged as whoever verifies the log judges it.
 */
SAR_MUST_CHECK int sar_case_event(const struct sar_case *c,
    const struct sar_case_event *event, uint64_t *record, bool *logged,
    struct sar_err *err);

/* Where steps are kept that belong to no request: a folder with a salt. */
struct sar_event_place {
	const struct sar_home *home;
	const char *dir; /* must be there, unless dry */
	const char *ref; /* of the case; NULL: of none */
};

/** sar_event_log: The same there.  Whoever calls has it locked. */
SAR_MUST_CHECK int sar_event_log(const struct sar_event_place *place,
    const struct sar_case_event *event, uint64_t *record, bool *logged,
    struct sar_err *err);

/**
 * sar_case_commit: The commitment to ${text} with the salt of the case, which
 * is locked and gets one if it has none.
 */
SAR_MUST_CHECK int sar_case_commit(const struct sar_case *c, const char *text,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
