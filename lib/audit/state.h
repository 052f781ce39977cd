#ifndef SAR_AUDIT_STATE_H
#define SAR_AUDIT_STATE_H

#include <jansson.h>
#include <pthread.h>

#include "audit/audit.h"
#include "audit/describe.h"
#include "disclosure/record.h"
#include "package/content.h"
#include "package/reader.h"
#include "plan/redactions.h"
#include "redact/redact.h"

/* Private to audit. */

#define SAR_AUDIT_CELL 32 /* of what is kept of one; longer is none of ours */

/* What else is told of a recording. */
struct sar_audit_told {
	char
	    date[SAR_AUDIT_CELL]; /* by schedule.csv, of the place's own time */
	char time[SAR_AUDIT_CELL];
	bool there;     /* it has a vCon */
	bool described; /* which is right, and says: */
	struct sar_described vcon;
};

/* What an entry is, by its name. */
enum sar_audit_kind {
	SAR_AUDIT_LETTER,          /* letter.txt */
	SAR_AUDIT_LIST,            /* schedule.txt */
	SAR_AUDIT_TABLE,           /* schedule.csv */
	SAR_AUDIT_PAGE,            /* listen.html */
	SAR_AUDIT_PROOF,           /* redactions.json */
	SAR_AUDIT_RECORDING,       /* call-01.wav */
	SAR_AUDIT_DESCRIPTION,     /* call-01.vcon.json */
	SAR_AUDIT_REDACTION_PROOF, /* call-01.redaction-proof */
	SAR_AUDIT_PADDING,
	SAR_AUDIT_MANIFEST,
	SAR_AUDIT_MANIFEST_SIGNATURE,
	SAR_AUDIT_UNKNOWN
};

/* The first of them, which people read, are held against each other. */
#define SAR_AUDIT_PAPERS (SAR_AUDIT_PAGE + 1)
#define SAR_AUDIT_PAPER_MAX ((size_t)16 << 20) /* bytes of one */

struct sar_audit_paper {
	char *text; /* NULL: not there, or too long */
	size_t len;
};

/* What style and script listen.html has. */
enum sar_audit_page {
	SAR_AUDIT_PAGE_WRONG, /* not there, or told of */
	SAR_AUDIT_PAGE_OURS,  /* those of this release */
	SAR_AUDIT_PAGE_OTHER
};

/* A redaction proof, read before its recording is. */
struct sar_audit_evidence {
	size_t entry;
	uint8_t sha256[SAR_SHA256_LEN];
	struct sar_redact_proof *proof; /* NULL: wrong, and that was told */
};

/* A recording that goes by, beside its proof. */
struct sar_audit_proving {
	struct sar_audit_volume *volume;
	const struct sar_redact_proof *proof;
	struct sar_redact_verifier *verifier; /* NULL: not to be looked at */
};

/* One zip. */
struct sar_audit_volume {
	struct sar_audit *audit;
	const struct sar_source *source;
	struct sar_package_reader *reader; /* NULL: its structure is wrong */
	uint8_t sha256[SAR_SHA256_LEN];    /* of the zip */
	struct sar_package_findings findings;
	bool good;       /* it was checked to its end, and findings are set */
	unsigned number; /* from 1; 0: not known */
	json_t *manifest;
	struct sar_content_entry *entries; /* of it, and names too */
	size_t n;
	/* While it is looked into: */
	struct sar_redactions *redactions; /* NULL: none that can be read */
	uint8_t redactions_sha256[SAR_SHA256_LEN];
	struct sar_audit_told *told; /* of each of the redactions; or NULL */
	struct sar_audit_paper papers[SAR_AUDIT_PAPERS]; /* by kind */
	enum sar_audit_page page;
	bool table_wrong; /* schedule.csv, and that was told */
	struct sar_audit_evidence *proofs;
	size_t n_proofs;
};

/* A record of the log that registers recordings, or did before it was erased.
 */
struct sar_audit_registered {
	uint64_t seq;
	uint8_t leaf[SAR_SHA256_LEN];
	uint64_t size; /* of the first checkpoint with it; 0: none yet */
	uint8_t root[SAR_SHA256_LEN];
};

/* What a proof says of the log: how it stood, and one record of it. */
struct sar_audit_head {
	const char *log; /* its name, which outlives the audit */
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	uint64_t record;
	uint8_t leaf[SAR_SHA256_LEN];
};

struct sar_audit {
	const struct sar_audit_options *options;
	struct sar_policy *policy; /* the log's keys that are known */
	struct sar_audit_registered *registered; /* of the log, by number */
	size_t n_registered;
	struct sar_audit_head *heads; /* that proofs rest on; no two alike */
	size_t n_heads;
	struct sar_audit_seen seen;
	struct sar_audit_volume *volumes; /* as given */
	size_t n;
	pthread_mutex_t lock;  /* of seen and finding */
	pthread_mutex_t texts; /* one is read at a time */
	uint8_t certificates[SAR_SHA256_LEN];
	const struct sar_record *release; /* that names all; or NULL */
	struct sar_record *found;         /* the same, where the log has it */
	bool *named;                      /* by a release, of each */
};

/**
 * sar_audit_finding: Tell of ${err} and go on: 0.  What is no finding but
 * keeps us from checking (no memory, a signal, a file that cannot be read) is
 * returned: -1.
 */
