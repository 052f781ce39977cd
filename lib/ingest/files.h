/* Private to ingest: the recordings that rows name. */
#ifndef SAR_INGEST_FILES_H
#define SAR_INGEST_FILES_H

#include "ingest/ingest.h"

struct sar_files; /* opaque: which paths this import has looked at */

/** sar_files_new: SAR_EMISSING when the root cannot be opened. */
SAR_MUST_CHECK struct sar_files *sar_files_new(struct sar_index *index,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err);
void sar_files_free(struct sar_files *files);

/**
 * sar_files_take: The index's id (0 in a dry run) of the recording at ${path},
 * opened, measured and hashed once an import.  *${link} is set when a
 * symbolic link stands in the way: the row is a reject.
 */
SAR_MUST_CHECK int sar_files_take(struct sar_files *files, const char *path,
    int64_t *id, bool *link, struct sar_err *err);

#endif
