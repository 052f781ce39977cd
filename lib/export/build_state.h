/* Private to export: a build in progress, shared by its steps. */
#ifndef SAR_EXPORT_BUILD_STATE_H
#define SAR_EXPORT_BUILD_STATE_H

#include <jansson.h>
#include <pthread.h>

#include "base/buf.h"
#include "disclosure/log.h"
#include "export/build.h"
#include "export/history.h"
#include "export/recording.h"
#include "letter/letter.h"
#include "package/content.h"
#include "package/package.h"
#include "tlog/policy.h"

/* A text that is in every zip, before the recordings. */
struct build_text {
	const char *name;
	char *text;
};

#define SAR_BUILD_TEXTS_MAX 8

/* What is in the zip of one recording, after all of them. */
struct build_vcon {
	char name[SAR_LETTER_VCON_NAME];
	char *text;
};

#define SAR_BUILD_PROOF_NAME 48

/* The proof of one recording, after the vCons. */
struct build_proof {
	char name[SAR_BUILD_PROOF_NAME];
	const struct sar_buf *text; /* borrowed; empty before it was made */
	uint64_t size;              /* that it has, or will have */
};

/* One zip of the answer: all of it, or a volume. */
struct build_volume {
	size_t first; /* of the recordings in it */
	size_t n;
	struct sar_package *package;
	struct sar_package_receipt receipt;
	bool linked; /* into staging, by this run; then as: */
	struct sar_disk_stamp stamp;
	char *staged;       /* staging/REF.zip; REF-part-1.zip and so on */
	char *released;     /* outbox/REF.zip; REF-part-1.zip and so on */
	char *proof_staged; /* these with .tlog-proof */
	char *proof;
};

/* Where the build is. */
struct build_phase {
	pthread_mutex_t mutex;
	struct sar_build_progress at;
};

struct build {
	const struct sar_case *c;
	const struct sar_answer *answer;
	const struct sar_build_options *options;
	struct sar_history history;
	struct sar_docket docket;
	struct sar_key_secret *key;   /* what the manifests are signed with */
	struct sar_secret *generated; /* NULL when one was given */
	const struct sar_secret *passphrase;
	unsigned jobs;
	struct build_text texts[SAR_BUILD_TEXTS_MAX];
	size_t n_texts;
	struct build_vcon *vcons; /* one a recording; NULL: not asked for */
	size_t n_vcons;
	struct sar_registered *registered; /* NULL: no proofs are made */
	struct sar_buf *proofs;    /* their texts, one an item of the plan */
	struct sar_policy *policy; /* the log's keys, to check them */
	struct sar_recording *recordings; /* those packaged, in order */
	size_t n_recordings;
	/* What each will be in its zip, once they had to be measured; else
	 * NULL. */
	struct sar_content_entry *measured;
	uint8_t content[SAR_SHA256_LEN]; /* digest of all, if measured */
	struct build_volume *volumes;
	unsigned n_volumes;
	struct build_phase phase;
	uint8_t plan_sha256[SAR_SHA256_LEN];  /* of plan.json */
	uint8_t certificates[SAR_SHA256_LEN]; /* of their list */
	char *how;                            /* outbox/REF-HOW-TO-OPEN.txt */
	bool trial;                           /* nothing may be written */
	bool handed_over;                     /* this run made passphrase_out */
	uint64_t intent;
	/* Once the log was read for them, after the release: */
	struct sar_log *log;
	struct sar_buf proof;         /* the release's */
	struct sar_key_public signer; /* whose checkpoint it is against */
};

/* build.c: what every build needs, of the home and its log */
SAR_MUST_CHECK int sar_build_begin(struct build *b, struct sar_err *err);
/* Can the passphrase that was given be used, if one was? */
SAR_MUST_CHECK int sar_build_given(const struct build *b, struct sar_err *err);
/* Release what is in ${b}, not itself. */
void sar_build_end(struct build *b);

