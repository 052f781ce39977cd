#ifndef SAR_EXPORT_HOME_H
#define SAR_EXPORT_HOME_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/zone.h"
#include "clock/holidays.h"
#include "disclosure/log.h"
#include "export/packing.h"
#include "export/recovery.h"
#include "ingest/ingest.h"
#include "phone/phone.h"
#include "plan/plan.h"
#include "retain/retain.h"
#include "tlog/key.h"

#define SAR_HOME_PREFIX_MAX 16

/* Who must have approved a plan before it is built. */
enum sar_home_approval {
	SAR_APPROVAL_OPTIONAL, /* but a stale approval stops the build */
	SAR_APPROVAL_REQUIRED,
	SAR_APPROVAL_OTHER /* required, and not by who listened or decided */
};

/*
 * An organisation's home: one folder of plain files, laid out as sar.conf(5)
 * says.  Everything here is read once, when it is opened.
 */
struct sar_home {
	char *dir;
	struct sar_conf *conf; /* sar.conf */
	const char *zone_name;
	struct sar_zone *zone;
	struct sar_phone_plan phone; /* of all recorders but these */
	struct sar_ingest_recorder *recorders;
	size_t n_recorders;
	struct sar_headerless_list headerless; /* of all recorders but these */
	struct sar_retain_policy retain;
	/* The organisation's numbers: first those whose calls are recorded,
	   which retain.recorded points to, then its others. */
	int64_t *own;
	size_t n_own;
	char *recordings; /* root of the recorder's files */
	enum sar_plan_fill fill;
	enum sar_plan_format format;
	uint32_t fade_ms;
	bool proofs;             /* of what was cut */
	bool decisions_required; /* for each cut, who decided it and why */
	enum sar_home_approval approval;
	const char *ref_prefix; /* of references we give: SAR-2026-0042 */
	enum sar_nation nation; /* whose bank holidays new cases go by */
	struct sar_holidays *holidays; /* the table of them */
	unsigned case_months; /* a case is kept so long after it; 0: not said */
	unsigned heard_at_least; /* percent of what is approved on the page */
	unsigned target_days;    /* its own target for an answer; 0: none */
	struct sar_packing packing;
	unsigned words;               /* of a generated passphrase */
	struct sar_recovery recovery; /* whom it is sealed to */
	bool log_network; /* the log may be on a network file system */
};

/**
 * sar_home_create(dir, conf, len, origin, now, err):
 * Make a home in the new or empty folder ${dir}: sar.conf with the ${len}
 * bytes at ${conf} (checked first; NULL for a template to fill in), folders,
 * a log key and the log with its genesis record.  A creation that was cut
 * short is completed by the next.  ${origin} names the log of a template,
 * and is NULL otherwise.  Return 0, or -1 with ${err} set: SAR_EREFUSED when
 * a home with a log is there.
 */
SAR_MUST_CHECK int sar_home_create(const char *dir, const char *conf,
    size_t len, const char *origin, int64_t now, struct sar_err *err);

/**
 * sar_home_check: Would the ${len} bytes at ${text}, which messages call
 * ${name}, do as the sar.conf of a new home?  SAR_EINPUT naming the line when
 * not.
 */
SAR_MUST_CHECK int sar_home_check(const char *name, const char *text,
    size_t len, struct sar_err *err);

/** sar_home_check_conf: The same of what was read from one, export/settings.h.
 */
SAR_MUST_CHECK int sar_home_check_conf(struct sar_conf *conf,
    struct sar_err *err);

/**
 * sar_home_open: Read ${dir}'s sar.conf.  The caller frees the result.  NULL
 * with ${err} set: SAR_EMISSING when there is no home, SAR_EINPUT naming the
 * line of sar.conf that is wrong, SAR_EREFUSED when others can write it.
 */
SAR_MUST_CHECK struct sar_home *sar_home_open(const char *dir,
    struct sar_err *err);
void sar_home_free(struct sar_home *home);

/**
 * sar_home_secret_out: May a passphrase be written to the new file ${path}?
 * SAR_EREFUSED when it is there, or would be beside packages; SAR_EINPUT when
 * it cannot be made.
 */
