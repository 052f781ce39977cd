#include "sar-export/intake_view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "export/due.h"
#include "export/intake.h"
#include "sar-export/args.h"
#include "sar-export/asked.h"
#include "sar-export/step.h"

/* A request as it was taken in, and what is to be said of it. */
struct view {
	struct sar_intake intake;
	struct sar_intake_settled settled;
	bool dry;
	bool say;
};

static int
take(const struct sar_home *home, const struct sar_intake_options *options,
    struct sar_intake *out, struct sar_err *err)
{
	const char *name, *ref;
	size_t len;
	char *text;
	int rc;

	if (!args_has_request()) {
		if ((ref = args_need_ref(err)) == NULL)
			return -1;
		return sar_intake_case(home, ref, options, out, err);
	}
	if ((ref = args_corrects()) != NULL)
		return sar_intake_correct(home, ref, request_args.ref, options,
		    out, err);
	if ((text = args_request_text(&name, &len, err)) == NULL)
		return -1;
	rc = sar_intake_run(home, name, text, len, options, out, err);
	if (rc == -1)
		args_as_options(err);
	free(text);
	return rc;
}

static void
format_day(int32_t day, char out[SAR_DATE_LEN])
{
	sar_date_format(sar_date_of_days(day), out);
}

/* It may have been entered after its time. */
static void
warn_overdue(const struct view *view)
{
	int32_t today = sar_docket_day(view->intake.c->home->zone,
	    (int64_t)time(NULL));
	int32_t days = today - view->settled.dates.safe;

	if (!view->settled.answered && days > 0)
		cmd_warn("warning: the answer is %" PRId32 " day%s overdue\n",
		    days, days == 1 ? "" : "s");
}

/* When it has to be answered: the day to work to, and the law's last. */
static void
view_dates(const struct view *view)
{
	const struct sar_clock_dates *dates = &view->settled.dates;
	const char *ref = view->intake.c->request->ref;
	char due[SAR_DATE_LEN], latest[SAR_DATE_LEN];
	int32_t target;

	if (view->intake.c->request->corrects[0] != '\0') {
		if (view->say)
			cmd_say("Case %s %s open: it corrects the answer to "
				"case %s, without delay.\n",
			    ref, view->dry ? "would be" : "is",
			    view->intake.c->request->corrects);
		return;
	}
	format_day(dates->safe, due);
	format_day(dates->latest, latest);
	(void)json_object_set_new(cmd_summary(), "due", json_string(due));
	(void)json_object_set_new(cmd_summary(), "latest", json_string(latest));
	if (!view->say)
		return;
	cmd_say("Case %s %s open: answer by %s", ref,
	    view->dry ? "would be" : "is", due);
	if (dates->latest != dates->safe)
		cmd_say(" (%s at the latest)", latest);
	cmd_say(".\n");
	warn_overdue(view);
	if (sar_due_target(view->intake.c->home, dates, &target)) {
		format_day(target, due);
		cmd_say("Own target: %s.\n", due);
	}
	if (!dates->covered)
		cmd_say("That is not moved for bank holidays: the table of "
			"them does not reach that far.\n");
}

static void
view_receipt(const struct view *view)
{
	const struct sar_intake *intake = &view->intake;
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "ref",
	    json_string(intake->c->request->ref));
	(void)json_object_set_new(s, "logged", json_boolean(intake->logged));
	(void)json_object_set_new(s, "dry_run", json_boolean(view->dry));
	if (view->dry && intake->logged)
		return;
	(void)json_object_set_new(s, "receipt",
	    json_integer((json_int_t)intake->record));
	if (view->say)
		cmd_say("Its receipt is record %" PRIu64 " of the log%s.\n",
		    intake->record, intake->logged ? "" : ", as before");
}

