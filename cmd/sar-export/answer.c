#include "sar-export/answer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "export/approval.h"
#include "export/dates.h"
#include "export/ready.h"
#include "export/released.h"
#include "export/traces.h"
#include "sar-export/outcome.h"
#include "sar-export/plan_view.h"
#include "sar-export/step_say.h"
#include "sar-export/table.h"
#include "sar-export/terminal.h"

/* Show a generated passphrase once, on the terminal and nowhere else. */
static int
show(void *ctx, const struct sar_secret *passphrase, struct sar_err *err)
{
	int tty = terminal_open(err);
	int rc;

	(void)ctx;
	outcome_end();
	if (tty == -1)
		return -1;
	rc = terminal_show(tty,
	    "Passphrase (shown once; send it another way than the package):",
	    passphrase, err);
	(void)close(tty);
	return rc;
}

/* Dates as people wrote them into the files of a folder. */
static int
check_dates(const struct sar_case *c, const struct sar_answer *trial,
    struct sar_err *err)
{
	struct sar_date today =
	    sar_zone_local(c->home->zone, (int64_t)time(NULL)).date;
	const struct sar_marks *marks;
	const struct sar_item *item;
	char reviewed[PATH_MAX + 16];
	struct sar_dates_names names = { .reviewed = reviewed };
	size_t i;

	for (i = 0; i < trial->marks.n; i++) {
		marks = trial->marks.marks[i];
		item = sar_find_recording(&trial->find, marks->recording);
		if (item == NULL)
			continue;
		(void)snprintf(reviewed, sizeof(reviewed), "%s: reviewed",
		    marks->name);
		names.decisions = marks->name;
		if (sar_dates_check(marks, item, today, &names, err) == -1)
			return -1;
	}
	return 0;
}

/* Of a misspelt folder, or one whose files have other names. */
static void
warn_no_marks(const char *dir, const struct sar_answer *trial)
{
	if (dir != NULL && trial->marks.n == 0)
		cmd_warn("warning: --marks: no file *.marks in that folder\n");
}

/* Of a package somebody has to learn the passphrase; of a nil return there is
 * none. */
static int
check_place(const struct sar_answer *answer,
    const struct sar_build_options *build, struct sar_err *err)
{
	if (build->passphrase != NULL || build->passphrase_out != NULL ||
	    build->recovery_only || sar_answer_nil(answer) ||
	    isatty(STDERR_FILENO))
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "no terminal to show a passphrase on: --passphrase-out FILE is "
	    "needed");
}

/*
 * The reviewed marks of a folder become the case's own, once the plan has
 * shown that it can take every one of them.
 */
static int
take_marks(const struct sar_case *c, const struct sar_plan_options *plan,
    const struct sar_build_options *build, bool released, struct sar_err *err)
{
	const char *dir = build_args.marks;
	enum sar_put how = released ? SAR_PUT_SAME : SAR_PUT_NEW;
	struct sar_answer trial;
	int rc;

	if (dir == NULL)
		return 0;
	if (sar_answer_make(c, dir, plan, &trial, err) == -1)
		return -1;
	warn_no_marks(dir, &trial);
	rc = check_dates(c, &trial, err);
	if (rc == 0 && !released)
		rc = check_place(&trial, build, err);
	if (rc == 0)
		rc = sar_case_marks_put(c, trial.marks.marks, trial.marks.n,
		    how, err);
	sar_answer_free(&trial);
	return rc;
}

static void
print_tables(const struct sar_case *c, const struct sar_answer *answer)
{
	if (cmd_options.json) {
		table_items_json(c, &answer->find);
		table_plan_json(answer->plan);
		return;
	}
	table_items(c, &answer->find);
	table_plan(answer->plan);
}

/* What was said of the plan before the build holds no more. */
static void
print_left_out(const struct sar_answer *answer,
    const struct sar_build_result *result)
{
	if (result->left_out == 0)
		return;
	if (cmd_options.json) {
		table_plan_json(answer->plan);
		return;
	}
	cmd_say(
	    "\n%zu recording%s left out, which cannot be decoded any more:\n",
	    result->left_out, result->left_out == 1 ? "" : "s");
	table_plan(answer->plan);
}

/* What a script must be able to tell from a plain success. */
static int
classify(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_result *result, struct sar_err *err)
{
	if (result->outcome == SAR_BUILD_NIL)
		return sar_err_set(err, SAR_ENONE,
		    "case %s: nothing held; logged as a nil return",
		    c->request->ref);
	if (answer->plan->failed > 0)
		return sar_err_set(err, SAR_EPARTIAL,
		    "case %s: released without %zu recording%s that could not "
		    "be handled",
		    c->request->ref, answer->plan->failed,
		    answer->plan->failed == 1 ? "" : "s");
	return 0;
}

