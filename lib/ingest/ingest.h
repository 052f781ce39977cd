#ifndef SAR_INGEST_INGEST_H
#define SAR_INGEST_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/progress.h"
#include "base/zone.h"
#include "index/index.h"
#include "media/headerless.h"
#include "phone/phone.h"

/* A recorder that has a dial plan of its own. */
struct sar_ingest_recorder {
	const char *system;
	struct sar_phone_plan plan;
	const char *zone; /* of its clock; NULL: of options->zone */
	struct sar_headerless_list headerless; /* its files without a header */
};

/* How to read recorders' exports. */
struct sar_ingest_options {
	const struct sar_zone *zone;       /* of local times; not NULL */
	const struct sar_phone_plan *plan; /* of all recorders but these */
	const struct sar_ingest_recorder *recorders;
	size_t n_recorders;
	struct sar_headerless_list headerless; /* of all but these */
	const char *root;   /* folder of the recordings; not NULL */
	const char *system; /* name of the recorder; NULL: the format's */
	const char
	    *format; /* name of the format; NULL: told from the content */
	/* What times without a zone are: UTC, local (SAR_TIME_ZONE), or, with
	   SAR_TIME_UNKNOWN, what the format or its rows tell. */
	enum sar_time_basis basis;
	const char *mapping; /* text of a mapping file, or NULL */
	size_t mapping_len;
	const char *mapping_name;
	bool dry_run;  /* read, check and measure; write nothing */
	bool again;    /* read files too that were imported before */
	FILE *rejects; /* line, column, reason, tab-separated; or NULL */
	unsigned lock_wait;
	int64_t now;
	const volatile int *stop; /* a signal's number once one came */
	const struct sar_progress *progress; /* of rows; or NULL */
};

/* What an import did.  rows_read is the sum of the next four. */
struct sar_ingest_report {
	uint64_t files;        /* read */
	uint64_t files_known;  /* imported before: nothing done */
	uint64_t files_passed; /* of a folder: in no format there is */
	uint64_t rows_read, rows_new, rows_same, rows_changed, rows_rejected;
	uint64_t recordings_measured, recordings_missing, recordings_damaged;
	uint64_t recordings_deleted;   /* on schedule, by the purge */
	uint64_t recordings_committed; /* of them: to their sound */
	uint64_t recordings_changed;   /* differ from their digest: a finding */
	uint64_t recordings_undeclared; /* as if without a header, and nobody
					   says what they are */
	uint64_t recordings_headed; /* said to have no header, and have one */
	uint64_t times_repeated, times_skipped; /* at the clock change */
	uint64_t zone_unknown; /* rows whose time may be UTC or local */
	uint64_t unverified;   /* signed files whose signature nobody checked */
	bool maybe_cut;        /* a file is probably not complete: */
	uint64_t cut_rows;     /* it has just so many rows */
	char importer[48];     /* "freepbx-csv/2"; "several" */
};

/**
 * sar_ingest_files(index, paths, n, options, report, err):
 * Import ${n} exports.  A folder stands for the files in and below it, those
 * of no known format passed over and counted.  The format of each is told by
 * its content.  All rows that can be read go in by one transaction; those
 * that cannot are rejects, counted and listed.  ${index} may be NULL for a
 * dry run.  Return 0, or -1 with ${err} set: SAR_EINPUT names file, line and
 * column of what does not fit, and nothing is then changed.
 */
SAR_MUST_CHECK int sar_ingest_files(struct sar_index *index,
    const char *const *paths, size_t n,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err);

/** sar_ingest_file: The same for one file. */
SAR_MUST_CHECK int sar_ingest_file(struct sar_index *index, const char *path,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err);

/* A format there is, for --help and the manual. */
struct sar_ingest_format {
	const char *name;
	const char *title;
};

/** sar_ingest_format_nth: The ${n}th, from 0; false when there is none. */
bool sar_ingest_format_nth(size_t n, struct sar_ingest_format *out);

/* How far a proposed mapping goes. */
struct sar_ingest_guess {
	uint64_t rows;   /* looked at */
	size_t columns;  /* of the CSV */
	unsigned left;   /* lines that a person must write before it can be
			    used */
	unsigned doubts; /* lines proposed as comments */
};

/**
 * sar_ingest_guess(path, out, guess, err):
 * Propose a sar-mapping(5) file for the CSV ${path} from its header and the
 * look of its first values, in ${out}: what is doubtful is a comment, with the
 * reason.  No value of the CSV is in it, but words for directions and
 * outcomes out of our own list.  With guess->left 0 it can be used as it is.
 * SAR_EINPUT when it is no CSV with a header.
 */
SAR_MUST_CHECK int sar_ingest_guess(const char *path, struct sar_buf *out,
    struct sar_ingest_guess *guess, struct sar_err *err);

#endif
