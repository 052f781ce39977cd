#include "ingest/ingest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "ingest/csv.h"
#include "ingest/files.h"
#include "ingest/row.h"

#define CUT_ROWS 100 /* FreePBX's $db_result_limit */

/* An import in progress. */
struct import {
	struct sar_index *index;
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
	struct sar_row_reader *reader;
	struct sar_row_context context;
	struct sar_files *files;
	const char *name; /* of the export, for messages */
	int64_t source;
	size_t columns;     /* of the header; 0 before it */
	uint64_t torn_line; /* of a row too short or long, judged later */
	size_t torn_fields; /* 0: none waits */
};

static int
reject(struct import *in, uint64_t line, const char *column, const char *reason,
    struct sar_err *err)
{
	in->report->rows_rejected++;
	if (in->options->rejects == NULL)
		return 0;
	if (fprintf(in->options->rejects, "%" PRIu64 "\t%s\t%s\n", line, column,
		reason) < 0)
		return sar_err_errno(err, "rejects file");
	return 0;
}

/* A row of the wrong width that was not the last is a reject. */
static int
settle_torn(struct import *in, struct sar_err *err)
{
	if (in->torn_fields == 0)
		return 0;
	in->torn_fields = 0;
	return reject(in, in->torn_line, "-", "wrong number of columns", err);
}

static void
count_put(struct import *in, enum sar_index_put put)
{
	switch (put) {
	case SAR_INDEX_NEW:
		in->report->rows_new++;
		break;
	case SAR_INDEX_SAME:
		in->report->rows_same++;
		break;
	case SAR_INDEX_CHANGED:
		in->report->rows_changed++;
		break;
	}
}

static int
put_row(struct import *in, struct sar_row *row, uint64_t line,
    struct sar_err *err)
{
	enum sar_index_put put = SAR_INDEX_NEW;
	int64_t recording = 0;
	bool link = false;

	if (row->path[0] != '\0' &&
	    sar_files_take(in->files, row->path, &recording, &link, err) == -1)
		return -1;
	if (link)
		return reject(in, line, "recording", "a symbolic link", err);
	in->report->times_repeated += row->fit == SAR_ZONE_REPEATED;
	in->report->times_skipped += row->fit == SAR_ZONE_SKIPPED;
	row->leg.ref = row->ref;
	row->leg.group = row->group;
	row->leg.line = line;
	if (!in->options->dry_run && sar_index_put_leg(in->index, in->source,
					 &row->leg, recording, &put, err) == -1)
		return -1;
	count_put(in, put);
	return 0;
}

static int
take_row(struct import *in, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	struct sar_row row;

	if (in->options->stop != NULL && *in->options->stop != 0)
		return sar_err_signal(err, *in->options->stop);
	if (settle_torn(in, err) == -1)
		return -1;
	in->report->rows_read++;
	if (record->n != in->columns) {
		in->torn_line = record->line;
		in->torn_fields = record->n;
		return 0;
	}
	memset(&row, 0, sizeof(row));
	if (!in->reader->row(in->reader->ctx, &in->context, record, &row))
		return reject(in, record->line, row.column, row.reason, err);
	if (in->options->progress != NULL)
		in->options->progress(in->options->progress_ctx,
		    in->report->rows_read, in->report->recordings_measured);
	return put_row(in, &row, record->line, err);
}

static int
take_record(void *ctx, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	struct import *in = ctx;

	if (in->columns > 0)
		return take_row(in, record, err);
	if (in->reader->header(in->reader->ctx, record, in->name, err) == -1)
		return -1;
	in->columns = record->n;
	return 0;
}

