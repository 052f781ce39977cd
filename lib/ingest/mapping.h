/* Private to ingest: a sar-mapping(5) file, read. */
#ifndef SAR_INGEST_MAPPING_H
#define SAR_INGEST_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "ingest/ingest.h"

#define SAR_MAPPING_OTHERS 8

/* Columns by name as the mapping gives them, NULL when not; owned by conf. */
struct sar_mapping {
	struct sar_conf *conf;
	const char *system;
	char delimiter;
	const char *time, *form; /* form NULL: seconds since 1970, UTC */
	const char *ref, *group, *caller, *called, *entry;
	const char *duration, *talk, *recording;
	const char *others[SAR_MAPPING_OTHERS];
	size_t n_others;
	const char *answered, *direction; /* columns, or NULL */
	const char *path;                 /* template */
};

/** sar_mapping_read: SAR_EINPUT naming file and line of what is wrong. */
SAR_MUST_CHECK struct sar_mapping *sar_mapping_read(
    const struct sar_ingest_options *options, struct sar_err *err);
void sar_mapping_free(struct sar_mapping *mapping);

/** sar_mapping_says: Is ${value} one of the values of section and key? */
bool sar_mapping_says(const struct sar_mapping *mapping, const char *section,
    const char *key, const char *value);

#endif
