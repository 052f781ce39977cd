#include "ingest/sink.h"

#include <inttypes.h>
#include <stdio.h>

#define WEEK (INT64_C(7) * 24 * 3600)

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
	case SAR_INDEX_TAKEN: /* list_reject() has */
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

/* Open what the row names; *${fault} tells why a file cannot be taken. */
static int
take_files(struct sar_sink *sink, const struct sar_queue_row *row,
    struct sar_sink_links *links, const char **fault, struct sar_err *err)
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
join(struct sar_queue_row *row, struct sar_sink_links *links)
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
}

static int
write_leg(struct sar_sink *sink, struct sar_queue_row *row, struct sar_err *err)
{
	enum sar_index_put put = SAR_INDEX_NEW;
	const char *fault = NULL;

	if (take_files(sink, row, &sink->links, &fault, err) == -1)
		return -1;
	if (fault != NULL)
		return list_reject(sink, row->line, "recording", fault, err);
	join(row, &sink->links);
	if (!sink->options->dry_run &&
	    sar_index_put_leg(sink->index, sink->source, &row->leg, &put,
		err) == -1)
		return -1;
	if (put == SAR_INDEX_TAKEN)
		return list_reject(sink, row->line, "ref",
		    "another call has it", err);
	count_put(sink->counts, put);
	sink->report->times_repeated += row->fit == SAR_ZONE_REPEATED;
	sink->report->times_skipped += row->fit == SAR_ZONE_SKIPPED;
	sink->report->zone_unknown += row->zone_unknown;
	return 0;
}

int
sar_sink_write(void *ctx, struct sar_queue_row *row, struct sar_err *err)
{
	struct sar_sink *sink = ctx;
	const struct sar_ingest_options *options = sink->options;

	if (options->stop != NULL && *options->stop != 0)
		return sar_err_signal(err, *options->stop);
	sink->counts->rows_read++;
	if (row->column != NULL)
		return list_reject(sink, row->line, row->column, row->reason,
		    err);
	if (write_leg(sink, row, err) == -1)
		return -1;
	return sar_progress_tick(options->progress,
	    sink->report->rows_read + sink->counts->rows_read, 0, 64, err);
}

int
sar_sink_reject(struct sar_reading *in, uint64_t line, const char *column,
    const char *reason, struct sar_err *err)
{
	int rc = sar_queue_reject(in->sink->queue, line, column, reason, err);

	sar_row_clear(in->row);
	return rc;
}

/* What no leg may be; NULL when there is nothing. */
static const char *
fault_of(const struct sar_row *row)
{
	if (row->full)
		return "more in one row than there is room for";
	if (row->leg.end < row->leg.start)
		return "ends before it starts";
	if (row->leg.end - row->leg.start > WEEK)
		return "longer than a week";
	return NULL;
}

int
sar_sink_row(struct sar_reading *in, uint64_t line, struct sar_err *err)
{
	struct sar_row *row = in->row;
	const char *fault = fault_of(row);
	bool unknown = in->context.basis == SAR_TIME_UNKNOWN &&
		       row->leg.uncertain > 0;
	bool fits = true;

	if (fault != NULL)
		return sar_sink_reject(in, line, "-", fault, err);
	row->leg.system = in->sink->system;
	row->leg.line = line;
	if (sar_queue_row(in->sink->queue, row, unknown, line, &fits, err) ==
	    -1)
		return -1;
	if (!fits)
		return sar_sink_reject(in, line, "-",
		    "more in one row than there is room for", err);
	sar_row_clear(row);
	return 0;
}

int
sar_sink_take(struct sar_reading *in, uint64_t line, bool good,
    struct sar_err *err)
{
	if (good)
		return sar_sink_row(in, line, err);
	return sar_sink_reject(in, line, in->row->column, in->row->reason, err);
}
