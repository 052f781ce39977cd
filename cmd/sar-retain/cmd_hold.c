#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "export/find.h"
#include "export/hold.h"
#include "export/ready.h"
#include "sar-retain/commands.h"
#include "sar-retain/ids.h"

#define REQUEST_MAX 65536

static struct {
	char *ref, *file, *name, *owner, *reason, *review, *by;
	int from_stdin, dry_run;
} args;

static const struct poptOption options[] = {
	{ "ref", '\0', POPT_ARG_STRING, &args.ref, 1,
	    "all that the request of this case finds", "REF" },
	{ "file", '\0', POPT_ARG_STRING, &args.file, 2,
	    "all that the request in this file finds, without a case", "FILE" },
	{ "stdin", '\0', POPT_ARG_NONE, &args.from_stdin, 3,
	    "the recordings that standard input names, a line each: the "
	    "number of one in the index, or its path",
	    NULL },
	{ "name", '\0', POPT_ARG_STRING, &args.name, 4,
	    "what the hold is known by; a case's own has no other", "NAME" },
	{ "owner", '\0', POPT_ARG_STRING, &args.owner, 5,
	    "who is to say when it ends: a staff id, not a name", "ID" },
	{ "reason", '\0', POPT_ARG_STRING, &args.reason, 6,
	    "why: a code, as complaint, legal-claim or police", "CODE" },
	{ "review", '\0', POPT_ARG_STRING, &args.review, 7,
	    "the day somebody asks whether it has to go on", "YYYY-MM-DD" },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 8,
	    "who places it: a staff id, not a name", "ID" },
	{ "dry-run", 'n', POPT_ARG_NONE, &args.dry_run, 9,
	    "only see what it would hold", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
check_selection(struct sar_err *err)
{
	if (args.file != NULL && (args.ref != NULL || args.from_stdin != 0))
		return sar_err_set(err, SAR_EINPUT,
		    "--file: goes with neither --ref nor --stdin");
	if (args.file == NULL && args.ref == NULL && args.from_stdin == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "expected --ref, --file or --stdin");
	return 0;
}

/* A hold that no case explains says for itself whose it is and till when. */
static int
check_words(struct sar_err *err)
{
	if (args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who places it");
	if (args.ref == NULL && args.name == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--name: expected what the hold is to be known by");
	if (args.name != NULL &&
	    (args.owner == NULL || args.reason == NULL || args.review == NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "--name: goes with --owner, --reason and --review");
	return 0;
}

static int
read_options(struct sar_hold_options *o, struct sar_err *err)
{
	if (check_selection(err) == -1 || check_words(err) == -1)
		return -1;
	if (args.review != NULL && !sar_date_parse(args.review, &o->review))
		return sar_err_set(err, SAR_EINPUT,
		    "--review: expected a date, YYYY-MM-DD");
	o->by = args.by;
	o->name = args.name;
	o->owner = args.owner;
	o->reason = args.reason;
	o->now = (int64_t)time(NULL);
	o->lock_wait = cmd_lock_wait();
	o->dry_run = args.dry_run != 0;
	return 0;
}

static int
hold_case(const struct sar_home *home, const struct sar_hold_options *o,
    struct sar_hold_result *out, struct sar_err *err)
{
	struct sar_find find = { 0 };
	struct sar_case *c;
	int rc = -1;

	c = sar_case_open(home, args.ref, !o->dry_run, cmd_lock_wait(), err);
	if (c != NULL && sar_ready_request(c, err) == 0 &&
	    sar_find_run(c, &find, err) == 0) {
		rc = sar_hold_case(c, &find, o, out, err);
		sar_find_free(&find);
	}
	sar_case_free(c);
	return rc;
}

/* The request is read as one is that has a case, and makes none. */
static int
hold_file(const struct sar_home *home, const struct sar_hold_options *o,
    struct sar_hold_result *out, struct sar_err *err)
{
	struct sar_find find = { 0 };
	struct sar_case *c = NULL;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_file_read(args.file, REQUEST_MAX, &text, &len, err) == 0 &&
	    (c = sar_case_search(home, args.file, text, len, err)) != NULL &&
	    sar_find_run(c, &find, err) == 0) {
		rc = sar_hold_found(home, &find, o, out, err);
		sar_find_free(&find);
	}
	sar_case_free(c);
	free(text);
	return rc;
}

static int
hold_listed(const struct sar_home *home, const struct sar_hold_options *o,
    struct sar_hold_result *out, struct sar_err *err)
{
	struct sar_hold_ids ids = { NULL, 0 };
	struct sar_case *c = NULL;
	int64_t *list = NULL;
	int rc = -1;

	if (args.ref != NULL &&
	    (c = sar_case_open(home, args.ref, false, 0, err)) == NULL)
		return -1;
	if (ids_read(home, STDIN_FILENO, &list, &ids.n, err) == 0) {
		ids.ids = list;
		rc = sar_hold_recordings(home, args.ref, &ids, o, out, err);
	}
	free(list);
	sar_case_free(c);
	return rc;
}

static void
say(const struct sar_hold_result *r)
{
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "held", json_integer((json_int_t)r->n));
	(void)json_object_set_new(s, "added",
	    json_integer((json_int_t)r->added));
	(void)json_object_set_new(s, "deleted_before",
	    json_integer((json_int_t)r->deleted));
	(void)json_object_set_new(s, "logged", json_boolean(r->logged));
	if (r->n > 0 && args.dry_run == 0)
		(void)json_object_set_new(s, "record",
		    json_integer((json_int_t)r->record));
	(void)json_object_set_new(s, "gone", json_integer((json_int_t)r->gone));
	if (r->n == 0)
		return;
	if (args.dry_run != 0)
		cmd_say("It would hold %" PRIu64 " recording%s, %" PRIu64
			" new.\n",
		    r->n, r->n == 1 ? "" : "s", r->added);
	else
		cmd_say("Holds %" PRIu64 " recording%s, %" PRIu64
			" new: record %" PRIu64 " of the log%s.\n",
		    r->n, r->n == 1 ? "" : "s", r->added, r->record,
		    r->logged ? "" : ", as before");
	if (r->gone > 0)
		cmd_say("Of these %" PRIu64 " %s not on the disk.\n", r->gone,
		    r->gone == 1 ? "is" : "are");
}

static int
judge(const struct sar_hold_result *r, struct sar_err *err)
{
	if (r->deleted > 0)
		return sar_err_set(err, SAR_EPARTIAL,
		    "hold: %" PRIu64 " recording%s deleted on schedule before "
		    "it came",
		    r->deleted, r->deleted == 1 ? " was" : "s were");
	if (r->n == 0)
		return sar_err_set(err, SAR_ENONE,
		    "hold: there is no recording to hold");
	return 0;
}

static int
hold(struct sar_err *err)
{
	struct sar_hold_options o = { .by = NULL };
	struct sar_hold_result result = { 0 };
	struct sar_home *home = NULL;
	int rc = -1;

	if (read_options(&o, err) == 0 &&
	    (home = sar_home_open(cmd_home(), err)) != NULL) {
		if (args.file != NULL)
			rc = hold_file(home, &o, &result, err);
		else if (args.from_stdin != 0)
			rc = hold_listed(home, &o, &result, err);
		else
			rc = hold_case(home, &o, &result, err);
	}
	if (rc == 0) {
		say(&result);
		rc = judge(&result, err);
	}
	sar_home_free(home);
	return rc;
}

int
cmd_hold(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0,
	    "--ref REF|--file FILE|--stdin --by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && hold(&err) == -1))
		status = cmd_report(&err);
	free(args.ref);
	free(args.file);
	free(args.name);
	free(args.owner);
	free(args.reason);
	free(args.review);
	free(args.by);
	return status;
}
