#ifndef SAR_EXPORT_APPROVAL_H
#define SAR_EXPORT_APPROVAL_H

#include <stdint.h>

#include "base/lines.h"
#include "export/answer.h"
#include "export/case.h"
#include "export/history.h"
#include "plan/changes.h"

/*
 * Somebody has seen a plan and what the requester is going to be told, and
 * answers for both.  The approval is a record of the log with a commitment to
 * the plan's text, which has the digests of the audio and of the marks, and one
 * to the texts of letter and schedules, their date left open: when any of them
 * changes, the approval does not hold any more.  cases/REF/approval.json says
 * the same for people; cases/REF/approved-plan.json and
 * cases/REF/approved-letter.txt are what was approved.
 */
#define SAR_APPROVAL_PLAN "approved-plan.json"
#define SAR_APPROVAL_LETTER "approved-letter.txt"

/* Why an approval does not hold. */
enum sar_approval_stale {
	SAR_APPROVAL_HOLDS,
	SAR_APPROVAL_PLAN_CHANGED,
	SAR_APPROVAL_NO_LETTER, /* of before letters were approved: it has none
				 */
	SAR_APPROVAL_LETTER_CHANGED
};

struct sar_approval {
	bool given;                    /* there is one, for this or another */
	enum sar_approval_stale stale; /* of one that is given */
	uint64_t record;
	char by[33];
	char at[32];                    /* RFC 3339 */
	uint8_t plan[SAR_SHA256_LEN];   /* of the plan as it is now */
	uint8_t letter[SAR_SHA256_LEN]; /* of the texts; zero: not made */
};

/** sar_approval_current: Is there one that holds? */
bool sar_approval_current(const struct sar_approval *approval);

/** sar_approval_stale_name: "plan", "no-letter", "letter"; "" if it holds. */
const char *sar_approval_stale_name(enum sar_approval_stale stale);

/* What an approval is held against, beside the answer. */
struct sar_approval_view {
	bool vcon; /* each recording gets a vCon: the letter says so */
	/* What was read in the log; NULL: to be read. */
	const struct sar_history *history;
	bool proofs; /* with ${history}: are there redaction proofs? */
};

struct sar_approval_options {
	const char *by;
	bool vcon;
	/* The saved review that it rests on, as it was handed in; or NULL. */
	const char *review;
	unsigned lock_wait;
	int64_t now;
};

/** sar_approval_of: What the log says of ${answer} as it is now.  The letter is
 * made only for an approval that needs it. */
SAR_MUST_CHECK int sar_approval_of(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_view *view,
    struct sar_approval *out, struct sar_err *err);

/** sar_approval_refuse: Say of one that is stale why; SAR_EREVIEW, -1. */
int sar_approval_refuse(const struct sar_case *c,
    const struct sar_approval *approval, struct sar_err *err);

/**
 * sar_approval_ready(c, answer, view, err):
 * May this be built?  SAR_EREVIEW when an approval is of another plan or letter
 * than these, and when policy wants one and there is none; SAR_EREFUSED when
 * policy wants it of another person than who listened or decided.  Nothing held
 * needs no approval, where nobody decided what is told of.
 */
SAR_MUST_CHECK int sar_approval_ready(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_view *view,
    struct sar_err *err);

/**
 * sar_approval_give(c, answer, options, out, err):
 * Approve plan and letter as ${options}' by: their texts to the disk, then the
 * record of the log, then the texts' names in the case, which is locked.  A
 * failure before the record leaves log and case as they were; one after it says
 * so in its hint, and the same said again is not logged again but completes the
 * case.  -1 with ${err} set, as sar_answer_decided(), SAR_EINPUT when there can
 * be no letter, SAR_ECORRUPT when a recording on disk is not the one that was
 * imported, SAR_EREFUSED when the case has been released, or policy wants
 * another person.
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

/* Lines of one of the texts that are not as they were approved. */
struct sar_approval_lines {
	const char *name;           /* of the text, as "letter.txt" */
	struct sar_line section;    /* its heading as it is now; or empty */
	const struct sar_line *was; /* first of n_then lines */
	const struct sar_line *is;  /* first of n_now lines */
	struct sar_lines_change at; /* counted from 0 */
};

typedef void sar_approval_lines_fn(void *ctx,
    const struct sar_approval_lines *lines);

/**
 * sar_approval_letter_changes: Call ${fn} for each stretch of lines of the
 * texts that has changed since they were approved, *${n} of them; none for an
 * approval of before there was a letter in it.  Errors as
 * sar_approval_changes().
 */
SAR_MUST_CHECK int sar_approval_letter_changes(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_view *view,
    sar_approval_lines_fn *fn, void *ctx, size_t *n, struct sar_err *err);

#endif
