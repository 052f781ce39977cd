/* Private to ingest: the recordings that rows name. */
#ifndef SAR_INGEST_FILES_H
#define SAR_INGEST_FILES_H

#include "ingest/ingest.h"
#include "ingest/row.h"

struct sar_files; /* opaque: which paths this import has looked at */

/** sar_files_new: SAR_EMISSING when the root cannot be opened. */
SAR_MUST_CHECK struct sar_files *sar_files_new(struct sar_index *index,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err);
void sar_files_free(struct sar_files *files);

/**
 * sar_files_catalogue: From here on ${list}, which outlives it, says what files
 * without a header are, unless a row itself does.
 */
void sar_files_catalogue(struct sar_files *files,
    const struct sar_headerless_list *list);

/**
 * sar_files_take: The index's id (0 in a dry run) of the recording ${file}
 * names, opened, measured and hashed once an import.  *${fault} is set when
 * it may not be opened, as a symbolic link may not: the row is a reject.
 */
SAR_MUST_CHECK int sar_files_take(struct sar_files *files,
    const struct sar_row_file *file, int64_t *id, const char **fault,
    struct sar_err *err);

#endif
