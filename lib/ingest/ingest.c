#include "ingest/ingest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "ingest/database.h"
#include "ingest/probe.h"
#include "ingest/sink.h"
#include "ingest/walk.h"

/* An import in progress. */
struct import {
	struct sar_index *index;
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
	struct sar_format *mapped; /* of options->mapping */
	struct sar_walk walk;
	struct sar_sink sink;
	struct sar_row *row;
	struct sar_carry carry;
};

/* One file of it. */
struct file {
	const struct sar_walk_file *from;
	const struct sar_format *format; /* NULL: none knows it */
	struct sar_source source;
	struct sar_reading reading;
	struct sar_index_source record;
	char importer[48];
	int fd;
};

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static int
open_file(struct file *file, struct sar_err *err)
{
	bool database = false;

	if ((file->fd = sar_file_open(file->from->path, err)) == -1 ||
	    sar_source_fd(&file->fd, file->from->path, &file->source, err) ==
		-1 ||
	    sar_database_is(&file->source, &database, err) == -1)
		return -1;
	if (!database)
		return 0;
	file->reading.db = sar_database_open(file->from->path, err);
	return file->reading.db == NULL ? -1 : 0;
}

static void
close_file(struct file *file)
{
	sar_database_close(file->reading.db);
	if (file->fd != -1)
		(void)close(file->fd);
}

/* What reads it: as the options say, or as its content does. */
static int
choose_format(struct import *in, struct file *file, struct sar_err *err)
{
	file->format = in->mapped;
	if (file->format != NULL)
		return 0;
	if (in->options->format != NULL) {
		file->format = sar_format_find(in->options->format);
		if (file->format == NULL)
			return sar_err_set(err, SAR_EINPUT,
			    "--format: no such format");
		return 0;
	}
	if (sar_probe_format(&file->source, file->reading.db, &file->format,
		err) == -1)
		return -1;
	if (file->format != NULL || file->from->found)
		return 0;
	(void)sar_err_set(err, SAR_EINPUT,
	    "%s: not an export of a format that is known here",
	    file->from->path);
	sar_err_hint(err, "a CSV of another make needs --mapping: see "
			  "\"sar-index map\" and sar-mapping(5)");
	return -1;
}

static const char *
system_of(const struct import *in, const struct file *file)
{
	return in->options->system != NULL ? in->options->system
					   : file->format->system;
}

/*
 * How the recorder dials that made it, and what its files without a header
 * are.  A process has one time zone at a time,
 * so one of another is imported by itself.
 */
static int
choose_plan(const struct import *in, const struct file *file,
    const struct sar_phone_plan **plan,
    const struct sar_headerless_list **catalogue, struct sar_err *err)
{
	const struct sar_ingest_options *o = in->options;
	const struct sar_ingest_recorder *recorder;
	size_t i;

	*plan = o->plan;
	*catalogue = &o->headerless;
	for (i = 0; i < o->n_recorders; i++) {
		recorder = &o->recorders[i];
		if (strcmp(recorder->system, system_of(in, file)) != 0)
			continue;
		*plan = &recorder->plan;
		*catalogue = &recorder->headerless;
		if (recorder->zone == NULL ||
		    strcmp(recorder->zone, sar_zone_name(o->zone)) == 0)
			return 0;
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: its recorder has a time zone of its own in sar.conf",
		    file->from->path);
		sar_err_hint(err,
		    "import that recorder's exports by "
		    "themselves, with --system %s",
		    recorder->system);
		return -1;
	}
	return 0;
}

static void
prepare_reading(struct import *in, struct file *file,
    const struct sar_phone_plan *plan)
{
	struct sar_reading *reading = &file->reading;

	reading->source = &file->source;
	reading->name = file->from->path;
	reading->options = in->options;
	reading->context.zone = in->options->zone;
	reading->context.basis = in->options->basis;
	reading->context.written = *plan;
	reading->context.written.outside = '\0';
	reading->context.dialled = *plan;
	reading->evidence = "operator";
	reading->sink = &in->sink;
	reading->row = in->row;
	reading->carry = &in->carry;
	in->row->file++;
	sar_row_clear(in->row);
	(void)snprintf(file->importer, sizeof(file->importer), "%.40s/%u",
	    file->format->name, file->format->version);
	file->record.importer = file->importer;
	file->record.zone = sar_zone_name(in->options->zone);
	file->record.basis = in->options->basis;
}

