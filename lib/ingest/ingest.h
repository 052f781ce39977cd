#ifndef SAR_INGEST_INGEST_H
#define SAR_INGEST_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/zone.h"
#include "index/index.h"
#include "phone/phone.h"

/* How to read a recorder's export. */
struct sar_ingest_options {
	const struct sar_zone *zone; /* of its local times; not NULL */
	const struct sar_phone_plan *plan;
	const char *root;    /* folder of the recordings; not NULL */
	const char *mapping; /* text of a mapping file, or NULL for FreePBX */
	size_t mapping_len;
	const char *mapping_name;
	bool dry_run;  /* read, check and measure; write nothing */
	FILE *rejects; /* line, column, reason, tab-separated; or NULL */
	unsigned lock_wait;
	int64_t now;
	const volatile int *stop; /* a signal's number once one came */
	void (*progress)(void *ctx, uint64_t rows, uint64_t recordings);
	void *progress_ctx;
};

/* What an import did.  rows_read is the sum of the next four. */
struct sar_ingest_report {
	bool known; /* this very file was imported before: nothing done */
	uint64_t rows_read, rows_new, rows_same, rows_changed, rows_rejected;
	uint64_t recordings_measured, recordings_missing, recordings_damaged;
	uint64_t recordings_changed; /* differ from their digest: a finding */
	uint64_t times_repeated, times_skipped; /* at the clock change */
	bool maybe_cut; /* exactly 100 rows: FreePBX's export limit */
	char importer[32];
};

/**
 * sar_ingest_file(index, path, options, report, err):
 * Import the export ${path}: FreePBX's CSV (26 columns, header) or, with a
 * mapping, any CSV that sar-mapping(5) can describe.  All rows that can be
 * read go in by one transaction; those that cannot are rejects, counted and
 * listed.  ${index} may be NULL for a dry run.  Return 0, or -1 with ${err}
 * set: SAR_EINPUT names file, line and column for a header that does not
 * fit, a file torn in its last line, NUL bytes, a line over 1 MiB, a UTF-16
 * file or a quote that is never closed; nothing is then changed.
 */
SAR_MUST_CHECK int sar_ingest_file(struct sar_index *index, const char *path,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err);

#endif