/* So that the log shows that what is built is what was found and marked. */
static int
log_traces(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_options *build, struct sar_err *err)
{
	const struct sar_traces_options how = {
		.by = build->by,
		.marks_by = build_args.marks == NULL ? NULL : build->by,
		.lock_wait = build->lock_wait,
		.now = build->now,
	};
	struct sar_traces traces;

	return sar_traces_log(c, &answer->find, &answer->marks, &how, &traces,
	    err);
}

/* What is held past retention, and left out by nobody's decision. */
static size_t
count_left_out(const struct sar_plan *plan)
{
	const struct sar_plan_item *item;
	size_t i, n = 0;

	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		n += strcmp(item->reason, "held-past-retention") == 0 &&
		     (item->marks == NULL ||
			 item->marks->speaker != SAR_SPEAKER_OTHER);
	}
	return n;
}

/*
 * That retention has ended is no exemption (rule S4): with nobody there nothing
 * held is left out by default.  Who approved the plan has seen what it leaves
 * out.
 */
static int
check_unattended(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_err *err)
{
	size_t n = count_left_out(answer->plan);
	struct sar_approval approval = { .given = false };

	if (build_args.unattended == 0 || n == 0)
		return 0;
	if (sar_approval_of(c, answer, view, &approval, err) == -1)
		return -1;
	if (sar_approval_current(&approval))
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: %zu recording%s held past retention would be left out "
	    "undecided",
	    c->request->ref, n, n == 1 ? "" : "s");
	sar_err_hint(err, "a person decides: \"sar-export run --ref REF\" with "
			  "--include-expired --reason CODE, or without; or "
			  "approves the plan");
	return -1;
}

/* That nothing is held is said by whoever knows that all was imported. */
static void
warn_bare(const struct sar_answer *answer)
{
	if (sar_answer_bare(answer))
		cmd_warn("warning: nothing was found, and of days asked for "
			 "the index has no call at all, of anybody: was "
			 "everything imported?\n");
}

/* Of what was released there is nothing left to decide. */
static void
warn_of(const struct sar_answer *answer, bool released)
{
	if (released)
		return;
	plan_view_warnings(answer->plan, 0);
	warn_bare(answer);
}

/* Decide, print, build: the case is locked. */
static int
answer_case(const struct sar_case *c, const struct sar_plan_options *plan,
    const struct sar_build_options *build, struct sar_err *err)
{
	const struct sar_approval_view view = { .vcon = build->packing.vcon };
	struct sar_build_result result;
	struct sar_answer answer;
	bool released;
	int rc = -1;

	/* Of a case that may not be answered not even marks are taken in. */
	if (sar_released_is(c, &released, err) == -1 ||
	    (!released && sar_ready_case(c, err) == -1) ||
	    take_marks(c, plan, build, released, err) == -1 ||
	    sar_answer_make(c, NULL, plan, &answer, err) == -1)
		return -1;
	/* What is listed would be taken for what is in the package. */
	if (released ? sar_released_same(c, &answer, err) == -1
		     : check_place(&answer, build, err) == -1 ||
			   log_traces(c, &answer, build, err) == -1 ||
			   check_unattended(c, &answer, &view, err) == -1)
		goto out;
	print_tables(c, &answer);
	warn_of(&answer, released);
	/* Before the passphrase: a terminal shows them in this order. */
	(void)fflush(stdout);
	outcome_begin();
	if (sar_build_run(c, &answer, build, &result, err) == 0) {
		outcome_end();
		step_timeline(c);
		print_left_out(&answer, &result);
		outcome_say(&result);
		rc = classify(c, &answer, &result, err);
		sar_build_result_free(&result);
	}

out:
	outcome_end();
	sar_answer_free(&answer);
	return rc;
}

int
answer_run(const struct sar_home *home, const char *ref, struct sar_err *err)
{
	struct sar_plan_options plan = { 0 };
	struct sar_build_options build = {
		.show = show,
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL),
		.stop = &cmd_stop,
		.spoiled = outcome_spoiled,
		.progress = outcome_progress,
	};
	struct sar_secret *secret = NULL;
	struct sar_case *c = NULL;
	int rc = -1;

	if (args_plan(home, &plan, err) == 0 &&
	    args_build(home, &build, false, &secret, err) == 0 &&
	    (c = sar_case_open(home, ref, true, cmd_lock_wait(), err)) != NULL)
		rc = answer_case(c, &plan, &build, err);
	/* The last look at it is before the release is logged. */
	if (rc == -1 && err->code == SAR_ESIGNAL)
		sar_err_hint(err, "this run released nothing; the same "
				  "command can be run again");
	sar_case_free(c);
	sar_secret_free(secret);
	return rc;
}

