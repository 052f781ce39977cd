#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "export/released.h"
#include "export/traces.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/plan_view.h"

static int changes, diff;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "changes", '\0', POPT_ARG_NONE, &changes, 70,
	    "show what has changed since the plan was approved", NULL },
	{ "diff", '\0', POPT_ARG_NONE, &diff, 71,
	    "with --changes: also what the letter said and says, line by line",
	    NULL },
	ARGS_INCLUDE(plan_options, "As for \"build\":"),
	CMD_COMMON,
	POPT_TABLEEND,
};

/* What was found amiss. */
struct tally {
	const struct sar_plan *plan;
	size_t errors;
	size_t warnings;
};

static void
take_finding(struct tally *tally, const struct sar_finding *finding,
    const char *text)
{
	if (tally->errors + tally->warnings == 0)
		cmd_say("\n");
	if (finding->error)
		tally->errors++;
	else
		tally->warnings++;
	plan_view_finding(tally->plan, finding, text);
}

static void
lint(void *ctx, const struct sar_finding *finding)
{
	take_finding(ctx, finding, sar_lint_text(finding->what));
}

/* Is each recording that will be read still the one that was heard? */
static int
check_audio(const struct sar_case *c, struct tally *tally, struct sar_err *err)
{
	struct sar_finding finding = { .what = "audio-on-disk", .error = true };
	struct sar_err why = SAR_ERR_INIT;
	size_t i;

	for (i = 0; i < tally->plan->n; i++) {
		const struct sar_plan_item *item = &tally->plan->items[i];

		if (item->name[0] == '\0' ||
		    sar_approval_audio(c, item, &why) == 0)
			continue;
		if (why.code != SAR_ECORRUPT) {
			*err = why;
			return -1;
		}
		finding.item = item->item->number;
		take_finding(tally, &finding, sar_changes_text(finding.what));
	}
	return 0;
}

static int
check_approver(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval *approval, struct tally *tally,
    struct sar_err *err)
{
	struct sar_finding finding = {
		.what = "reviewer-approves",
		.error = c->home->approval == SAR_APPROVAL_OTHER,
	};
	bool did;

	if (!sar_approval_current(approval))
		return 0;
	did = sar_approval_reviewer(answer, approval->by);
	if (!did && sar_traces_marked(c, answer, approval->by, &did, err) == -1)
		return -1;
	if (did)
		take_finding(tally, &finding,
		    "who approved it has listened to a recording of it, marked "
		    "one, or decided about one: another person should");
	return 0;
}

/* Has it gone out, and as it is now? */
enum release {
	RELEASE_NONE,
	RELEASE_CURRENT,
	RELEASE_STALE, /* of another plan */
};

/* What the build left out is left out of ${answer}'s plan; ${why} if stale. */
static int
find_release(const struct sar_case *c, const struct sar_answer *answer,
    enum release *release, struct sar_err *why, struct sar_err *err)
{
	bool released;

	*release = RELEASE_NONE;
	if (sar_released_is(c, &released, err) == -1)
		return -1;
	if (!released)
		return 0;
	*release = RELEASE_CURRENT;
	if (sar_released_same(c, answer, why) == 0)
		return 0;
	*release = RELEASE_STALE;
	if (why->code == SAR_EREVIEW)
		return 0;
	*err = *why;
	return -1;
}

static void
say_release(enum release release)
{
	static const char *const words[] = { "none", "current", "stale" };

	(void)json_object_set_new(cmd_summary(), "release",
	    json_string(words[release]));
	if (release == RELEASE_CURRENT)
		cmd_say("Released: the package was built from this plan.\n");
	if (release == RELEASE_STALE)
		cmd_say("Released: the package was built from ANOTHER PLAN.\n");
}

