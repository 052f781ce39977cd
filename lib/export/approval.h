#ifndef SAR_EXPORT_APPROVAL_H
#define SAR_EXPORT_APPROVAL_H

#include <stdint.h>

#include "export/answer.h"
#include "export/case.h"
#include "export/history.h"
#include "plan/changes.h"

/*
 * Somebody has seen a plan and answers for it.  The approval is a record of
 * the log with a commitment to the plan's text, which has the digests of the
 * audio and of the marks: when any of them changes, the plan is another, and
 * the approval does not hold for it.  cases/REF/approval.json says the same for
 * people, and cases/REF/approved-plan.json is the text that was approved.
 */
#define SAR_APPROVAL_PLAN "approved-plan.json"

struct sar_approval {
	bool given;   /* there is one, for this plan or another */
	bool current; /* for this plan */
	uint64_t record;
	char by[33];
	char at[32];                  /* RFC 3339 */
	uint8_t plan[SAR_SHA256_LEN]; /* of the plan as it is now */
};

struct sar_approval_options {
	const char *by;
	unsigned lock_wait;
	int64_t now;
};

/** sar_approval_of: What the log says of ${answer}'s plan. */
SAR_MUST_CHECK int sar_approval_of(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_approval *out,
    struct sar_err *err);

/**
 * sar_approval_ready(c, answer, history, err):
 * May this plan be built?  ${history} is the case's; NULL to read the log.
 * SAR_EREVIEW when an approval is of another plan than this, and when policy
 * wants one and there is none; SAR_EREFUSED when policy wants it of another
 * person than who listened or decided.  Nothing held needs no approval.
 */
SAR_MUST_CHECK int sar_approval_ready(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_history *history,
    struct sar_err *err);

/**
 * sar_approval_give(c, answer, options, out, err):
 * Approve the plan as ${options}' by: its text to the disk, then the record of
 * the log, then the text's name in the case, which is locked.  A failure before
 * the record leaves log and case as they were; one after it says so in its
 * hint, and the same said again is not logged again but completes the case.
 * -1 with ${err} set, as sar_answer_decided(), SAR_ECORRUPT when a recording on
 * disk is not the one that was imported, SAR_EREFUSED when the case has been
 * released, or policy wants another person.
 */
SAR_MUST_CHECK int sar_approval_give(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_options *options,
    struct sar_approval *out, struct sar_err *err);

/** sar_approval_reviewer: Did ${by} listen to, or decide, any item? */
bool sar_approval_reviewer(const struct sar_answer *answer, const char *by);

/**
 * sar_approval_audio: Is the recording of ${item} on disk the one that was
 * imported?  -1 with ${err} set, SAR_ECORRUPT when it is not, SAR_EMISSING when
 * nobody can tell: the store is away, or the file may not be read.
 */
SAR_MUST_CHECK int sar_approval_audio(const struct sar_case *c,
    const struct sar_plan_item *item, struct sar_err *err);

/**
 * sar_approval_changes: Call ${fn} for each change since the plan was
 * approved, *${n} of them, also for audio on disk that is not what was
 * imported.  SAR_EREVIEW when nothing was approved, SAR_ECORRUPT when the kept
 * plan is not the one the log tells of.
 */
SAR_MUST_CHECK int sar_approval_changes(const struct sar_case *c,
    const struct sar_answer *answer, sar_changes_fn *fn, void *ctx, size_t *n,
    struct sar_err *err);

#endif