static int
digest_file(struct file *file, struct sar_err *err)
{
	if (file->format->digest == NULL)
		return sar_sha256_source(&file->source, file->record.sha256,
		    err);
	if (file->format->digest(&file->reading, err) == -1)
		return -1;
	memcpy(file->record.sha256, file->reading.sha256, SAR_SHA256_LEN);
	return 0;
}

/* Hand all rows over; what was read must be what was hashed. */
static int
read_file(struct file *file, struct sar_err *err)
{
	if (file->format->read(&file->reading, err) == -1)
		return -1;
	if (memcmp(file->reading.sha256, file->record.sha256, SAR_SHA256_LEN) !=
	    0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: changed while it was being read", file->from->path);
	return 0;
}

/* A document that cannot be read, one of many, is a reject. */
static int
read_or_reject(struct import *in, struct file *file, struct sar_err *err)
{
	const char *reason;
	size_t len = strlen(file->from->path);
	struct sar_err failure;

	if (read_file(file, err) == 0)
		return 0;
	if (!file->format->document || in->walk.n == 1 ||
	    err->code != SAR_EINPUT)
		return -1;
	failure = *err;
	*err = (struct sar_err)SAR_ERR_INIT;
	reason = failure.msg;
	if (strncmp(reason, file->from->path, len) == 0 && reason[len] == ':')
		reason += len + 2;
	return sar_sink_reject(&file->reading, 0, "-", reason, err);
}

static void
count_file(struct import *in, const struct file *file)
{
	struct sar_ingest_report *report = in->report;
	const struct sar_index_source *record = &file->record;

	report->files++;
	report->rows_read += record->rows_read;
	report->rows_new += record->rows_new;
	report->rows_same += record->rows_same;
	report->rows_changed += record->rows_changed;
	report->rows_rejected += record->rows_rejected;
	report->unverified += file->reading.unverified;
	if (file->reading.maybe_cut) {
		report->maybe_cut = true;
		report->cut_rows = record->rows_read;
	}
	if (report->importer[0] != '\0' &&
	    strcmp(report->importer, file->importer) != 0)
		(void)snprintf(report->importer, sizeof(report->importer),
		    "several");
	else
		(void)snprintf(report->importer, sizeof(report->importer), "%s",
		    file->importer);
}

static int
load_file(struct import *in, struct file *file, struct sar_err *err)
{
	struct sar_index_source *record = &file->record;
	struct sar_sink *sink = &in->sink;

	record->name = base_name(file->from->path);
	record->evidence = "";
	record->grouped = file->format->grouped;
	record->imported = in->options->now;
	sink->counts = record;
	sink->system = system_of(in, file);
	sink->listed = in->walk.n > 1 ? record->name : NULL;
	if (!in->options->dry_run &&
	    sar_index_add_source(in->index, record, &sink->source, err) == -1)
		return -1;
	if (read_or_reject(in, file, err) == -1 ||
	    sar_queue_drain(sink->queue, err) == -1)
		return -1;
	record->basis = file->reading.context.basis;
	record->evidence = file->reading.evidence;
	if (!in->options->dry_run &&
	    sar_index_end_source(in->index, sink->source, record, err) == -1)
		return -1;
	count_file(in, file);
	return 0;
}

static int
import_opened(struct import *in, struct file *file, struct sar_err *err)
{
	const struct sar_headerless_list *catalogue;
	const struct sar_phone_plan *plan;
	bool known = false;

	if (choose_format(in, file, err) == -1)
		return -1;
	if (file->format == NULL) {
		in->report->files_passed++;
		return 0;
	}
	if (choose_plan(in, file, &plan, &catalogue, err) == -1)
		return -1;
	sar_files_catalogue(in->sink.files, catalogue);
	prepare_reading(in, file, plan);
	if (digest_file(file, err) == -1)
		return -1;
	if (in->index != NULL && !in->options->again &&
	    sar_index_source_known(in->index, &file->record, &known, err) == -1)
		return -1;
	if (known) {
		in->report->files_known++;
		return 0;
	}
	return load_file(in, file, err);
}

static int
import_one(struct import *in, const struct sar_walk_file *from,
    struct sar_err *err)
{
	struct file file = { .from = from, .fd = -1 };
	int rc = -1;

	if (open_file(&file, err) == 0)
		rc = import_opened(in, &file, err);
	close_file(&file);
	return rc;
}

static int
import_all(struct import *in, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < in->walk.n; i++)
		if (import_one(in, &in->walk.files[i], err) == -1)
			return -1;
	return 0;
}

