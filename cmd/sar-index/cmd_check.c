#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "check/check.h"
#include "common/listing.h"
#include "common/progress.h"
#include "export/home.h"
#include "index/verify.h"
#include "retain/retain.h"
#include "sar-index/commands.h"

#define WORDS "abcdefghijklmnopqrstuvwxyz0123456789-. "

static struct {
	char *recordings, *report, *since;
	int force, quick, index_only;
} args;

static const struct poptOption options[] = {
	{ "recordings", '\0', POPT_ARG_STRING, &args.recordings, 1,
	    "folder of the recordings, if not the one in sar.conf", "DIR" },
	{ "report", '\0', POPT_ARG_STRING, &args.report, 2,
	    "list what was found, with the names of files", "FILE" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 6,
	    "replace the file of --report if there is one", NULL },
	{ "since", '\0', POPT_ARG_STRING, &args.since, 5,
	    "recordings of calls before this day may be gone (default: what "
	    "the policy retains today)",
	    "DATE" },
	{ "quick", '\0', POPT_ARG_NONE, &args.quick, 3,
	    "compare sizes, not contents; rows, not the file's trees", NULL },
	{ "index-only", '\0', POPT_ARG_NONE, &args.index_only, 4,
	    "leave the recordings on disk alone", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* A check under way. */
struct checking {
	FILE *report;
	int64_t since;
	struct sar_headerless_list *catalogues;
	size_t n_catalogues;
	json_t *by_codec; /* of what is unsupported */
	struct sar_index_verdict verdict;
	struct sar_check_report disk;
};

/* A path as it is, but for what would break its line. */
static void
print_path(FILE *to, const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path < ' ' || *path == 0x7f ||
		    *path == '\\')
			(void)fprintf(to, "\\%03o", (unsigned char)*path);
		else
			(void)fputc(*path, to);
}

/* As the finding's line has it; a codec is a word of our own. */
static const char *
detail(const struct sar_check_finding *finding)
{
	const char *codec;

	if (finding->kind == SAR_CHECK_ORPHAN)
		return finding->audio ? "audio" : "other";
	/* Words of our own, if the index is to be believed. */
	if (finding->why != NULL)
		return finding->why[strspn(finding->why, WORDS)] != '\0' ||
			       finding->why[0] == '\0'
			   ? "cannot be decoded"
			   : finding->why;
	if (finding->codec == NULL)
		return "";
	codec = sar_media_codec_name(sar_media_codec_of(finding->codec));
	return codec[0] == '\0' ? "unknown" : codec;
}

static void
count_codec(json_t *by_codec, const char *codec)
{
	json_int_t n = json_integer_value(json_object_get(by_codec, codec));

	(void)json_object_set_new(by_codec, codec, json_integer(n + 1));
}

/* One finding: with the file's name in the report only. */
static int
on_found(void *ctx, const struct sar_check_finding *finding,
    struct sar_err *err)
{
	struct checking *checking = ctx;
	const char *name = sar_check_kind_name(finding->kind);
	json_t *line;

	(void)err;
	if (finding->codec != NULL)
		count_codec(checking->by_codec, detail(finding));
	if (checking->report != NULL) {
		(void)fprintf(checking->report,
		    "%s\t%" PRId64 "\t%" PRId64 "\t%s\t", name,
		    finding->recording, finding->leg, detail(finding));
		print_path(checking->report,
		    finding->path == NULL ? "" : finding->path);
		(void)fputc('\n', checking->report);
	}
	if (cmd_options.json == 0)
		return 0;
	line = json_pack("{ssss}", "type", "finding", "kind", name);
	if (finding->recording != 0)
		(void)json_object_set_new(line, "recording",
		    json_integer(finding->recording));
	if (finding->leg != 0)
		(void)json_object_set_new(line, "leg",
		    json_integer(finding->leg));
	if (finding->kind == SAR_CHECK_ORPHAN)
		(void)json_object_set_new(line, "audio",
		    json_boolean(finding->audio));
	if (finding->codec != NULL)
		(void)json_object_set_new(line, "codec",
		    json_string(detail(finding)));
	if (finding->why != NULL)
		(void)json_object_set_new(line, "why",
		    json_string(detail(finding)));
	cmd_print_json(line);
	return 0;
}

static int
on_fault(void *ctx, const char *table, int64_t id, struct sar_err *err)
{
	struct checking *checking = ctx;

	(void)err;
	if (checking->report != NULL)
		(void)fprintf(checking->report, "index\t%s\t%" PRId64 "\t\t\n",
		    table, id);
	if (cmd_options.json != 0)
		cmd_print_json(json_pack("{sssssssI}", "type", "finding",
		    "kind", "index", "table", table, "id", (json_int_t)id));
	return 0;
}

/* The first local day whose recordings are still to be there today. */
static struct sar_date
first_retained(const struct sar_home *home)
{
	struct sar_date today =
	    sar_zone_local(home->zone, (int64_t)time(NULL)).date;
	struct sar_date day = sar_date_of_days(sar_date_days(today) -
					       INT64_C(31) *
						   (home->retain.months + 1));

	while (sar_date_compare(sar_retain_last_day(day, home->retain.months),
		   today) < 0)
		day = sar_date_of_days(sar_date_days(day) + 1);
	return day;
}

static int
read_since(const struct sar_home *home, int64_t *since, struct sar_err *err)
{
	struct sar_date day = first_retained(home);

	if (args.since != NULL && !sar_date_parse(args.since, &day))
		return sar_err_set(err, SAR_EINPUT,
		    "--since: expected a date, YYYY-MM-DD");
	*since = sar_zone_day_start(home->zone, day);
	return 0;
}

static int
check_index(struct sar_index *index, struct checking *checking,
    struct sar_err *err)
{
	struct sar_index_verifying how = {
		.quick = args.quick != 0,
		.progress = cmd_progress_start("row"),
		.fault = on_fault,
		.ctx = checking,
	};
	int rc = sar_index_verify(index, &how, &checking->verdict, err);

	cmd_progress_end();
	return rc;
}

/* What sar.conf says of files without a header, of all recorders. */
static int
gather_catalogues(const struct sar_home *home, struct checking *checking,
    struct sar_err *err)
{
	size_t i;

	checking->catalogues = calloc(home->n_recorders + 1,
	    sizeof(*checking->catalogues));
	if (checking->catalogues == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	checking->catalogues[0] = home->headerless;
	for (i = 0; i < home->n_recorders; i++)
		checking->catalogues[i + 1] = home->recorders[i].headerless;
	checking->n_catalogues = home->n_recorders + 1;
	return 0;
}

static int
check_disk(const struct sar_home *home, struct sar_index *index,
    struct checking *checking, struct sar_err *err)
{
	struct sar_check_options o = {
		.root = args.recordings != NULL ? args.recordings
						: home->recordings,
		.quick = args.quick != 0,
		.since = checking->since,
		.recorded = home->retain.recorded,
		.n_recorded = home->retain.n_recorded,
		.catalogues = checking->catalogues,
		.n_catalogues = checking->n_catalogues,
		.progress = cmd_progress_start("recording"),
		.found = on_found,
		.ctx = checking,
	};
	int rc = sar_check_disk(index, &o, &checking->disk, err);

	cmd_progress_end();
	return rc;
}

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
print_index(const struct sar_index_verdict *v)
{
	cmd_say("index: %llu legs, %llu recordings, %llu uses, %llu "
		"commitments; %llu faults\n",
	    (unsigned long long)v->legs, (unsigned long long)v->recordings,
	    (unsigned long long)v->uses, (unsigned long long)v->commitments,
	    (unsigned long long)v->faults);
	add("legs", v->legs);
	add("uses", v->uses);
	add("commitments", v->commitments);
	add("faults", v->faults);
}

static void
print_disk(const struct sar_check_report *r, json_t *by_codec)
{
	json_t *by_kind = json_object();
	const char *codec;
	json_t *n;
	size_t i;

	cmd_say("recordings: %llu in the index: %llu as imported, %llu gone "
		"after retention; %llu files on disk\n",
	    (unsigned long long)r->recordings, (unsigned long long)r->same,
	    (unsigned long long)r->expired, (unsigned long long)r->files);
	add("recordings", r->recordings);
	add("same", r->same);
	add("expired", r->expired);
	add("files", r->files);
	add("bytes_hashed", r->bytes);
	for (i = 0; i < SAR_CHECK_KINDS; i++) {
		if (r->by_kind[i] > 0)
			cmd_say("  %-28s %llu\n",
			    sar_check_kind_name((enum sar_check_kind)i),
			    (unsigned long long)r->by_kind[i]);
		(void)json_object_set_new(by_kind,
		    sar_check_kind_name((enum sar_check_kind)i),
		    json_integer((json_int_t)r->by_kind[i]));
	}
	(void)json_object_set_new(cmd_summary(), "findings", by_kind);
	json_object_foreach(by_codec, codec, n) cmd_say("    in %-23s %lld\n",
	    codec, (long long)json_integer_value(n));
	(void)json_object_set(cmd_summary(), "unsupported_by_codec", by_codec);
}

/* The worst of what was found. */
static int
judge(const struct checking *checking, struct sar_err *err)
{
	const uint64_t *n = checking->disk.by_kind;
	uint64_t altered = n[SAR_CHECK_CHANGED] + n[SAR_CHECK_TRUNCATED];
	uint64_t all = 0;
	size_t i;

	if (checking->verdict.faults > 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "index: %llu rows or pages are not what was written",
		    (unsigned long long)checking->verdict.faults);
	if (altered > 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "recordings: %llu are not what was imported",
		    (unsigned long long)altered);
	/* What cannot be decoded here is no difference. */
	for (i = 0; i < SAR_CHECK_KINDS; i++)
		if (i != SAR_CHECK_UNSUPPORTED)
			all += n[i];
	if (all == 0)
		return 0;
	(void)sar_err_set(err, SAR_EPARTIAL,
	    "recordings: index and disk differ in %llu",
	    (unsigned long long)all);
	if (n[SAR_CHECK_READABLE] > 0)
		sar_err_hint(err, "what can be decoded now: import it with "
				  "--again");
	else if (args.report == NULL)
		sar_err_hint(err, "--report FILE lists them");
	return -1;
}

static int
run(struct sar_err *err)
{
	struct cmd_listing report = { .path = NULL };
	struct checking checking = { .by_codec = json_object() };
	struct sar_home *home = NULL;
	struct sar_index *index = NULL;
	char *path = NULL;
	int rc = -1;

	if ((home = sar_home_open(cmd_home(), err)) == NULL ||
	    read_since(home, &checking.since, err) == -1 ||
	    gather_catalogues(home, &checking, err) == -1 ||
	    (path = sar_home_path(home, "index.db", err)) == NULL ||
	    (index = sar_index_open(path, false, err)) == NULL ||
	    cmd_listing_open(&report, args.report, args.force != 0, err) == -1)
		goto out;
	checking.report = report.to;
	if (check_index(index, &checking, err) == 0 &&
	    (args.index_only != 0 ||
		check_disk(home, index, &checking, err) == 0))
		rc = 0;
	if (rc == 0)
		rc = cmd_listing_end(&report, err);
	if (rc == -1)
		goto out;
	print_index(&checking.verdict);
	if (args.index_only == 0)
		print_disk(&checking.disk, checking.by_codec);
	rc = judge(&checking, err);

out:
	cmd_listing_drop(&report);
	json_decref(checking.by_codec);
	free(checking.catalogues);
	sar_index_close(index);
	free(path);
	sar_home_free(home);
	return rc;
}

int
cmd_check(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && run(&err) == -1))
		status = cmd_report(&err);
	free(args.recordings);
	free(args.report);
	free(args.since);
	return status;
}
