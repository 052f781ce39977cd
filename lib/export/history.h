#ifndef SAR_EXPORT_HISTORY_H
#define SAR_EXPORT_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sha256.h"
#include "disclosure/log.h"
#include "docket/dockets.h"
#include "export/delivery.h"
#include "export/home.h"

/* More would not fit into one record of the log. */
#define SAR_VOLUMES_MAX 99

/* What the disclosure log says of one case.  The log is the register. */
struct sar_history {
	bool open; /* an intent without an outcome */
	uint64_t intent;
	bool released;
	uint64_t release;
	unsigned volumes; /* released zips, and their digests */
	uint8_t packages[SAR_VOLUMES_MAX][SAR_SHA256_LEN];
	bool has_content; /* records of before there was one have none */
	uint8_t content[SAR_SHA256_LEN]; /* the same at every build */
	bool nil;                        /* the last outcome was a nil return */
	uint64_t nil_return;
	char when[32]; /* RFC 3339, of the last outcome; or "" */
	bool approved; /* the last approval: */
	uint64_t approval;
	uint8_t approved_plan[SAR_SHA256_LEN]; /* commitment to plan.json */
	bool has_letter; /* approvals of before there was one have none */
	uint8_t approved_letter[SAR_SHA256_LEN]; /* commitment, likewise */
	bool has_review; /* it was given with a saved review: */
	uint8_t approved_review[SAR_SHA256_LEN]; /* commitment, likewise */
	char approved_by[33];
	char approved_at[32]; /* RFC 3339 */
};

/* One case, and what the log says of it. */
struct sar_history_case {
	const char *ref; /* of whoever asks */
	struct sar_history history;
	struct sar_deliveries went; /* all of them */
	struct sar_docket docket;   /* where it stands; an empty one of a log
				       that could not be read */
};

/**
 * sar_history_cases: Read and verify the home's log once, as
 * sar_home_log_open() does, and fill ${n} ${cases}, whose refs are set and all
 * else is zero.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_history_cases(const struct sar_home *home,
    struct sar_history_case *cases, size_t n, struct sar_err *err);
void sar_history_clear(struct sar_history_case *cases, size_t n);

/* Who else is told of the log while it is read for that. */
struct sar_history_watch {
	sar_log_record_fn *record;
	sar_log_note_fn *note;
	void *ctx;
	/* Of the log once it has verified; or NULL. */
	int (*whole)(void *ctx, const struct sar_log *log, struct sar_err *err);
	void *whole_ctx;
};

/** sar_history_cases_watched: sar_history_cases(), and tell ${watch} as well.
 */
SAR_MUST_CHECK int sar_history_cases_watched(const struct sar_home *home,
    struct sar_history_case *cases, size_t n,
    const struct sar_history_watch *watch, struct sar_err *err);

/** sar_history_watched: sar_history_read(), and tell ${watch} as well. */
SAR_MUST_CHECK int sar_history_watched(const struct sar_home *home,
    const char *ref, const struct sar_history_watch *watch,
    struct sar_history *history, struct sar_err *err);

/** sar_history_dockets: Where all cases of the home's log stand, read as
 * sar_home_log_open() does; the caller frees them. */
SAR_MUST_CHECK struct sar_dockets *sar_history_dockets(const struct sar_home
							   *home,
    struct sar_err *err);

/** sar_history_read: What the log says of case ${ref}. */
SAR_MUST_CHECK int sar_history_read(const struct sar_home *home,
    const char *ref, struct sar_history *history, struct sar_err *err);

#endif
