/* Private to export: a build in progress, shared by its steps. */
#ifndef SAR_EXPORT_BUILD_STATE_H
#define SAR_EXPORT_BUILD_STATE_H

#include <jansson.h>

#include "disclosure/log.h"
#include "export/build.h"
#include "export/history.h"
#include "export/recording.h"
#include "package/package.h"

/* Entries of the package before the recordings: letter and schedule. */
#define SAR_BUILD_TEXTS 2

struct build {
	const struct sar_case *c;
	const struct sar_answer *answer;
	const struct sar_build_options *options;
	struct sar_history history;
	char *log_dir;
	char *log_lock;
	struct sar_key_secret *key;
	struct sar_secret *generated; /* NULL when one was given */
	const struct sar_secret *passphrase;
	unsigned jobs;
	struct sar_recording *recordings; /* those packaged, in order */
	size_t n_recordings;
	struct sar_package *package;
	struct sar_package_receipt receipt;
	uint8_t plan_sha256[SAR_SHA256_LEN];  /* of plan.json */
	uint8_t certificates[SAR_SHA256_LEN]; /* of their list */
	char *letter;
	char *schedule;
	char *staged;   /* staging/REF.zip */
	char *released; /* outbox/REF.zip */
	char *how;      /* outbox/REF-HOW-TO-OPEN.txt */
	bool delivered; /* this run made passphrase_out */
	uint64_t intent;
};

/* journal.c: what goes into the log */
SAR_MUST_CHECK int sar_build_log_intent(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_release(struct build *b, uint64_t *seq,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_nil(struct build *b, uint64_t *seq,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_void(struct build *b, uint64_t intent,
    const char *reason, struct sar_err *err);

/* content.c: what goes into the package */
SAR_MUST_CHECK int sar_build_write_letters(struct build *b,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_seal(struct build *b, struct sar_err *err);
void sar_build_drop(struct build *b);

/* selfcheck.c: is what was sealed what it should be? */
SAR_MUST_CHECK int sar_build_selfcheck(struct build *b, struct sar_err *err);

/* certify.c: the case's word for what was done and checked */
SAR_MUST_CHECK int sar_build_certify(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_uncertify(const struct build *b,
    struct sar_err *err);

/* spoiled.c: recordings that failed, all of them and not just the first */
SAR_MUST_CHECK int sar_build_spoiled(struct build *b, struct sar_err *err);
bool sar_build_leave_out(struct build *b);

/* outbox.c: staging, passphrase, outbox, and what an earlier run left */
SAR_MUST_CHECK int sar_build_stage(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_deliver(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_move(struct build *b,
    const uint8_t sha256[SAR_SHA256_LEN], bool *present, struct sar_err *err);
SAR_MUST_CHECK int sar_build_clear(struct build *b, struct sar_err *err);
void sar_build_undo(struct build *b);

#endif
