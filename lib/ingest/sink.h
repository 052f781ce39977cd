/* Private to ingest: where the rows of all formats go. */
#ifndef SAR_INGEST_SINK_H
#define SAR_INGEST_SINK_H

#include "ingest/files.h"
#include "ingest/format.h"

struct sar_sink {
	struct sar_index *index; /* NULL in a dry run */
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
	struct sar_files *files;
	const char *system; /* of the file being read */
	const char *listed; /* its name in the list of rejects, or NULL */
	int64_t source;
	struct sar_index_source *counts; /* rows of this file */
};

#endif