/* What is on the disk, and what is not. */
static void
say_hold(const struct view *view, const struct sar_hold_result *hold)
{
	uint64_t there = hold->n - hold->gone;

	if (there > 0)
		cmd_say("%" PRIu64 " recording%s %s held until it is "
			"answered.\n",
		    there, there == 1 ? "" : "s",
		    view->dry    ? "would be"
		    : there == 1 ? "is"
				 : "are");
	if (hold->expiring > 0)
		cmd_say("Without the hold %" PRIu64 " of them would be past "
			"retention by then.\n",
		    hold->expiring);
	if (hold->gone > 0)
		cmd_say("%" PRIu64 "%s %s not on the disk: nothing can be "
			"held of %s.\n",
		    hold->gone, there == 0 ? " found" : " more",
		    hold->gone == 1 ? "is" : "are",
		    hold->gone == 1 ? "it" : "them");
	if (hold->deleted > 0)
		cmd_say("%" PRIu64 " that it asks for %s deleted on schedule, "
			"before.\n",
		    hold->deleted, hold->deleted == 1 ? "was" : "were");
}

static void
view_hold(const struct view *view)
{
	const struct sar_intake_settled *settled = &view->settled;
	const struct sar_hold_result *hold = &settled->hold;
	json_t *s = cmd_summary();

	if (!settled->searched)
		return;
	(void)json_object_set_new(s, "found",
	    json_integer((json_int_t)settled->found));
	(void)json_object_set_new(s, "held", json_integer((json_int_t)hold->n));
	(void)json_object_set_new(s, "held_now",
	    json_integer((json_int_t)hold->added));
	(void)json_object_set_new(s, "deleted",
	    json_integer((json_int_t)hold->deleted));
	(void)json_object_set_new(s, "expiring",
	    json_integer((json_int_t)hold->expiring));
	(void)json_object_set_new(s, "gone",
	    json_integer((json_int_t)hold->gone));
	if (view->say)
		say_hold(view, hold);
}

static void
view_letter(const struct view *view)
{
	const char *letter = view->settled.letter;

	if (letter == NULL)
		return;
	(void)json_object_set_new(cmd_summary(), "acknowledgement",
	    json_string(letter));
	if (view->say)
		cmd_say("The acknowledgement to send: cases/%s/%s\n",
		    view->intake.c->request->ref, letter);
}

static void
view_all(const struct view *view)
{
	const char *corrects = view->intake.c->request->corrects;

	if (corrects[0] != '\0')
		(void)json_object_set_new(cmd_summary(), "corrects",
		    json_string(corrects));
	if (view->settled.dates.safe != 0)
		view_dates(view);
	view_receipt(view);
	if (view->say)
		asked_earlier("", &view->intake.earlier);
	(void)json_object_set_new(cmd_summary(), "earlier",
	    asked_earlier_json(&view->intake.earlier));
	(void)json_object_set_new(cmd_summary(), "earlier_known",
	    json_boolean(!view->intake.earlier.blind));
	view_hold(view);
	view_letter(view);
}

/* What was not right with the answer that this one corrects. */
static int
read_why(char **why, struct sar_err *err)
{
	if (step_text(why, err) == -1)
		return -1;
	if (*why != NULL && request_args.file == NULL &&
	    request_args.corrects == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--text: says why an answer is corrected: --corrects is "
		    "missing");
	return 0;
}

static int
run(const struct sar_home *home, struct view *view, struct sar_err *err)
{
	struct sar_intake_options options = {
		.now = (int64_t)time(NULL),
		.lock_wait = cmd_lock_wait(),
		.dry = view->dry,
	};
	char *why = NULL;
	int rc = -1;

	if ((options.by = args_by(home, err)) == NULL ||
	    read_why(&why, err) == -1)
		goto out;
	options.why = why;
	if (take(home, &options, &view->intake, err) == -1)
		goto out;
	rc = sar_intake_settle(&view->intake, &options, &view->settled, err);
	view_all(view);
	if (rc == -1 && !view->dry && err->hint[0] == '\0')
		sar_err_hint(err,
		    "the case is open; \"sar-export request --ref %s\" does "
		    "what is wanting",
		    view->intake.c->request->ref);

out:
	free(why);
	return rc;
}

char *
intake_take(const struct sar_home *home, bool dry, bool say,
    struct sar_err *err)
{
	struct view view = { .dry = dry, .say = say };
	char *ref = NULL;

	if (run(home, &view, err) == 0 &&
	    (ref = strdup(view.intake.c->request->ref)) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	sar_intake_free(&view.intake);
	return ref;
}
