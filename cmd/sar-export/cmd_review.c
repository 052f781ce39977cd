#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "common/progress.h"
#include "export/ready.h"
#include "export/review.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/reviewed.h"

static int take_away;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "purge", '\0', POPT_ARG_NONE, &take_away, 60,
	    "take page and copies away", NULL },
	{ "jobs", 'j', POPT_ARG_INT, &build_args.jobs, 32,
	    "recordings worked on at once (one a core)", "N" },
	ARGS_INCLUDE(plan_options, "As for \"build\":"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static const struct sar_progress *bar;

/* The library looks for signals itself. */
static void
progress(void *ctx, uint64_t done, uint64_t total)
{
	struct sar_err ignored = SAR_ERR_INIT;

	(void)ctx;
	if (bar->tick(bar->ctx, done / 100, (total + 99) / 100, &ignored) == -1)
		return;
}

static void
spoiled(void *ctx, const struct sar_review_spoiled *one)
{
	(void)ctx;
	cmd_progress_end();
	if (one->why != NULL)
		cmd_report_one(one->why);
	if (!cmd_options.json)
		return;
	cmd_print_json(json_pack("{sssssIssss}", "type", "spoiled", "schema",
	    "sar-export.spoiled/1", "item", (json_int_t)one->item, "state",
	    one->state, "message", one->why == NULL ? "" : one->why->msg));
}

static void
put_digest(const char *key, const uint8_t digest[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(cmd_summary(), key, json_string(hex));
}

static void
put_number(const char *key, uint64_t value)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)value));
}

/* Who listens once more may; who means to decide has to know. */
static void
warn_answered(const struct sar_case *c, const struct sar_review_made *made)
{
	(void)json_object_set_new(cmd_summary(), "answered",
	    json_boolean(made->answered));
	if (made->over)
		cmd_warn("warning: the answer of %s has gone out: nothing can "
			 "be approved any more, and the copies stay until "
			 "\"sar-export review --purge\" or \"close\" takes "
			 "them away\n",
		    c->request->ref);
	else if (made->answered)
		cmd_warn("warning: an answer of %s has been made: nothing can "
			 "be approved any more\n",
		    c->request->ref);
}

static int
say_made(const struct sar_case *c, const struct sar_review_made *made,
    struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_REVIEW_DIR "/" SAR_REVIEW_PAGE, err);

	if (path == NULL)
		return -1;
	(void)json_object_set_new(cmd_summary(), "page", json_string(path));
	put_digest("page_sha256", made->page);
	put_digest("base", made->base);
	put_number("items", made->items);
	put_number("originals", made->originals);
	put_number("redacted", made->redacted);
	put_number("spoiled", made->spoiled);
	put_number("bytes", made->bytes);
	put_number("peaks_per_second", made->peaks_per_second);
	cmd_say("%s\n", path);
	warn_answered(c, made);
	cmd_note("%zu item%s, %zu recording%s to listen to, %zu as %s would "
		 "leave; %.1f MB.\nOpen the page in a browser.  The copies are "
		 "recordings: they go %swith \"sar-export review --purge\".\n",
	    made->items, made->items == 1 ? "" : "s", made->originals,
	    made->originals == 1 ? "" : "s", made->redacted,
	    made->redacted == 1 ? "it" : "they", (double)made->bytes / 1e6,
	    made->over ? "" : "when the answer has gone out, or ");
	free(path);
	return 0;
}

static int
make(const struct sar_case *c, const struct sar_plan_options *with,
    struct sar_err *err)
{
	char given[ARGS_GIVEN];
	struct sar_review_options how = {
		.given = given,
		.now = (int64_t)time(NULL),
		.stop = &cmd_stop,
		.progress = progress,
		.spoiled = spoiled,
	};
	struct sar_review_made made;
	struct sar_answer answer;
	int rc;

	if (args_jobs(&how.jobs, err) == -1 ||
	    sar_ready_request(c, err) == -1 ||
	    sar_answer_make(c, NULL, with, &answer, err) == -1)
		return -1;
	args_plan_given(given);
	bar = cmd_progress_start("second");
	rc = sar_review_make(c, &answer, &how, &made, err);
	cmd_progress_end();
	sar_answer_free(&answer);
	if (rc == -1 || say_made(c, &made, err) == -1)
		return -1;
	if (made.spoiled == 0)
		return 0;
	return sar_err_set(err, SAR_EPARTIAL,
	    "case %s: of %zu recording%s there is no copy", c->request->ref,
	    made.spoiled, made.spoiled == 1 ? "" : "s");
}

static int
purge(const struct sar_case *c, struct sar_err *err)
{
	struct sar_review_there was;

	if (sar_review_purge(c, &was, err) == -1)
		return -1;
	put_number("review_purged", was.copies);
	if (!was.any)
		cmd_say("There is no review of %s.\n", c->request->ref);
	else
		cmd_say("%zu cop%s of recordings of %s taken away.\n",
		    was.copies, was.copies == 1 ? "y" : "ies", c->request->ref);
	reviewed_others(&was);
	return 0;
}

static int
review(const char **rest, struct sar_err *err)
{
	struct sar_plan_options with = { 0 };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	int rc = -1;

	if (args_take_ref(rest, err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    args_plan(home, &with, err) == -1 ||
	    (c = sar_case_open(home, request_args.ref, true, cmd_lock_wait(),
		 err)) == NULL)
		goto out;
	(void)json_object_set_new(cmd_summary(), "ref",
	    json_string(c->request->ref));
	rc = take_away ? purge(c, err) : make(c, &with, err);

out:
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_review(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 1, "REF", &rest, &err);
	if (rc == -1 || (rc == 0 && review(rest, &err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
