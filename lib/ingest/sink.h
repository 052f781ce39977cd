/* Private to ingest: where the rows of all formats go. */
#ifndef SAR_INGEST_SINK_H
#define SAR_INGEST_SINK_H

#include "ingest/files.h"
#include "ingest/format.h"
#include "ingest/queue.h"

/* A row's files, as uses of recordings that the index knows. */
struct sar_sink_links {
	struct sar_index_use uses[SAR_INDEX_USES];
	struct sar_index_stream streams[SAR_INDEX_USES];
	struct sar_index_segment segments[SAR_INDEX_EVENTS];
};

struct sar_sink {
	struct sar_index *index; /* NULL in a dry run */
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
	struct sar_files *files;
	struct sar_queue *queue; /* whose rows sar_sink_write() takes */
	const char *system;      /* of the file being read */
	const char *listed;      /* its name in the list of rejects, or NULL */
	int64_t source;
	struct sar_index_source *counts; /* rows of this file */
	struct sar_sink_links links;     /* of the row being written */
};

/** sar_sink_write: Write ${row}; ${ctx} is the sink. */
SAR_MUST_CHECK int sar_sink_write(void *ctx, struct sar_queue_row *row,
    struct sar_err *err);

#endif
