#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "common/listing.h"
#include "common/progress.h"
#include "export/home.h"
#include "export/register.h"
#include "ingest/ingest.h"
#include "sar-index/commands.h"

#define MAPPING_MAX ((size_t)1024 * 1024)

static struct {
	char *mapping, *format, *system, *zone, *times, *recordings, *rejects;
	char *by;
	int force, dry_run, again;
} args;

static const struct poptOption options[] = {
	{ "mapping", '\0', POPT_ARG_STRING, &args.mapping, 1,
	    "the export is a CSV that this sar-mapping(5) file describes",
	    "FILE" },
	{ "format", '\0', POPT_ARG_STRING, &args.format, 7,
	    "what the export is, if its content does not tell", "NAME" },
	{ "system", '\0', POPT_ARG_STRING, &args.system, 8,
	    "name of the recorder, where there are several of one make",
	    "NAME" },
	{ "zone", '\0', POPT_ARG_STRING, &args.zone, 2,
	    "time zone of the export (default: the one in sar.conf)", "NAME" },
	{ "times", '\0', POPT_ARG_STRING, &args.times, 9,
	    "times without a zone are utc or local (default: as the format "
	    "or its rows tell)",
	    "utc|local" },
	{ "recordings", '\0', POPT_ARG_STRING, &args.recordings, 3,
	    "folder of the recordings, if not the one in sar.conf", "DIR" },
	{ "rejects", '\0', POPT_ARG_STRING, &args.rejects, 4,
	    "list rows that cannot be read: line, column, reason", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 11,
	    "replace the file of --rejects if there is one", NULL },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 5,
	    "who does this: a staff id, not a name", "ID" },
	{ "dry-run", 'n', POPT_ARG_NONE, &args.dry_run, 6,
	    "read, check and measure; write nothing", NULL },
	{ "again", '\0', POPT_ARG_NONE, &args.again, 10,
	    "read files too that were imported before", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
print_report(const struct sar_ingest_report *r)
{
	if (r->files != 1 || r->files_known > 0 || r->files_passed > 0)
		cmd_say("%llu files read, %llu imported before, %llu of no "
			"known format\n",
		    (unsigned long long)r->files,
		    (unsigned long long)r->files_known,
		    (unsigned long long)r->files_passed);
	cmd_say("%llu rows read: %llu new, %llu the same, %llu changed, %llu "
		"rejected\n",
	    (unsigned long long)r->rows_read, (unsigned long long)r->rows_new,
	    (unsigned long long)r->rows_same,
	    (unsigned long long)r->rows_changed,
	    (unsigned long long)r->rows_rejected);
	cmd_say("recordings: %llu measured, %llu missing, %llu damaged\n",
	    (unsigned long long)r->recordings_measured,
	    (unsigned long long)r->recordings_missing,
	    (unsigned long long)r->recordings_damaged);
	if (r->recordings_deleted > 0)
		cmd_say("%llu recordings were deleted on schedule, and stay "
			"so\n",
		    (unsigned long long)r->recordings_deleted);
	add("files", r->files);
	add("files_known", r->files_known);
	add("files_passed", r->files_passed);
	add("rows_read", r->rows_read);
	add("rows_new", r->rows_new);
	add("rows_same", r->rows_same);
	add("rows_changed", r->rows_changed);
	add("rows_rejected", r->rows_rejected);
	add("recordings_measured", r->recordings_measured);
	add("recordings_missing", r->recordings_missing);
	add("recordings_deleted_on_schedule", r->recordings_deleted);
	add("recordings_damaged", r->recordings_damaged);
	add("recordings_committed", r->recordings_committed);
	add("recordings_changed", r->recordings_changed);
	add("recordings_undeclared", r->recordings_undeclared);
	add("recordings_headed", r->recordings_headed);
	add("times_repeated", r->times_repeated);
	add("times_skipped", r->times_skipped);
	add("zone_unknown", r->zone_unknown);
	add("signatures_unverified", r->unverified);
	add("cut_rows", r->cut_rows);
	(void)json_object_set_new(cmd_summary(), "importer",
	    json_string(r->importer));
	(void)json_object_set_new(cmd_summary(), "known",
	    json_boolean(r->files == 0 && r->files_known > 0));
}

static void
print_recordings(const struct sar_ingest_report *r)
{
	if (r->recordings_changed > 0)
		cmd_note("warning: %llu recording%s from what was imported "
			 "before; the index keeps the first digest\n",
		    (unsigned long long)r->recordings_changed,
		    r->recordings_changed == 1 ? " differs" : "s differ");
	if (r->recordings_undeclared > 0)
		cmd_note("warning: %llu recording%s to be without a header, as "
			 "some recorders write them: say in sar.conf what "
			 "they are (\"headerless\"), then import with "
			 "--again\n",
		    (unsigned long long)r->recordings_undeclared,
		    r->recordings_undeclared == 1 ? " seems" : "s seem");
	if (r->recordings_headed > 0)
		cmd_note("warning: %llu recording%s said to have none: neither "
			 "is believed, correct sar.conf or the mapping\n",
		    (unsigned long long)r->recordings_headed,
		    r->recordings_headed == 1 ? " has a header, and is"
					      : "s have a header, and are");
}

/* What staff must know even of an import that worked. */
static void
print_findings(const struct sar_ingest_report *r)
{
	if (r->files == 0 && r->files_known > 0)
		cmd_say("Imported before: nothing to do; --again reads it "
			"once more.\n");
	if (r->files_known == 0 && r->rows_read == 0)
		cmd_note("warning: no call was found to read\n");
	if (r->maybe_cut)
		cmd_note("warning: exactly %llu rows: exports are often cut "
			 "there (FreePBX: at 100); the file is probably not "
			 "complete\n",
		    (unsigned long long)r->cut_rows);
	if (r->zone_unknown > 0)
		cmd_note("warning: nothing tells whether %llu summer times are "
			 "UTC or local: marked as uncertain; say --times\n",
		    (unsigned long long)r->zone_unknown);
	if (r->unverified > 0)
		cmd_note("warning: %llu signed files were read, their "
			 "signatures not verified\n",
		    (unsigned long long)r->unverified);
	print_recordings(r);
	if (r->times_repeated > 0 || r->times_skipped > 0)
		cmd_note("warning: %llu times in the hour the clock repeats, "
			 "%llu in the hour it skips: marked as uncertain\n",
		    (unsigned long long)r->times_repeated,
		    (unsigned long long)r->times_skipped);
	if (r->rows_rejected > 0 && args.rejects == NULL)
		cmd_note("warning: %llu rows rejected; --rejects FILE lists "
			 "them\n",
		    (unsigned long long)r->rows_rejected);
}

static int
read_all(struct sar_index *index, const char *const *files, size_t n,
    const struct sar_ingest_options *o, struct sar_ingest_report *report,
    struct sar_err *err)
{
	int rc = sar_ingest_files(index, files, n, o, report, err);

	cmd_progress_end();
	return rc;
}

/* Read it in, then register what is new in the log. */
static int
import(struct sar_home *home, const char *const *files, size_t n,
    const struct sar_ingest_options *o, struct sar_err *err)
{
	struct sar_register_options reg = {
		.by = args.by != NULL ? args.by : "import",
		.now = o->now,
		.lock_wait = o->lock_wait,
	};
	struct sar_ingest_report report;
	struct sar_index *index = NULL;
	char *path = NULL;
	uint64_t registered = 0;
	int rc = -1;

	if ((path = sar_home_path(home, "index.db", err)) == NULL ||
	    (index = sar_index_open(path, !o->dry_run, err)) == NULL ||
	    read_all(index, files, n, o, &report, err) == -1)
		goto out;
	if (!o->dry_run &&
	    sar_register_new(home, index, &reg, &registered, err) == -1)
		goto out;
	print_report(&report);
	print_findings(&report);
	if (registered > 0)
		cmd_say("%llu recording%s registered in the log\n",
		    (unsigned long long)registered, registered == 1 ? "" : "s");
	add("registered", registered);
	if (o->dry_run)
		cmd_say("Dry run: nothing was written.\n");
	rc = 0;

out:
	sar_index_close(index);
	free(path);
	return rc;
}

/* The recorder --system names, where sar.conf has a section of its own for it;
   else NULL. */
static const struct sar_ingest_recorder *
named_recorder(const struct sar_home *home)
{
	size_t i;

	for (i = 0; args.system != NULL && i < home->n_recorders; i++)
		if (strcmp(args.system, home->recorders[i].system) == 0)
			return &home->recorders[i];
	return NULL;
}

/* The zone of the export: --zone, that of --system's section, the policy's. */
static int
adjust_zone(struct sar_home *home, struct sar_err *err)
{
	const struct sar_ingest_recorder *named = named_recorder(home);
	const char *name = args.zone;
	size_t i;

	if (args.system != NULL && home->n_recorders > 0 && named == NULL)
		cmd_note("warning: sar.conf has no [recorder %s]: its numbers "
			 "are read as [recorder] says\n",
		    args.system);
	for (i = 0; args.zone != NULL && i < home->n_recorders; i++)
		home->recorders[i].zone = NULL;
	if (args.zone == NULL && named != NULL)
		name = named->zone;
	if (name == NULL || strcmp(name, home->zone_name) == 0)
		return 0;
	sar_zone_free(home->zone);
	home->zone = sar_zone_open(name, err);
	return home->zone == NULL ? -1 : 0;
}

/* The home as the options change it. */
static int
adjust(struct sar_home *home, struct sar_err *err)
{
	char *root;

	if (adjust_zone(home, err) == -1)
		return -1;
	if (args.recordings != NULL) {
		if ((root = strdup(args.recordings)) == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		free(home->recordings);
		home->recordings = root;
	}
	return 0;
}

/* What --format, --system, --by and --times say. */
static int
read_words(struct sar_ingest_options *o, struct sar_err *err)
{
	if (args.format != NULL && args.mapping != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--format: a mapping says the format already");
	if (args.system != NULL && !sar_text_plain(args.system, 32))
		return sar_err_set(err, SAR_EINPUT,
		    "--system: expected up to 32 letters, digits, '.', '_' "
		    "and '-'");
	o->format = args.format;
	o->system = args.system;
	if (args.times == NULL)
		return 0;
	if (strcmp(args.times, "utc") == 0)
		o->basis = SAR_TIME_UTC;
	else if (strcmp(args.times, "local") == 0)
		o->basis = SAR_TIME_ZONE;
	else
		return sar_err_set(err, SAR_EINPUT,
		    "--times: expected utc or local");
	return 0;
}

static int
run(const char *const *files, size_t n, struct sar_err *err)
{
	struct sar_ingest_options o = {
		.dry_run = args.dry_run != 0,
		.again = args.again != 0,
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL),
		.stop = &cmd_stop,
	};
	struct sar_home *home = NULL;
	struct cmd_listing rejects = { .path = NULL };
	char *mapping = NULL;
	int rc = -1;

	if (read_words(&o, err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    adjust(home, err) == -1 ||
	    /* It goes into the log: never a name, never a number. */
	    (args.by != NULL &&
		sar_home_staff(home, "--by", args.by, err) == -1) ||
	    (args.mapping != NULL &&
		sar_file_read(args.mapping, MAPPING_MAX, &mapping,
		    &o.mapping_len, err) == -1) ||
	    cmd_listing_open(&rejects, args.rejects, args.force != 0, err) ==
		-1)
		goto out;
	o.rejects = rejects.to;
	o.zone = home->zone;
	o.plan = &home->phone;
	o.recorders = home->recorders;
	o.n_recorders = home->n_recorders;
	o.headerless = home->headerless;
	o.root = home->recordings;
	o.mapping = mapping;
	o.mapping_name = args.mapping;
	o.progress = cmd_progress_start("row");
	rc = import(home, files, n, &o, err);
	if (rc == 0)
		rc = cmd_listing_end(&rejects, err);

out:
	cmd_listing_drop(&rejects);
	free(mapping);
	sar_home_free(home);
	return rc;
}

int
cmd_import(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	size_t n = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, INT_MAX, "EXPORT...", &rest,
	    &err);
	while (rc == 0 && rest[n] != NULL)
		n++;
	if (rc == -1 || (rc == 0 && run(rest, n, &err) == -1))
		status = cmd_report(&err);
	free(args.mapping);
	free(args.format);
	free(args.system);
	free(args.times);
	free(args.zone);
	free(args.recordings);
	free(args.rejects);
	free(args.by);
	return status;
}