/* What is counted anew when all rows are handed over once more. */
static int
count_anew(struct import *in, struct sar_err *err)
{
	const struct sar_ingest_report before = *in->report;
	FILE *rejects = in->options->rejects;

	memset(in->report, 0, sizeof(*in->report));
	in->report->recordings_measured = before.recordings_measured;
	in->report->recordings_missing = before.recordings_missing;
	in->report->recordings_deleted = before.recordings_deleted;
	in->report->recordings_damaged = before.recordings_damaged;
	in->report->recordings_changed = before.recordings_changed;
	in->report->recordings_undeclared = before.recordings_undeclared;
	in->report->recordings_headed = before.recordings_headed;
	if (rejects == NULL)
		return 0;
	rewind(rejects);
	if (fileno(rejects) != -1 && ftruncate(fileno(rejects), 0) == -1)
		return sar_err_errno(err, "rejects file");
	return 0;
}

static int
import_and_seal(struct import *in, struct sar_err *err)
{
	bool again = false;

	if (import_all(in, err) == -1 ||
	    sar_index_seal(in->index, &again, err) == -1)
		return -1;
	if (!again)
		return 0;
	if (count_anew(in, err) == -1)
		return -1;
	sar_format_drop(&in->carry);
	return import_all(in, err);
}

/* A dry run, to be told what one state of the index makes of it. */
static int
look(struct import *in, struct sar_err *err)
{
	int rc;

	if (in->index == NULL)
		return import_all(in, err);
	if (sar_index_read_begin(in->index, err) == -1)
		return -1;
	rc = import_all(in, err);
	if (rc == -1)
		sar_queue_cancel(in->sink.queue);
	sar_index_read_end(in->index);
	return rc;
}

static int
load(struct import *in, struct sar_err *err)
{
	if (in->options->dry_run)
		return look(in, err);
	if (sar_index_begin(in->index, in->options->lock_wait, err) == -1)
		return -1;
	if (import_and_seal(in, err) == -1 ||
	    sar_index_commit(in->index, err) == -1) {
		sar_queue_cancel(in->sink.queue);
		sar_index_rollback(in->index);
		return -1;
	}
	return 0;
}

static int
prepare(struct import *in, const char *const *paths, size_t n,
    struct sar_err *err)
{
	size_t i;

	memset(in->report, 0, sizeof(*in->report));
	if (in->options->mapping != NULL &&
	    (in->mapped = sar_format_mapped(in->options, err)) == NULL)
		return -1;
	if ((in->row = calloc(1, sizeof(*in->row))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++)
		if (sar_walk_add(&in->walk, paths[i], err) == -1)
			return -1;
	in->sink.files = sar_files_new(in->index, in->options, in->report, err);
	if (in->sink.files == NULL)
		return -1;
	in->sink.queue = sar_queue_new(sar_sink_write, &in->sink, err);
	return in->sink.queue == NULL ? -1 : 0;
}

int
sar_ingest_files(struct sar_index *index, const char *const *paths, size_t n,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err)
{
	struct import in = { .index = index,
		.options = options,
		.report = report };
	int rc = -1;

	in.sink.index = index;
	in.sink.options = options;
	in.sink.report = report;
	if (prepare(&in, paths, n, err) == 0)
		rc = load(&in, err);
	sar_queue_free(in.sink.queue);
	sar_files_free(in.sink.files);
	sar_format_mapped_free(in.mapped);
	sar_walk_free(&in.walk);
	sar_format_drop(&in.carry);
	if (in.row != NULL)
		explicit_bzero(in.row, sizeof(*in.row));
	free(in.row);
	return rc;
}

int
sar_ingest_file(struct sar_index *index, const char *path,
    const struct sar_ingest_options *options, struct sar_ingest_report *report,
    struct sar_err *err)
{
	return sar_ingest_files(index, &path, 1, options, report, err);
}
