/* Private to export: a review being made, shared by its steps. */
#ifndef SAR_EXPORT_REVIEW_STATE_H
#define SAR_EXPORT_REVIEW_STATE_H

#include <pthread.h>

#include "export/advice.h"
#include "export/recording.h"
#include "export/review_folder.h"
#include "export/review_peaks.h"
#include "review/review.h"

/* One of the two files of an item. */
struct sar_review_file {
	char name[SAR_REVIEW_NAME]; /* "": it is not there */
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t bytes;
	enum sar_fate fate; /* where the recording is at fault */
	struct sar_err *why;
};

/* An item whose recording somebody can hear. */
struct sar_review_heard {
	struct sar_review_run *run;
	const struct sar_plan_item *item;
	struct sar_review_file original;
	struct sar_review_file redacted;
	struct sar_review_drawn drawn;
	struct sar_advice_list advice;
	struct sar_review_file heard; /* no file: its fate as of one */
	/* The one that the recording could not be made into; or NULL. */
	const struct sar_review_file *spoiled;
};

/* What the page says of the case's time. */
struct sar_review_clock {
	char received[SAR_DATE_LEN];
	char due[SAR_DATE_LEN];    /* or "" */
	char latest[SAR_DATE_LEN]; /* or "" */
	const char *state;         /* "running", "paused", "waiting", ... */
	char text[160];
	bool over; /* the answer has gone out, whole */
};

struct sar_review_run {
	const struct sar_case *c;
	const struct sar_answer *answer;
	const struct sar_review_options *options;
	struct sar_review_clock clock;
	struct sar_review_folder folder;
	struct sar_review_heard *heard;
	size_t n_heard;
	unsigned per_second; /* peaks */
	uint64_t total;      /* hundredths of a second, of each file */
	uint64_t done;
	pthread_mutex_t mutex;
	struct sar_review_made *made;
};

/* review_copy.c */
/** sar_review_job: Do number ${i} of the run: of each recording first what
 * there is to listen for, which takes longest, then the original, then the
 * redacted copy.  Where the recording is at fault it is no failure. */
SAR_MUST_CHECK int sar_review_job(void *ctx, size_t i, unsigned worker,
    struct sar_err *err);
#define SAR_REVIEW_JOBS 3 /* of a recording */

/** sar_review_settle: Both are made, or neither is there. */
void sar_review_settle(struct sar_review_heard *heard);
void sar_review_drop_copies(struct sar_review_heard *heard);

/** sar_review_is_heard: Is there a recording that can be decoded? */
bool sar_review_is_heard(const struct sar_plan_item *item);

/** sar_review_is_given: Would a build package it? */
bool sar_review_is_given(const struct sar_plan_item *item);

/* review_page.c */
/** sar_review_write: The page of what was made, into the folder. */
SAR_MUST_CHECK int sar_review_write(struct sar_review_run *run,
    struct sar_err *err);

/* review_clock.c: SAR_EREFUSED of a case that is closed. */
SAR_MUST_CHECK int sar_review_clock(const struct sar_case *c, int64_t now,
    struct sar_review_clock *out, struct sar_err *err);

/* review_fields.c: what the page asks of a decision, and provisions. */
#define SAR_REVIEW_BASES 32
struct sar_review_asked {
	struct sar_review_field fields[SAR_DECISION_FIELDS];
	struct sar_review_basis bases[SAR_REVIEW_BASES];
	size_t n_bases;
	const char *parents[SAR_REVIEW_BASES + 1];
};
void sar_review_ask(struct sar_review_asked *out);

/* review_item.c: an item as the page has it, and what that borrows. */
struct sar_review_shown {
	struct sar_review_item item;
	struct sar_review_sound sound;
	struct sar_review_said said;
	struct sar_review_cut *cuts;
	struct sar_review_span *removed;
	struct sar_review_decision *decisions;
	struct sar_review_pair *fields; /* of all decisions */
	struct sar_review_suggestion *suggestions;
	char wrong[sizeof(((struct sar_err *)NULL)->msg) + 2];
	char start[SAR_CIVIL_LEN];
	char reviewed[SAR_DATE_LEN];
	char *note;
};

/** sar_review_show: Fill ${out}, empty before, which is released in any case.
 * ${heard} is NULL for an item that nobody can hear. */
SAR_MUST_CHECK int sar_review_show(const struct sar_review_run *run,
    const struct sar_plan_item *item, const struct sar_review_heard *heard,
    struct sar_review_shown *out, struct sar_err *err);
void sar_review_drop_shown(struct sar_review_shown *shown);

#endif
