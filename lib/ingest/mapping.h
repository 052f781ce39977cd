/* Private to ingest: a sar-mapping(5) file, read. */
#ifndef SAR_INGEST_MAPPING_H
#define SAR_INGEST_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "ingest/ingest.h"

#define SAR_MAPPING_OTHERS 8
#define SAR_MAPPING_FORMS 8
#define SAR_MAPPING_STRIPS 8
#define SAR_MAPPING_ROW "{row}" /* instead of a column with the id */

/* How times are written. */
enum sar_mapping_time {
	SAR_MAPPING_LOCAL,    /* by forms, of the import's zone */
	SAR_MAPPING_UTC,      /* by forms, UTC */
	SAR_MAPPING_OFFSET,   /* by forms that say how far off UTC they are */
	SAR_MAPPING_EPOCH,    /* seconds since 1970 */
	SAR_MAPPING_EPOCH_MS, /* milliseconds since 1970 */
};

/* How lengths are written. */
enum sar_mapping_length {
	SAR_MAPPING_SECONDS, /* whole, or with a decimal fraction */
	SAR_MAPPING_MS,
	SAR_MAPPING_HMS, /* H:MI:SS */
	SAR_MAPPING_MS60 /* MI:SS */
};

/* Columns by name as the mapping gives them, NULL when not; owned by conf. */
struct sar_mapping {
	struct sar_conf *conf;
	const char *system;
	char delimiter;
	enum sar_mapping_time times;
	const char *forms[SAR_MAPPING_FORMS];
	size_t n_forms;
	const char *time, *clock, *end, *end_clock;
	const char *ref; /* a column, or SAR_MAPPING_ROW */
	const char *group, *caller, *called, *entry, *local, *remote;
	enum sar_mapping_length lengths;
	const char *duration, *talk, *recording;
	const char *others[SAR_MAPPING_OTHERS];
	size_t n_others;
	const char *answered, *direction; /* columns, or NULL */
	const char *path;                 /* template */
	const char *strips[SAR_MAPPING_STRIPS];
	size_t n_strips;
	bool backslash; /* paths are written with it */
	/* What files without a header are; columns, or NULL and what holds
	   for all rows. */
	const char *codec, *rate, *channels;
	uint32_t all_rate, all_channels;
};

/** sar_mapping_read: SAR_EINPUT naming file and line of what is wrong. */
SAR_MUST_CHECK struct sar_mapping *sar_mapping_read(
    const struct sar_ingest_options *options, struct sar_err *err);
void sar_mapping_free(struct sar_mapping *mapping);

/** sar_mapping_raw: Read what it says of files without a header. */
SAR_MUST_CHECK int sar_mapping_raw(struct sar_mapping *mapping,
    struct sar_err *err);

/** sar_mapping_says: Is ${value} one of the values of section and key? */
bool sar_mapping_says(const struct sar_mapping *mapping, const char *section,
    const char *key, const char *value);

#endif
