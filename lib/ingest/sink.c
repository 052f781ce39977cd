#include "ingest/sink.h"

#include <inttypes.h>
#include <stdio.h>

#define WEEK (7 * 24 * 3600)

static void
count_put(struct sar_index_source *counts, enum sar_index_put put)
{
	switch (put) {
	case SAR_INDEX_NEW:
		counts->rows_new++;
		break;
	case SAR_INDEX_SAME:
		counts->rows_same++;
		break;
	case SAR_INDEX_CHANGED:
		counts->rows_changed++;
		break;
	}
}

/* Count the rejected row and put it on the list. */
static int
list_reject(struct sar_sink *sink, uint64_t line, const char *column,
    const char *reason, struct sar_err *err)
{
	FILE *list = sink->options->rejects;

	sink->counts->rows_rejected++;
	if (list == NULL)
		return 0;
	if (fprintf(list, "%" PRIu64 "\t%s\t%s%s%s\n", line, column, reason,
		sink->listed == NULL ? "" : "\t",
		sink->listed == NULL ? "" : sink->listed) < 0)
		return sar_err_errno(err, "rejects file");
	return 0;
}

int
sar_sink_reject(struct sar_reading *in, uint64_t line, const char *column,
    const char *reason, struct sar_err *err)
{
	in->sink->counts->rows_read++;
	sar_row_clear(in->row);
	return list_reject(in->sink, line, column, reason, err);
}

/* The row's files, as uses of recordings that the index knows. */
struct links {
	struct sar_index_use uses[SAR_INDEX_USES];
	struct sar_index_stream streams[SAR_INDEX_USES];
	struct sar_index_segment segments[SAR_INDEX_EVENTS];
};

/* Open what the row names; *${fault} tells why a file cannot be taken. */
static int
take_files(struct sar_sink *sink, const struct sar_row *row,
    struct links *links, const char **fault, struct sar_err *err)
{
	const struct sar_row_file *file;
	size_t i;

	for (i = 0; i < row->n_files && *fault == NULL; i++) {
		file = &row->files[i];
		if (sar_files_take(sink->files, file, &links->uses[i].recording,
			fault, err) == -1)
			return -1;
		links->uses[i].offset_ms = file->offset_ms;
		links->uses[i].length_ms = file->length_ms;
	}
	return 0;
}

static void
join(struct sar_row *row, struct links *links)
{
	struct sar_index_leg *leg = &row->leg;
	const struct sar_row_segment *segment;
	size_t i;

	for (i = 0; i < row->n_streams; i++)
		links->streams[i] = (struct sar_index_stream){
			links->uses[row->streams[i].file].recording,
			row->streams[i].channel, row->streams[i].party
		};
	for (i = 0; i < row->n_segments; i++) {
		segment = &row->segments[i];
		links->segments[i] = (struct sar_index_segment){
			links->uses[segment->file].recording, segment->from_ms,
			segment->to_ms, segment->party
		};
	}
	leg->uses = links->uses;
	leg->n_uses = row->n_files;
	leg->streams = links->streams;
	leg->n_streams = row->n_streams;
	leg->segments = links->segments;
	leg->n_segments = row->n_segments;
	leg->events = row->events;
	leg->n_events = row->n_events;
	leg->links = row->links;
	leg->n_links = row->n_links;
}

static int
put_row(struct sar_sink *sink, struct sar_row *row, const char **fault,
    struct sar_err *err)
{
	enum sar_index_put put = SAR_INDEX_NEW;
	struct links links;

	if (take_files(sink, row, &links, fault, err) == -1)
		return -1;
	if (*fault != NULL)
		return 0;
	join(row, &links);
	if (!sink->options->dry_run &&
	    sar_index_put_leg(sink->index, sink->source, &row->leg, &put,
		err) == -1)
		return -1;
	count_put(sink->counts, put);
	sink->report->times_repeated += row->fit == SAR_ZONE_REPEATED;
	sink->report->times_skipped += row->fit == SAR_ZONE_SKIPPED;
	return 0;
}

int
sar_sink_row(struct sar_reading *in, uint64_t line, struct sar_err *err)
{
	struct sar_sink *sink = in->sink;
	const char *fault = NULL;

	if (sink->options->stop != NULL && *sink->options->stop != 0)
		return sar_err_signal(err, *sink->options->stop);
	if (in->row->leg.end - in->row->leg.start > WEEK)
		return sar_sink_reject(in, line, "-", "longer than a week",
		    err);
	if (in->row->leg.end < in->row->leg.start)
		return sar_sink_reject(in, line, "-", "ends before it starts",
		    err);
	if (in->row->full)
		return sar_sink_reject(in, line, "-",
		    "more in one row than there is room for", err);
	sink->counts->rows_read++;
	in->row->leg.system = sink->system;
	in->row->leg.line = line;
	if (put_row(sink, in->row, &fault, err) == -1)
		return -1;
	if (fault == NULL && in->context.basis == SAR_TIME_UNKNOWN &&
	    in->row->leg.uncertain > 0)
		sink->report->zone_unknown++;
	sar_row_clear(in->row);
	if (fault != NULL)
		return list_reject(sink, line, "recording", fault, err);
	if (sink->options->progress != NULL)
		sink->options->progress(sink->options->progress_ctx,
		    sink->report->rows_read + sink->counts->rows_read,
		    sink->report->recordings_measured);
	return 0;
}

int
sar_sink_take(struct sar_reading *in, uint64_t line, bool good,
    struct sar_err *err)
{
	const char *column = in->row->column;
	const char *reason = in->row->reason;

	if (good)
		return sar_sink_row(in, line, err);
	return sar_sink_reject(in, line, column, reason, err);
}