/* journal.c: what goes into the log */
SAR_MUST_CHECK int sar_build_log_intent(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_release(struct build *b, uint64_t *seq,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_nil(struct build *b, uint64_t *seq,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_log_void(struct build *b, uint64_t intent,
    const char *reason, struct sar_err *err);

/* phase.c: how far it has come */
void sar_build_phase(struct build *b, enum sar_build_phase phase,
    const struct build_volume *v, uint64_t total);
void sar_build_did(struct build *b, uint64_t bytes);
/* The same of an entry that is read back. */
void sar_build_checked(struct build *b, uint64_t bytes);
/* Of the phase in all; ${ctx} is the build. */
void sar_build_has_done(void *ctx, uint64_t bytes);
uint64_t sar_build_expected(const struct build *b, size_t first, size_t n);

/* texts.c: what is said in words, in the case and in every zip */
SAR_MUST_CHECK int sar_build_write_texts(struct build *b, struct sar_err *err);
void sar_build_drop_texts(struct build *b);

/* vcon.c: recordings described for programs */
SAR_MUST_CHECK int sar_build_vcons(struct build *b,
    const struct sar_letter *letter, struct sar_err *err);
void sar_build_drop_vcons(struct build *b);

/* redaction_proofs.c: redaction proofs of recordings */
SAR_MUST_CHECK int sar_build_prove_begin(struct build *b,
    struct sar_history_watch *watch, struct sar_err *err);
void sar_build_drop_proofs(struct build *b);
/* Is there a proof of recording ${i}, made or not? */
bool sar_build_proved(const struct build *b, size_t i);
/* Is there to be any at all?  Before there is a list of recordings. */
bool sar_build_has_proofs(const struct build *b);
/* How many there are, and how many recordings could have one and have none. */
size_t sar_build_proofs(const struct build *b, size_t *unproved);
/* Of how many of these the log has not got what registered them. */
size_t sar_build_unregistered(const struct build *b);
/* That of recording ${i}, which has one. */
SAR_MUST_CHECK int sar_build_proof(const struct build *b, size_t i,
    struct build_proof *out, struct sar_err *err);
/* Make them all. */
SAR_MUST_CHECK int sar_build_redaction_proofs(struct build *b,
    struct sar_err *err);
/* Does that of recording ${i}, if there is one, hold for what was sealed? */
SAR_MUST_CHECK int sar_build_proof_check(const struct build *b, size_t i,
    const struct sar_source *plain, struct sar_err *err);

/* volume.c: how many zips there are, and what they are called */
SAR_MUST_CHECK int sar_build_volumes(struct build *b, unsigned n,
    struct sar_err *err);
void sar_build_drop_volumes(struct build *b);
/* The name of zip ${k} of several, or, for 0, of the only one. */
SAR_MUST_CHECK char *sar_build_staged(const struct build *b, unsigned k,
    struct sar_err *err);
/* The same of its proof. */
SAR_MUST_CHECK char *sar_build_staged_proof(const struct build *b, unsigned k,
    struct sar_err *err);

/* share.c: which recordings go into which zip */
SAR_MUST_CHECK int sar_build_share(struct build *b, struct sar_err *err);

/* measure.c: how large each recording is, and its digest */
SAR_MUST_CHECK int sar_build_measure(struct build *b, struct sar_err *err);

/* content.c: what goes into the zips */
SAR_MUST_CHECK int sar_build_recordings(struct build *b, struct sar_err *err);
void sar_build_drop_recordings(struct build *b);
SAR_MUST_CHECK int sar_build_seal(struct build *b, struct sar_err *err);
/* Which entry of its zip recording ${i} is. */
size_t sar_build_entry(const struct build *b, const struct build_volume *v,
    size_t i);

/* selfcheck.c: is what was sealed what it should be? */
struct sar_selfcheck; /* of one zip; its _entry is a package's check */
SAR_MUST_CHECK struct sar_selfcheck *sar_build_selfcheck_new(struct build *b,
    const struct build_volume *v, struct sar_err *err);
SAR_MUST_CHECK int sar_build_selfcheck_entry(void *ctx, size_t i,
    const struct sar_source *plain, struct sar_err *err);
/* Once the zip has been read back, and every entry was whole. */
SAR_MUST_CHECK int sar_build_selfcheck_end(struct sar_selfcheck *check,
    struct sar_err *err);
void sar_build_selfcheck_free(struct sar_selfcheck *check);

/* certify.c: the case's word for what was done and checked */
SAR_MUST_CHECK int sar_build_certify(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_uncertify(const struct build *b,
    struct sar_err *err);

/* spoiled.c: recordings that failed, all of them and not just the first */
SAR_MUST_CHECK int sar_build_spoiled(struct build *b, struct sar_err *err);
bool sar_build_leave_out(struct build *b);

/* staging.c: staging, passphrase, and what an earlier run left */
SAR_MUST_CHECK int sar_build_stage(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_hand_over(struct build *b, struct sar_err *err);
SAR_MUST_CHECK int sar_build_clear(struct build *b, struct sar_err *err);
void sar_build_undo(struct build *b);

/* proof.c: beside each zip, that the log released it.  ${seq} is the record of
 * the release. */
/* Is there a zip?  It may have been sent and deleted: then nobody needs its
 * proof. */
bool sar_build_there(const struct build_volume *v);
/* Put it in staging for each zip that has none in the outbox; what has its name
 * there has to be one. */
SAR_MUST_CHECK int sar_build_prove(struct build *b, uint64_t seq,
    struct sar_err *err);
/* Is what has the name of one in the outbox one? */
SAR_MUST_CHECK int sar_build_proven(struct build *b, uint64_t seq,
    struct sar_err *err);
void sar_build_drop_proof(struct build *b);

/* how.c: how to open what is in the outbox; nothing if that is said already */
SAR_MUST_CHECK char *sar_build_how_path(const struct sar_case *c,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_how(const struct build *b, struct sar_err *err);

/* outbox_open.c: can there be a last step?  Looked at, nothing is written. */
SAR_MUST_CHECK int sar_build_outbox_open(const struct build *b,
    struct sar_err *err);
/* ${path} was or will be refused, with errno ${why}.  Returns -1. */
int sar_build_no_way(const char *path, int why, bool released,
    struct sar_err *err);

/* outbox.c: the last step, which may be a later run's */
SAR_MUST_CHECK int sar_build_vacant(const struct build *b, struct sar_err *err);
/* Is ${path} free?  SAR_EREFUSED when not: it is somebody's. */
SAR_MUST_CHECK int sar_build_unused(const char *path, struct sar_err *err);
/* What is where, for who asked for the build; whether it is what was released
 * is not looked at. */
SAR_MUST_CHECK int sar_build_list(const struct build *b,
    uint8_t (*sha256)[SAR_SHA256_LEN], struct sar_build_result *result,
    struct sar_err *err);
/* Is what has a package's name in the outbox the package? */
SAR_MUST_CHECK int sar_build_check_moved(const struct sar_build_result *result,
    struct sar_err *err);
SAR_MUST_CHECK int sar_build_move(struct build *b,
    uint8_t (*sha256)[SAR_SHA256_LEN], struct sar_build_result *result,
    struct sar_err *err);

/* before.c: is the passphrase that a later run was given the release's? */
SAR_MUST_CHECK int sar_build_keeps(const struct sar_build_options *options,
    struct sar_build_result *result, struct sar_err *err);

#endif