SAR_MUST_CHECK int sar_home_secret_out(const struct sar_home *home,
    const char *path, struct sar_err *err);

/** sar_home_path: ${home}/${name}, malloc'd. */
SAR_MUST_CHECK char *sar_home_path(const struct sar_home *home,
    const char *name, struct sar_err *err);

/**
 * sar_home_staff: Is ${id}, which messages call ${what}, one that may stand for
 * somebody of the staff?  SAR_EINPUT when not: not plain, too long, or a
 * telephone number.
 */
SAR_MUST_CHECK int sar_home_staff(const struct sar_home *home, const char *what,
    const char *id, struct sar_err *err);

/**
 * sar_home_sign_key: The log's signing key; the caller frees it.  It is the
 * credential "log.skey" of a systemd service that has one, else the home's.
 */
SAR_MUST_CHECK struct sar_key_secret *sar_home_sign_key(const struct sar_home
							    *home,
    struct sar_err *err);

/** sar_home_key_path: The file it is read from; *${credential} tells which of
 * the two that is.  The caller frees it. */
SAR_MUST_CHECK char *sar_home_key_path(const struct sar_home *home,
    bool *credential, struct sar_err *err);

/** sar_home_has_key: Is there a key that sar_home_sign_key() would read? */
SAR_MUST_CHECK int sar_home_has_key(const struct sar_home *home, bool *there,
    struct sar_err *err);

/**
 * sar_home_log_wait: How many seconds to wait for the log where ${asked} were
 * asked for: some at least, since who writes to it is done in a moment, and
 * two cases can be built at once.
 */
unsigned sar_home_log_wait(unsigned asked);

/* What writes to the home's log, and what that borrows. */
struct sar_home_writer {
	struct sar_log_writer log;
	struct sar_key_public first;
	struct sar_key_secret *key; /* a credential; else NULL */
	char *dir, *lock, *mark, *skey, *vkeys;
};

/**
 * sar_home_writer_open: Fill ${writer}, which waits ${lock_wait} seconds for
 * others; to be closed in any case.  SAR_ESECRET or SAR_EMISSING for a key that
 * is not right.
 */
SAR_MUST_CHECK int sar_home_writer_open(const struct sar_home *home,
    unsigned lock_wait, int64_t now, struct sar_home_writer *writer,
    struct sar_err *err);
void sar_home_writer_close(struct sar_home_writer *writer);

/* A record for the log. */
struct sar_home_record {
	const char *type;
	const json_t *members;
	unsigned lock_wait; /* seconds, for others who write to it */
	int64_t now; /* it says when it was written, which is not before */
};

/** sar_home_log: sar_log_append() to ${home}'s log, signed with its key.
 * SAR_EREFUSED when a member is a telephone number. */
SAR_MUST_CHECK int sar_home_log(const struct sar_home *home,
    const struct sar_home_record *record, uint64_t *seq, struct sar_err *err);

#define SAR_HOME_BATCH 16 /* records of one commit, at most */

/** sar_home_log_all: The same with ${n} records, numbered from *${first} on,
 * and one checkpoint: all are in the log, or none.  The first says how long to
 * wait, and when it is. */
SAR_MUST_CHECK int sar_home_log_all(const struct sar_home *home,
    const struct sar_home_record *records, size_t n, uint64_t *first,
    struct sar_err *err);

#define SAR_HOME_MARK "log.mark" /* the log's high-water mark */

/**
 * sar_home_log_open: sar_log_open() of ${home}'s log against its first key and
 * its high-water mark; ${how}, or NULL, says what else.
 */
SAR_MUST_CHECK struct sar_log *sar_home_log_open(const struct sar_home *home,
    const struct sar_log_reading *how, struct sar_err *err);

/** sar_home_verify_key: The log's first public key, the first of log.vkey. */
SAR_MUST_CHECK int sar_home_verify_key(const struct sar_home *home,
    struct sar_key_public *key, struct sar_err *err);

#endif