/* What the package would be like. */
static void
say_forecast(const struct sar_packing *packing, unsigned volumes)
{
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "volumes",
	    json_integer((json_int_t)volumes));
	(void)json_object_set_new(s, "hidden", json_boolean(packing->hidden));
	(void)json_object_set_new(s, "padded", json_boolean(packing->padded));
	(void)json_object_set_new(s, "vcon", json_boolean(packing->vcon));
	if (volumes == 0)
		return;
	cmd_say("\nIt would be %u package%s%s%s%s.\n", volumes,
	    volumes == 1 ? "" : "s", packing->hidden ? ", names hidden" : "",
	    packing->padded ? ", padded" : "",
	    packing->vcon ? ", with vCons" : "");
}

/* Of a case that an earlier run released: is it what would be sent? */
static int
judge_before(const struct sar_case *c, const struct sar_build_options *options,
    struct sar_err *err)
{
	struct sar_build_result result;
	struct sar_history history;

	if (sar_history_read(c->home, c->request->ref, &history, err) == -1 ||
	    sar_build_before(c, &history, options, &result, err) == -1)
		return -1;
	outcome_kept(&result);
	sar_build_result_free(&result);
	return 0;
}

/* What the real run does first, and how it would end. */
static int
judge(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_build_options *options, struct sar_err *err)
{
	const struct sar_approval_view view = { .vcon = options->packing.vcon };
	unsigned volumes;
	int rc;

	if (sar_answer_ready(c, answer, options->allow_partial, err) == -1 ||
	    check_unattended(c, answer, &view, err) == -1 ||
	    sar_approval_ready(c, answer, &view, err) == -1)
		return -1;
	outcome_begin();
	rc = sar_build_forecast(c, answer, options, &volumes, err);
	outcome_end();
	if (rc == 0)
		say_forecast(&options->packing, volumes);
	return rc;
}

static int
classify_dry(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_err *err)
{
	if (sar_answer_nil(answer))
		return sar_err_set(err, SAR_ENONE, "case %s: nothing held",
		    c->request->ref);
	if (answer->plan->failed > 0)
		return sar_err_set(err, SAR_EPARTIAL,
		    "case %s: %zu recording%s cannot be handled",
		    c->request->ref, answer->plan->failed,
		    answer->plan->failed == 1 ? "" : "s");
	return 0;
}

/* What take_marks() would say of them. */
static int
try_marks(const struct sar_case *c, const struct sar_answer *answer,
    bool released, struct sar_err *err)
{
	if (build_args.marks == NULL)
		return 0;
	if (check_dates(c, answer, err) == -1)
		return -1;
	return sar_case_marks_check(c, answer->marks.marks, answer->marks.n,
	    released ? SAR_PUT_SAME : SAR_PUT_NEW, err);
}

/* As answer_case(), but write nothing. */
static int
answer_dry(const struct sar_case *c, const struct sar_plan_options *plan,
    const struct sar_build_options *build, struct sar_err *err)
{
	struct sar_answer answer;
	bool released;
	int rc = -1;

	if (sar_released_is(c, &released, err) == -1 ||
	    sar_answer_make(c, build_args.marks, plan, &answer, err) == -1)
		return -1;
	warn_no_marks(build_args.marks, &answer);
	if (try_marks(c, &answer, released, err) == 0 &&
	    (!released || sar_released_same(c, &answer, err) == 0)) {
		print_tables(c, &answer);
		warn_of(&answer, released);
		rc = released ? judge_before(c, build, err)
			      : judge(c, &answer, build, err);
		if (rc == 0)
			rc = classify_dry(c, &answer, err);
		cmd_say("\nDry run: nothing was written.\n");
	}
	sar_answer_free(&answer);
	return rc;
}

int
answer_dry_run(const struct sar_home *home, struct sar_err *err)
{
	struct sar_plan_options plan = { 0 };
	struct sar_build_options build = {
		.now = (int64_t)time(NULL),
		.stop = &cmd_stop,
		.spoiled = outcome_spoiled,
		.progress = outcome_progress,
	};
	struct sar_secret *secret = NULL;
	struct sar_case *c = NULL;
	int rc = -1;

	if (args_plan(home, &plan, err) == 0 &&
	    args_build(home, &build, true, &secret, err) == 0 &&
	    (c = args_case(home, err)) != NULL)
		rc = answer_dry(c, &plan, &build, err);
	sar_case_free(c);
	sar_secret_free(secret);
	return rc;
}
