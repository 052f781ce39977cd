/* Private to ingest: one row of an export, read. */
#ifndef SAR_INGEST_ROW_H
#define SAR_INGEST_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/zone.h"
#include "ingest/csv.h"
#include "ingest/ingest.h"

#define SAR_ROW_REF_MAX 160
#define SAR_ROW_PATH_MAX 512

/*
 * A row.  leg's strings point into the record or into the fields below, and
 * live as long as both.  A row that cannot be read names the column and says
 * why, never what stood there.
 */
struct sar_row {
	struct sar_index_leg leg;
	char ref[SAR_ROW_REF_MAX];
	char group[SAR_ROW_REF_MAX];
	char ext[2][16];             /* extensions taken out of channels */
	char path[SAR_ROW_PATH_MAX]; /* of the recording; "" for none */
	enum sar_zone_fit fit;
	const char *column; /* of a reject */
	const char *reason;
};

/* What reading rows needs beside the row. */
struct sar_row_context {
	const struct sar_zone *zone;
	struct sar_phone_plan written; /* numbers as people write them */
	struct sar_phone_plan dialled; /* with the outside digit */
};

/* A way of reading rows: FreePBX's, or a mapping's. */
struct sar_row_reader {
	char importer[32];
	struct sar_ingest_csv csv;
	bool hundred; /* exactly 100 rows may be a cut export */
	/* Take the header; -1 with ${err} set when it does not fit. */
	int (*header)(void *ctx, const struct sar_ingest_record *record,
	    const char *name, struct sar_err *err);
	/* Read a row; false when it is a reject. */
	bool (*row)(void *ctx, const struct sar_row_context *context,
	    const struct sar_ingest_record *record, struct sar_row *row);
	void *ctx;
	void (*free)(void *ctx);
};

/** sar_row_reject: Say why the row cannot be read; always false. */
bool sar_row_reject(struct sar_row *row, const char *column,
    const char *reason);

/**
 * sar_row_party: Add ${text} as a party unless it is empty, or a number that
 * a party of the same role has already.
 */
void sar_row_party(struct sar_row *row, const struct sar_phone_plan *plan,
    enum sar_role role, const char *text);

/** sar_row_start: Set start from a local time; true unless uncertain. */
void sar_row_start(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local);

/** sar_row_safe: May ${path} be joined to the root: relative, no "..". */
bool sar_row_safe(const char *path);

/** sar_row_seconds: A whole number of seconds of at most a week. */
bool sar_row_seconds(const char *text, uint32_t *out);

/** sar_row_freepbx: FreePBX's CSV. */
SAR_MUST_CHECK int sar_row_freepbx(struct sar_row_reader *reader,
    struct sar_err *err);

/** sar_row_mapped: Any CSV, by the mapping of ${options}. */
SAR_MUST_CHECK int sar_row_mapped(const struct sar_ingest_options *options,
    struct sar_row_reader *reader, struct sar_err *err);

#endif
