#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/text.h"
#include "export/approval.h"
#include "export/dates.h"
#include "export/ready.h"
#include "export/released.h"
#include "export/traces.h"
#include "plan/lint.h"
#include "sar-export/args.h"
#include "sar-export/choose.h"
#include "sar-export/commands.h"
#include "sar-export/labels.h"
#include "sar-export/plan_view.h"
#include "sar-export/table.h"

static struct {
	char *speaker, *reviewed, *by, *decision, *standing;
	int nothing, force, damage, template, neither;
} args;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	ARGS_INCLUDE(choose_options, "The recording:"),
	{ "nothing-to-cut", '\0', POPT_ARG_NONE, &args.nothing, 43,
	    "say that the recording was heard and nothing is to go", NULL },
	{ "neither", '\0', POPT_ARG_NONE, &args.neither, 51,
	    "neither confirm nor deny it: all of it goes, and nobody is told",
	    NULL },
	{ "decision", '\0', POPT_ARG_STRING, &args.decision, 48,
	    "who decided what is to go or to stay, and why", "FILE" },
	{ "decision-template", '\0', POPT_ARG_NONE, &args.template, 49,
	    "print such a file to be filled in, and do nothing else", NULL },
	{ "damage-heard", '\0', POPT_ARG_NONE, &args.damage, 50,
	    "say of a damaged recording that all was heard, and times fit",
	    NULL },
	{ "speaker", '\0', POPT_ARG_STRING, &args.speaker, 44,
	    "is it the requester who speaks?", "requester|other" },
	{ "standing", '\0', POPT_ARG_STRING, &args.standing, 52,
	    "it waits: it must not leave so, or another has to listen",
	    "rejected|second-person" },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 45,
	    "who listened: a staff id, not a name", "ID" },
	{ "reviewed", '\0', POPT_ARG_STRING, &args.reviewed, 46,
	    "the day it was heard (default today)", "YYYY-MM-DD" },
	{ "force", '\0', POPT_ARG_NONE, &args.force, 47,
	    "replace what was decided before", NULL },
	ARGS_INCLUDE(labels_options, "What to take out:"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
check_args(struct sar_err *err)
{
	bool other = args.speaker != NULL && strcmp(args.speaker, "other") == 0;
	enum sar_standing standing = SAR_STANDING_SETTLED;

	if (args_need_ref(err) == NULL)
		return -1;
	if (choose_check(err) == -1)
		return -1;
	if (args.speaker == NULL ||
	    (!other && strcmp(args.speaker, "requester") != 0))
		return sar_err_set(err, SAR_EINPUT,
		    "--speaker: expected requester or other");
	if (args.standing != NULL &&
	    !sar_marks_standing_parse(args.standing, &standing))
		return sar_err_set(err, SAR_EINPUT,
		    "--standing: expected rejected or second-person");
	if (args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who listened");
	if (other && (labels_given() || args.nothing || args.damage ||
			 args.neither || args.decision != NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "--speaker other: the recording is withheld, no cuts and "
		    "no decision");
	if (!other &&
	    labels_given() + (args.nothing != 0) + (args.neither != 0) != 1)
		return sar_err_set(err, SAR_EINPUT,
		    "expected either --labels FILE, --nothing-to-cut or "
		    "--neither");
	if (args.neither && args.decision == NULL) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--neither: has to rest on a decision");
		sar_err_hint(err, "--decision FILE: who decided it, by which "
				  "exemption, and why; --decision-template "
				  "prints one to be filled in");
		return -1;
	}
	return labels_check(err);
}

static int
read_decisions(struct sar_marks *marks, struct sar_err *err)
{
	char *text = NULL;
	size_t len;
	int rc;

	if (args.decision == NULL)
		return 0;
	if (sar_file_read(args.decision, SAR_MARKS_MAX, &text, &len, err) == -1)
		return -1;
	rc = sar_decision_read(args.decision, text, len, marks, err);
	free(text);
	return rc;
}

/* Can somebody have heard it, and is it what the marks will be bound to? */
static int
check_heard(const struct sar_case *c, const struct sar_item *item,
    struct sar_err *err)
{
	const struct sar_plan_item of = { .item = item };

	if (item->recording->state != SAR_RECORDING_PRESENT ||
	    item->recording->frames == 0)
		return sar_err_set(err, SAR_EPARTIAL,
		    "item %u: its recording cannot be decoded, so nobody can "
		    "have heard it",
		    item->number);
	if (args.damage && !sar_plan_unsure(item->recording))
		return sar_err_set(err, SAR_EINPUT,
		    "--damage-heard: the recording is not damaged");
	return sar_approval_audio(c, &of, err);
}

/* One label from end to end; the end rounded down, as it is rounded up. */
static int
set_neither(struct sar_marks *marks,
    const struct sar_index_recording *recording, struct sar_err *err)
{
	uint64_t rate = recording->rate;
	struct sar_mark *mark;

	if (!args.neither)
		return 0;
	if ((mark = calloc(1, sizeof(*mark))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	mark->to_us = recording->frames / rate * 1000000 +
		      recording->frames % rate * 1000000 / rate;
	(void)snprintf(mark->basis, sizeof(mark->basis), SAR_BASIS_NEITHER);
	mark->line = 1;
	marks->marks = mark;
	marks->n = 1;
	return 0;
}

static int
set_reviewed(const struct sar_home *home, const struct sar_item *item,
    struct sar_marks *marks, struct sar_err *err)
{
	struct sar_date today =
	    sar_zone_local(home->zone, (int64_t)time(NULL)).date;
	struct sar_dates_names names = { .reviewed = "--reviewed",
		.decisions = args.decision };

	marks->reviewed = today;
	if (args.reviewed != NULL &&
	    !sar_date_parse(args.reviewed, &marks->reviewed))
		return sar_err_set(err, SAR_EINPUT,
		    "--reviewed: expected YYYY-MM-DD");
	return sar_dates_check(marks, item, today, &names, err);
}

static struct sar_marks *
make_marks(const struct sar_home *home, const struct sar_item *item,
    struct sar_err *err)
{
	struct sar_marks *marks = calloc(1, sizeof(*marks));

	if (marks == NULL ||
	    (marks->name = strdup(labels_given() ? labels_name() : "marks")) ==
		NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if (sar_home_staff(home, "--by", args.by, err) == -1)
		goto failed;
	memcpy(marks->recording, item->recording->sha256, SAR_SHA256_LEN);
	sar_case_marks_heard(marks, item->recording);
	marks->speaker = strcmp(args.speaker, "other") == 0
			     ? SAR_SPEAKER_OTHER
			     : SAR_SPEAKER_REQUESTER;
	(void)snprintf(marks->reviewer, sizeof(marks->reviewer), "%s", args.by);
	marks->damage_heard = args.damage != 0;
	if (args.standing != NULL &&
	    !sar_marks_standing_parse(args.standing, &marks->standing))
		goto failed; /* it was looked at before */
	if (labels_read(marks, err) == 0 &&
	    set_neither(marks, item->recording, err) == 0 &&
	    read_decisions(marks, err) == 0 &&
	    sar_case_marks_staff(home, marks, err) == 0 &&
	    set_reviewed(home, item, marks, err) == 0 &&
	    sar_decision_check(marks, err) == 0)
		return marks;

failed:
	sar_marks_free(marks);
	return NULL;
}

/*
 * Would the plan take these marks?  Past the end is found now, not later.
 * *${open} says what is still to be decided about the item, or is NULL.
 */
static int
try_marks(const struct sar_case *c, const struct sar_find *found,
    struct sar_marks *marks, const char **open, struct sar_err *err)
{
	struct sar_plan_options with = {
		.include_expired = true,
		.format = sar_case_format(c),
		.proofs = c->home->proofs,
		.decisions_required = c->home->decisions_required,
	};
	struct sar_plan *plan;
	size_t i;

	*open = NULL;
	plan = sar_plan_make(found->items, &marks, 1, &with, err);
	for (i = 0; plan != NULL && i < plan->n; i++) {
		const char *reason = plan->items[i].reason;

		if (plan->items[i].marks != marks)
			continue;
		plan_view_warnings(plan, plan->items[i].item->number);
		if (strcmp(reason, "no-decision") == 0 ||
		    strcmp(reason, "damage-not-confirmed") == 0 ||
		    marks->standing != SAR_STANDING_SETTLED)
			*open = reason;
	}
	sar_plan_free(plan);
	return plan == NULL ? -1 : 0;
}

/* A package that has gone out does not change: what is marked now is late. */
static int
put_marks(const struct sar_case *c, struct sar_marks *marks,
    struct sar_err *err)
{
	enum sar_put how = args.force ? SAR_PUT_REPLACE : SAR_PUT_NEW;
	bool released;

	if (sar_released_is(c, &released, err) == -1)
		return -1;
	if (released && !args.force)
		how = SAR_PUT_SAME;
	if (sar_case_marks_put(c, &marks, 1, how, err) == -1)
		return -1;
	if (released && args.force)
		cmd_note("Warning: the case has been released, and its package "
			 "is as it was.  Do not send it if these marks are "
			 "others; a corrected answer is a request of its own, "
			 "with a new reference.\n");
	return 0;
}

/* That it was marked, and so from which list. */
static int
log_mark(const struct sar_case *c, const struct sar_find *found,
    struct sar_marks *marks, struct sar_err *err)
{
	const struct sar_traces_options how = {
		.by = args.by,
		.marks_by = args.by,
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL),
	};
	const struct sar_case_marks one = { &marks, 1 };
	struct sar_traces traces;

	if (sar_traces_log(c, found, &one, &how, &traces, err) == -1) {
		if (err->hint[0] == '\0')
			sar_err_hint(err, "the marks are in the case; the same "
					  "said again logs them");
		return -1;
	}
	(void)json_object_set_new(cmd_summary(), "logged",
	    json_boolean(traces.marks_logged > 0));
	return 0;
}

static int
mark(struct sar_err *err)
{
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_marks *marks = NULL;
	struct sar_find found = { 0 };
	const struct sar_item *item;
	char date[SAR_DATE_LEN];
	const char *open;
	int rc = -1;

	if (check_args(err) == -1 ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    (c = sar_case_open(home, request_args.ref, true, cmd_lock_wait(),
		 err)) == NULL ||
	    sar_ready_request(c, err) == -1 ||
	    sar_find_run(c, &found, err) == -1 ||
	    (item = choose_item(&found, err)) == NULL ||
	    check_heard(c, item, err) == -1 ||
	    (marks = make_marks(home, item, err)) == NULL ||
	    try_marks(c, &found, marks, &open, err) == -1 ||
	    put_marks(c, marks, err) == -1 ||
	    log_mark(c, &found, marks, err) == -1)
		goto out;
	sar_date_format(item->start.date, date);
	cmd_say("Item %u (%s %02d:%02d): %s, %zu label%s.\n", item->number,
	    date, item->start.hour, item->start.minute,
	    marks->speaker == SAR_SPEAKER_OTHER ? "not the requester"
						: "the requester",
	    marks->n, marks->n == 1 ? "" : "s");
	if (open != NULL)
		cmd_say("It still waits for a person: %s.\n",
		    sar_lint_text(open));
	rc = 0;

out:
	sar_marks_free(marks);
	sar_find_free(&found);
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_mark(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0,
	    "--ref REF --item N --speaker WHO --by ID", &rest, &err);
	if (rc == 0 && args.template)
		(void)fputs(sar_decision_template(), stdout);
	else if (rc == -1 || (rc == 0 && mark(&err) == -1))
		status = cmd_report(&err);
	free(args.decision);
	choose_free();
	labels_free();
	free(args.speaker);
	free(args.standing);
	free(args.reviewed);
	free(args.by);
	args_free();
	return status;
}
