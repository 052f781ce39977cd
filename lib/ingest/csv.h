#ifndef SAR_INGEST_CSV_H
#define SAR_INGEST_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/stream.h"

#define SAR_INGEST_RECORD_MAX ((size_t)1 << 20)
#define SAR_INGEST_COLUMNS_MAX 256

/* One record; the fields are strings, valid till the next one. */
struct sar_ingest_record {
	const char *const *fields;
	size_t n;
	uint64_t line; /* it begins on, from 1 */
};

/** sar_ingest_record_fn: Take a record; -1 with ${err} set ends reading. */
typedef int sar_ingest_record_fn(void *ctx,
    const struct sar_ingest_record *record, struct sar_err *err);

struct sar_ingest_csv {
	char delimiter;
	bool php; /* written by PHP's fputcsv(), see php.h */
};

/**
 * sar_ingest_csv_read(source, csv, fn, ctx, sha256, err):
 * Hand each record of ${source}, the header too, to ${fn}; the digest of all
 * bytes read goes to ${sha256}.  Empty lines are passed over.  Return 0, or -1
 * with ${err} set: SAR_EINPUT names source and line for a quote out of place
 * or never closed, a NUL byte, a record too long or too wide, or UTF-16.
 */
SAR_MUST_CHECK int sar_ingest_csv_read(const struct sar_source *source,
    const struct sar_ingest_csv *csv, sar_ingest_record_fn *fn, void *ctx,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err);

#endif
