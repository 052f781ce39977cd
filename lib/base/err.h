#ifndef SAR_BASE_ERR_H
#define SAR_BASE_ERR_H

#define SAR_MUST_CHECK __attribute__((warn_unused_result))
#define SAR_PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * What went wrong.  The numbers are the programs' exit statuses, listed in
 * sar-export(1); the table only grows.
 */
enum sar_code {
	SAR_OK = 0,
	SAR_EFAIL = 1,     /* failed, not otherwise listed */
	SAR_EINPUT = 2,    /* wrong option, configuration or input file */
	SAR_EPARTIAL = 3,  /* some recordings could not be handled */
	SAR_ENONE = 4,     /* valid search, nothing held */
	SAR_EREVIEW = 5,   /* a human decision is missing or stale */
	SAR_EREFUSED = 6,  /* policy forbids it */
	SAR_EMISSING = 10, /* index, log, key or store absent or unreadable */
	SAR_ELOCKED = 11,  /* another run holds the lock */
	SAR_ESECRET = 12,  /* wrong or missing passphrase or key */
	SAR_ETAMPER = 13,  /* the log or a checkpoint does not verify */
	SAR_ECORRUPT = 14, /* recording or package differs from its hash */
	SAR_ESPACE = 15,   /* disk full or I/O error while writing */
	SAR_ESIGNAL = 128  /* plus the signal's number */
};

/*
 * One failure.  msg is one lower-case line "what: why"; it may name a file, a
 * line or a record id, never a person, a number dialled or a secret.  hint,
 * when not empty, says what to do next.
 */
struct sar_err {
	enum sar_code code;
	int signal; /* with SAR_ESIGNAL */
	char msg[512];
	char hint[256];
};

#define SAR_ERR_INIT           \
	{                      \
		.code = SAR_OK \
	}

/** sar_err_set: Record a failure; always return -1. */
int sar_err_set(struct sar_err *err, enum sar_code code, const char *fmt, ...)
    SAR_PRINTF(3, 4);

/**
 * sar_err_errno: Record the failure errno stands for, after "what: "; always
 * return -1.  ENOENT, EACCES, EPERM, ENOTDIR and ELOOP are SAR_EMISSING;
 * ENOSPC, EDQUOT, EIO, EROFS and EFBIG are SAR_ESPACE; the rest SAR_EFAIL.
 */
int sar_err_errno(struct sar_err *err, const char *fmt, ...) SAR_PRINTF(2, 3);

/**
 * sar_err_output: The same of what was to be written: no folder, or one that
 * may not be written, is SAR_ESPACE too, for SAR_EMISSING is what was to be
 * read.
 */
int sar_err_output(struct sar_err *err, const char *fmt, ...) SAR_PRINTF(2, 3);

/** sar_err_signal: Record that the run was ended by ${sig}; return -1. */
int sar_err_signal(struct sar_err *err, int sig);

/** sar_err_hint: Add what the user can do next to a failure already set. */
void sar_err_hint(struct sar_err *err, const char *fmt, ...) SAR_PRINTF(2, 3);

/** sar_err_status: The exit status for ${err}. */
int sar_err_status(const struct sar_err *err);

/** sar_err_name: The code's name in the manual, as "REVIEW". */
const char *sar_err_name(enum sar_code code);

#endif
