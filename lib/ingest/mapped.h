/* Private to ingest: a CSV read by a mapping; where its columns stand. */
#ifndef SAR_INGEST_MAPPED_H
#define SAR_INGEST_MAPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/mapping.h"
#include "ingest/row.h"

#define SAR_MAPPED_ABSENT SIZE_MAX

struct sar_mapped {
	struct sar_mapping *m;
	/* SAR_MAPPED_ABSENT where the mapping has none. */
	size_t time, clock, end, end_clock, duration, talk;
	size_t ref, group, caller, called, entry, local, remote;
	size_t recording, answered, direction;
	size_t codec, rate, channels; /* of a file without a header */
	size_t others[SAR_MAPPING_OTHERS];
};

/**
 * sar_mapped_times: Set start, end and talk of the leg; false when the row
 * is a reject.
 */
bool sar_mapped_times(const struct sar_mapped *mapped,
    const struct sar_row_context *context, const char *const *field,
    struct sar_row *row);

/** sar_mapped_length: Seconds, rounded up, at most a week; "" is none: 0. */
bool sar_mapped_length(enum sar_mapping_length lengths, const char *text,
    uint32_t *out);

/** sar_mapped_epoch: UTC seconds of ${text}; ${ms}: it has milliseconds. */
bool sar_mapped_epoch(const char *text, bool ms, int64_t *out);

/** sar_mapped_path: The file the row names; NULL when it is a reject. */
struct sar_row_file *sar_mapped_path(const struct sar_mapped *mapped,
    const struct sar_row_context *context, const char *name,
    struct sar_row *row);

/**
 * sar_mapped_raw: What the row says that ${file} is, should it have no header;
 * false when the row is a reject.
 */
bool sar_mapped_raw(const struct sar_mapped *mapped, const char *const *field,
    struct sar_row *row, struct sar_row_file *file);

#endif
