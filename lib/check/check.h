#ifndef SAR_CHECK_CHECK_H
#define SAR_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/progress.h"
#include "index/index.h"
#include "media/headerless.h"

/*
 * The recording index held against the recordings on disk, both ways.  Reads
 * only; a file is opened below the root, never through a link.
 */
enum sar_check_kind {
	SAR_CHECK_MISSING,   /* inside retention, and not there */
	SAR_CHECK_CHANGED,   /* other content than at import */
	SAR_CHECK_TRUNCATED, /* shorter than at import */
	SAR_CHECK_ZERO,      /* no bytes, or none but a header */
	SAR_CHECK_DAMAGED,   /* could not be decoded at import */
	SAR_CHECK_REFUSED,   /* a link, not a file, or cannot be read */
	SAR_CHECK_RETURNED,  /* there, and was missing at import, or deleted */
	SAR_CHECK_ORPHAN,    /* on disk, and the index knows no call of it */
	SAR_CHECK_SILENT,    /* answered, to be recorded, and no recording */
	SAR_CHECK_READABLE, /* could not be decoded at import, and can be now */
	SAR_CHECK_UNSUPPORTED, /* in a codec that is not decoded */
	SAR_CHECK_KINDS
};

/** sar_check_kind_name: "missing", "changed", ... */
const char *sar_check_kind_name(enum sar_check_kind kind);

struct sar_check_finding {
	enum sar_check_kind kind;
	int64_t recording; /* of the index, or 0 */
	int64_t leg;       /* of the index, or 0 */
	const char *path;  /* below the root: personal; or NULL */
	bool audio;        /* an orphan: can it be played? */
	const char *codec; /* of what is unsupported; "" when unknown; or
			      NULL */
	const char *why;   /* of what is damaged or without sound: findings of
			      the index, or its codec, or ""; or NULL */
};
typedef int sar_check_fn(void *ctx, const struct sar_check_finding *finding,
    struct sar_err *err);

struct sar_check_options {
	const char *root; /* of the recordings */
	bool quick;       /* compare sizes, not contents */
	/* Calls that began before this may have lost their recording, as
	   retention wants it. */
	int64_t since;
	const int64_t *recorded; /* keys of those whose calls are recorded */
	size_t n_recorded;
	/* What files without a header are, of each recorder. */
	const struct sar_headerless_list *catalogues;
	size_t n_catalogues;
	const struct sar_progress *progress; /* of files; or NULL */
	sar_check_fn *found;                 /* -1 ends it */
	void *ctx;
};

struct sar_check_report {
	uint64_t recordings; /* of the index */
	uint64_t same;       /* as they were imported */
	uint64_t expired;    /* gone after their retention, as they should */
	uint64_t files;      /* on disk */
	uint64_t bytes;      /* hashed */
	uint64_t by_kind[SAR_CHECK_KINDS];
};

/**
 * sar_check_disk(index, options, report, err):
 * Compare; each finding goes to options->found.  Return 0 with ${report},
 * whatever was found, or -1 with ${err} set: SAR_EMISSING when the root is
 * not there, SAR_ECORRUPT when the index cannot be read.
 */
SAR_MUST_CHECK int sar_check_disk(struct sar_index *index,
    const struct sar_check_options *options, struct sar_check_report *report,
    struct sar_err *err);

#endif
