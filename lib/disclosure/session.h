#ifndef SAR_DISCLOSURE_SESSION_H
#define SAR_DISCLOSURE_SESSION_H

/*
 * Private to disclosure: a log that is being written to.  It is locked, has
 * been verified whole, is no older than its mark, and nothing an earlier run
 * began is left undone but, maybe, an erasure.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "disclosure/log.h"
#include "disclosure/mark.h"
#include "disclosure/seed.h"
#include "tlog/tree.h"

#define SAR_SESSION_NAME 40
#define SAR_SESSION_NONE UINT64_MAX

/* A file of the log, open to add to. */
struct sar_session_file {
	char name[SAR_SESSION_NAME];
	int fd; /* -1: none */
	uint64_t len;
};

/* One record of the log, to know more of. */
struct sar_session_sought {
	uint64_t seq;
	enum sar_record_type type;
	uint8_t leaf[SAR_SHA256_LEN];
};

struct sar_session {
	const struct sar_log_writer *writer;
	int lock;
	int dir;
	struct sar_seed seed;
	const struct sar_key_secret *key; /* what signs now */
	struct sar_log *log;              /* as it was when it was opened */
	struct sar_tree tree;             /* as it is */
	struct sar_session_file segment;  /* the last one */
	unsigned number;                  /* of it */
	uint64_t first;                   /* record in it, or to be */
	int64_t since;                    /* when its last record was written */
	int64_t now;                      /* of the records being written */
	struct sar_session_file notes;
	mode_t mode; /* of the checkpoints */
	bool torn;   /* they do not end in LF */
	struct sar_mark mark;
	char last[SAR_MARK_SLOT + 1];  /* the checkpoint signed last, by this */
	char rotated_to[SAR_VKEY_MAX]; /* by the last change of key; or "" */
	struct sar_session_sought sought;
};

/**
 * sar_session_open: Take the lock and do all this; to be closed in any case.
 * Record ${seek}, if there is such a one, is in sought.  SAR_ETAMPER,
 * SAR_ELOCKED, SAR_ESECRET, SAR_EMISSING, and SAR_EREFUSED for a file system
 * that cannot be trusted.
 */
SAR_MUST_CHECK int sar_session_open(const struct sar_log_writer *writer,
    uint64_t seek, struct sar_session *session, struct sar_err *err);
void sar_session_close(struct sar_session *session);

/** sar_session_log_key: The key the log is signed with, by the log itself. */
const struct sar_key_public *sar_session_log_key(const struct sar_session
	*session);

#endif