/* What is left to say once the file has been read. */
static int
finish(struct import *in, struct sar_err *err)
{
	if (in->columns == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: no header: empty file",
		    in->name);
	if (in->torn_fields != 0 && in->torn_fields < in->columns) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %" PRIu64
		    ": torn: %zu of %zu columns in the last row",
		    in->name, in->torn_line, in->torn_fields, in->columns);
		sar_err_hint(err, "the export is not complete: make it again");
		return -1;
	}
	if (settle_torn(in, err) == -1)
		return -1;
	in->report->maybe_cut = in->reader->hundred &&
				in->report->rows_read == CUT_ROWS;
	return 0;
}

/* Read the whole export; ${digest} is what was read before it began. */
static int
read_export(struct import *in, const struct sar_source *export,
    const uint8_t digest[SAR_SHA256_LEN], struct sar_err *err)
{
	uint8_t again[SAR_SHA256_LEN];

	if (sar_ingest_csv_read(export, &in->reader->csv, take_record, in,
		again, err) == -1 ||
	    finish(in, err) == -1)
		return -1;
	if (memcmp(again, digest, sizeof(again)) != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: changed while it was being read", in->name);
	return 0;
}

static void
copy_counts(struct sar_index_source *source,
    const struct sar_ingest_report *report)
{
	source->rows_read = report->rows_read;
	source->rows_new = report->rows_new;
	source->rows_same = report->rows_same;
	source->rows_changed = report->rows_changed;
	source->rows_rejected = report->rows_rejected;
}

/* All of it in one transaction, or nothing. */
static int
load(struct import *in, const struct sar_source *export,
    const uint8_t digest[SAR_SHA256_LEN], struct sar_err *err)
{
	const char *slash = strrchr(in->name, '/');
	struct sar_index_source source = {
		.name = slash == NULL ? in->name : slash + 1,
		.importer = in->reader->importer,
		.zone = sar_zone_name(in->options->zone),
		.imported = in->options->now,
	};

	memcpy(source.sha256, digest, SAR_SHA256_LEN);
	if (in->options->dry_run)
		return read_export(in, export, digest, err);
	if (sar_index_begin(in->index, in->options->lock_wait, err) == -1)
		return -1;
	if (sar_index_add_source(in->index, &source, &in->source, err) == -1 ||
	    read_export(in, export, digest, err) == -1)
		goto failed;
	copy_counts(&source, in->report);
	if (sar_index_end_source(in->index, in->source, &source, err) == -1 ||
	    sar_index_commit(in->index, err) == -1)
		goto failed;
	return 0;

failed:
	sar_index_rollback(in->index);
	return -1;
}

static int
import_source(struct import *in, const struct sar_source *export,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	int rc;

	if (sar_sha256_source(export, digest, err) == -1)
		return -1;
	if (in->index != NULL && sar_index_source_known(in->index, digest,
				     &in->report->known, err) == -1)
		return -1;
	if (in->report->known)
		return 0;
	in->files = sar_files_new(in->index, in->options, in->report, err);
	if (in->files == NULL)
		return -1;
	rc = load(in, export, digest, err);
	sar_files_free(in->files);
	return rc;
}

int
sar_ingest_file(struct sar_index *index, const char *path,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err)
{
	struct sar_row_reader reader = { 0 };
	struct import in = { .index = index,
		.options = options,
		.report = report,
		.reader = &reader,
		.name = path };
	struct sar_source export;
	int fd = -1;
	int rc;

	memset(report, 0, sizeof(*report));
	in.context.zone = options->zone;
	in.context.written = *options->plan;
	in.context.written.outside = '\0';
	in.context.dialled = *options->plan;
	rc = options->mapping != NULL ? sar_row_mapped(options, &reader, err)
				      : sar_row_freepbx(&reader, err);
	if (rc == -1)
		return -1;
	memcpy(report->importer, reader.importer, sizeof(report->importer));
	rc = -1;
	if ((fd = sar_file_open(path, err)) != -1 &&
	    sar_source_fd(&fd, path, &export, err) == 0)
		rc = import_source(&in, &export, err);
	if (fd != -1)
		(void)close(fd);
	reader.free(reader.ctx);
	return rc;
}