static void
summarise(const struct sar_approval *approval, const struct tally *tally)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	json_t *s = cmd_summary();

	sar_hex_put(approval->plan, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(s, "plan", json_string(hex));
	(void)json_object_set_new(s, "errors",
	    json_integer((json_int_t)tally->errors));
	(void)json_object_set_new(s, "warnings",
	    json_integer((json_int_t)tally->warnings));
	(void)json_object_set_new(s, "approval",
	    json_string(!approval->given                 ? "none"
			: sar_approval_current(approval) ? "current"
							 : "stale"));
	if (!approval->given)
		return;
	if (!sar_approval_current(approval))
		(void)json_object_set_new(s, "stale",
		    json_string(sar_approval_stale_name(approval->stale)));
	(void)json_object_set_new(s, "approved_by", json_string(approval->by));
	(void)json_object_set_new(s, "approved_at", json_string(approval->at));
	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)approval->record));
}

/* How it ends. */
static int
judge(const struct sar_case *c, const struct sar_approval *approval,
    const struct tally *tally, struct sar_err *err)
{
	if (approval->given && !sar_approval_current(approval))
		return sar_approval_refuse(c, approval, err);
	if (tally->errors > 0)
		return sar_err_set(err, SAR_EREVIEW,
		    "case %s: %zu thing%s for a person", c->request->ref,
		    tally->errors, tally->errors == 1 ? " waits" : "s wait");
	return 0;
}

static int
show(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_err *err)
{
	struct tally tally = { .plan = answer->plan };
	struct sar_approval approval;
	struct sar_err stale = SAR_ERR_INIT;
	enum release release;

	if (find_release(c, answer, &release, &stale, err) == -1 ||
	    sar_approval_of(c, answer, view, &approval, err) == -1)
		return -1;
	if (!cmd_options.json)
		plan_view_text(c, answer->plan, &approval);
	else if (plan_view_json(c, answer->plan, err) == -1)
		return -1;
	sar_lint_run(answer->plan, lint, &tally);
	if (check_audio(c, &tally, err) == -1)
		return -1;
	if (check_approver(c, answer, &approval, &tally, err) == -1)
		return -1;
	plan_view_approval(&approval);
	say_release(release);
	summarise(&approval, &tally);
	if (release == RELEASE_STALE) {
		*err = stale;
		return -1;
	}
	return judge(c, &approval, &tally, err);
}

static void
take_change(void *ctx, const struct sar_change *change)
{
	(void)ctx;
	plan_view_change(change);
}

static void
take_lines(void *ctx, const struct sar_approval_lines *lines)
{
	(void)ctx;
	plan_view_lines(lines, diff != 0);
}

static int
show_changes(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_err *err)
{
	struct sar_approval approval;
	size_t n = 0, n_lines = 0;

	if (sar_approval_of(c, answer, view, &approval, err) == -1 ||
	    sar_approval_changes(c, answer, take_change, NULL, &n, err) == -1 ||
	    sar_approval_letter_changes(c, answer, view, take_lines, NULL,
		&n_lines, err) == -1)
		return -1;
	(void)json_object_set_new(cmd_summary(), "changes",
	    json_integer((json_int_t)n));
	(void)json_object_set_new(cmd_summary(), "letter_changes",
	    json_integer((json_int_t)n_lines));
	plan_view_approval(&approval);
	if (!sar_approval_current(&approval))
		return sar_approval_refuse(c, &approval, err);
	if (n == 0)
		return 0;
	return sar_err_set(err, SAR_EREVIEW,
	    "case %s: what was approved is not what is on disk",
	    c->request->ref);
}

static int
plan(struct sar_err *err)
{
	struct sar_plan_options with = { 0 };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_approval_view view = { .vcon = false };
	struct sar_answer answer;
	const char *ref;
	int rc = -1;

	if (diff != 0 && changes == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--diff: goes with --changes");
	if ((ref = args_need_ref(err)) == NULL ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    args_plan(home, &with, err) == -1 ||
	    (c = sar_case_open(home, ref, false, 0, err)) == NULL ||
	    sar_answer_make(c, NULL, &with, &answer, err) == -1)
		goto out;
	(void)json_object_set_new(cmd_summary(), "ref", json_string(ref));
	view.vcon = args_vcon(home);
	rc = changes != 0 ? show_changes(c, &answer, &view, err)
			  : show(c, &answer, &view, err);
	sar_answer_free(&answer);

out:
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_plan(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--ref REF", &rest, &err);
	if (rc == -1 || (rc == 0 && plan(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
