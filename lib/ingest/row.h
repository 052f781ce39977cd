#ifndef SAR_INGEST_ROW_H
#define SAR_INGEST_ROW_H

#include "ingest/csv.h"
#include "ingest/ingest.h"

#define SAR_INGEST_TEXT_MAX 512

/* One row as the index wants it. */
struct sar_ingest_row {
	struct sar_index_leg leg; /* strings: the record's, or those below */
	char ref[SAR_INGEST_TEXT_MAX + 16];
	char path[2 * SAR_INGEST_TEXT_MAX]; /* of its recording, or "" */
	char names[4][64]; /* numbers taken out of a longer text */
	enum sar_zone_fit fit;
};

/* Why a row is not taken; both are words of ours, never of the row. */
struct sar_ingest_reject {
	const char *column;
	const char *reason;
};

/* A kind of export: how its header and its rows are read. */
struct sar_ingest_format {
	const char *importer; /* "freepbx-csv/1" */
	struct sar_ingest_csv csv;
	bool cut_at_100; /* the recorder's own limit */
	void *ctx;
	int (*header)(void *ctx, const char *name,
	    const struct sar_ingest_record *record, struct sar_err *err);
	/* False: ${reject} says why. */
	bool (*row)(void *ctx, const struct sar_ingest_record *record,
	    struct sar_ingest_row *row, struct sar_ingest_reject *reject);
	void (*free)(void *ctx);
};

/** sar_ingest_freepbx: FreePBX's CSV of 26 columns. */
SAR_MUST_CHECK int sar_ingest_freepbx(const struct sar_ingest_options *options,
    struct sar_ingest_format *format, struct sar_err *err);

/** sar_ingest_mapped: A CSV the options' mapping describes. */
SAR_MUST_CHECK int sar_ingest_mapped(const struct sar_ingest_options *options,
    struct sar_ingest_format *format, struct sar_err *err);

/** sar_ingest_reject: Set ${reject}; always false. */
bool sar_ingest_reject(struct sar_ingest_reject *reject, const char *column,
    const char *reason);

/**
 * sar_ingest_text_ok: Is ${text} UTF-8 without control characters, of at most
 * SAR_INGEST_TEXT_MAX bytes?  Set ${reject} if not.
 */
bool sar_ingest_text_ok(const char *text, const char *column,
    struct sar_ingest_reject *reject);

/** sar_ingest_seconds_ok: Digits up to ten years of seconds, or reject. */
bool sar_ingest_seconds_ok(const char *text, const char *column, uint64_t *out,
    struct sar_ingest_reject *reject);

/**
 * sar_ingest_add_party: Read ${raw}, which outlives the row, by ${plan} and
 * add it, unless the row has the same number in the same role; nobody is
 * SAR_ROLE_OTHER who has another role.  False when there is no room left.
 */
bool sar_ingest_add_party(struct sar_ingest_row *row, enum sar_role role,
    const char *raw, const struct sar_phone_plan *plan);

/**
 * sar_ingest_set_start: Set the leg's start from ${local}; times of the clock
 * change are marked as uncertain.
 */
void sar_ingest_set_start(struct sar_ingest_row *row,
    const struct sar_zone *zone, const struct sar_civil *local);

/**
 * sar_ingest_path_ok: Is ${path} relative, without control characters, empty
 * parts, "." and ".."?
 */
bool sar_ingest_path_ok(const char *path);

#endif