SAR_MUST_CHECK int sar_audit_finding(struct sar_audit *audit,
    enum sar_audit_check check, const struct sar_err *err);

/** sar_audit_say: The same of a message. */
SAR_MUST_CHECK int sar_audit_say(struct sar_audit *audit,
    enum sar_audit_check check, enum sar_code code, struct sar_err *err,
    const char *fmt, ...) SAR_PRINTF(5, 6);

/** sar_audit_did: It was checked; OK unless there was a finding. */
void sar_audit_did(struct sar_audit *audit, enum sar_audit_check check);

/** sar_audit_contents: Open ${volume} and check all that is in it. */
SAR_MUST_CHECK int sar_audit_contents(struct sar_audit_volume *volume,
    struct sar_err *err);

/** sar_audit_kind_of: By its name alone. */
enum sar_audit_kind sar_audit_kind_of(const char *name);

/** sar_audit_names: Has ${volume} just the entries it may, in their order? */
SAR_MUST_CHECK int sar_audit_names(struct sar_audit_volume *volume,
    struct sar_err *err);

/** sar_audit_recording: Look into entry ${i}. */
SAR_MUST_CHECK int sar_audit_recording(struct sar_audit_volume *volume,
    size_t i, const struct sar_source *plain, struct sar_err *err);

/** sar_audit_evidence_read: Read all there are, which are needed before the
 * recordings are; they must be the same again later. */
SAR_MUST_CHECK int sar_audit_evidence_read(struct sar_audit_volume *volume,
    struct sar_err *err);
void sar_audit_evidence_free(struct sar_audit_volume *volume);

/** sar_audit_evidence_at: That of entry ${i}, or NULL. */
const struct sar_audit_evidence *sar_audit_evidence_at(
    const struct sar_audit_volume *volume, size_t i);

/**
 * sar_audit_prove_begin: Find the proof of ${file}, and hold what they say
 * against each other.  ${proving} is told what is decoded; to be ended in any
 * case.
 */
SAR_MUST_CHECK int sar_audit_prove_begin(struct sar_audit_proving *proving,
    const struct sar_redactions_file *file, struct sar_err *err);
SAR_MUST_CHECK int sar_audit_prove_add(void *proving, const int16_t *samples,
    size_t frames, struct sar_err *err);

/** sar_audit_prove_end: If ${whole} of it was told, is it what the log
 * registered? */
SAR_MUST_CHECK int sar_audit_prove_end(struct sar_audit_proving *proving,
    bool whole, struct sar_err *err);

/** sar_audit_head: Can ${head} be of the same log as those that came before?
 * *${agrees}.  Two of one size with different roots, or two records of one
 * number, are of two logs, whoever signed them. */
SAR_MUST_CHECK int sar_audit_head(struct sar_audit *audit,
    const struct sar_audit_head *head, bool *agrees, struct sar_err *err);

/** sar_audit_head_released: The first is that of the release's proof, if there
 * is one. */
SAR_MUST_CHECK int sar_audit_head_released(struct sar_audit *audit,
    struct sar_err *err);

/** sar_audit_text: The same of what is not a recording. */
SAR_MUST_CHECK int sar_audit_text(struct sar_audit_volume *volume, size_t i,
    const struct sar_source *plain, struct sar_err *err);

/** sar_audit_table: Does schedule.csv say what redactions.json says? */
SAR_MUST_CHECK int sar_audit_table(struct sar_audit_volume *volume,
    const char *text, size_t len, struct sar_err *err);

/** sar_audit_told_of: What is told of ${item}, to be filled; NULL: no memory.
 */
struct sar_audit_told *sar_audit_told_of(struct sar_audit_volume *volume,
    size_t item);

/** sar_audit_described: Do all vCons agree, and has each recording one? */
SAR_MUST_CHECK int sar_audit_described(struct sar_audit *audit,
    struct sar_err *err);

/** sar_audit_papers_keep: Take *${text}, if it is one, for sar_audit_papers();
 * then *${text} is NULL. */
void sar_audit_papers_keep(struct sar_audit_volume *volume,
    enum sar_audit_kind kind, char **text, size_t len);

/** sar_audit_papers: Do the papers list what was taken out, and nothing else?
 */
SAR_MUST_CHECK int sar_audit_papers(struct sar_audit_volume *volume,
    struct sar_err *err);

/** sar_audit_papers_free: Wipe and release them. */
void sar_audit_papers_free(struct sar_audit_volume *volume);

/** sar_audit_zeros: Is ${digest} that of ${size} zeros?  *${same} tells. */
SAR_MUST_CHECK int sar_audit_zeros(uint64_t size,
    const uint8_t digest[SAR_SHA256_LEN], bool *same, struct sar_err *err);

/** sar_audit_set: Are the volumes those of one package, and all of them? */
SAR_MUST_CHECK int sar_audit_set(struct sar_audit *audit, struct sar_err *err);

/** sar_audit_release: Read the log, if it was given, or take the record of the
 * proof, for the one release that names all of them. */
SAR_MUST_CHECK int sar_audit_release(struct sar_audit *audit,
    struct sar_err *err);

/** sar_audit_log: Is there such a release, and are they as it has them? */
SAR_MUST_CHECK int sar_audit_log(struct sar_audit *audit, struct sar_err *err);

/** sar_audit_missing: Tell which volumes were not given. */
SAR_MUST_CHECK int sar_audit_missing(struct sar_audit *audit,
    struct sar_err *err);

#endif
