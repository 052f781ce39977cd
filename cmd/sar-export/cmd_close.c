#include <string.h>

#include "export/due.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/reviewed.h"
#include "sar-export/step.h"

static const char *const reasons[] = { "answered", "refused", "withdrawn",
	"no-reply", "duplicate", "transferred", "lost", NULL };

static int early;

static const struct poptOption options[] = {
	STEP_OPTIONS,
	STEP_REASON("how it ended: answered, refused, withdrawn, no-reply, "
		    "duplicate, transferred or lost",
	    "REASON"),
	{ "early", '\0', POPT_ARG_NONE, &early, 70,
	    "no-reply, though it was asked for less than a month before",
	    NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static bool
is_for(const char *reason)
{
	return step_args.reason != NULL &&
	       strcmp(step_args.reason, reason) == 0;
}

/* Since when something is waited for; SAR_DOCKET_NEVER: nothing is. */
static int32_t
waits_since(const struct sar_docket *docket)
{
	const struct sar_clock *clock = &docket->clock;
	const struct sar_clock_pause *last;
	int32_t since = SAR_DOCKET_NEVER;
	size_t i;

	for (i = 0; i < SAR_CLOCK_NEEDS; i++)
		if (clock->needs[i].asked != SAR_CLOCK_NEVER &&
		    clock->needs[i].met == SAR_CLOCK_NEVER &&
		    !clock->needs[i].dropped && clock->needs[i].asked < since)
			since = clock->needs[i].asked;
	if (clock->n_pauses == 0)
		return since;
	last = &clock->pauses[clock->n_pauses - 1];
	return last->answered == SAR_CLOCK_NEVER && last->asked < since
		   ? last->asked
		   : since;
}

/* An answer in the outbox is no answer to anybody. */
static int
check_sent(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (is_for("answered") && docket->refusal != SAR_DOCKET_NO)
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: was refused, and not answered", ref);
	if (!sar_docket_answered(docket) || sar_docket_given(docket))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "case %s: %s", ref,
	    docket->sent == SAR_DOCKET_NEVER
		? "its answer has not gone out"
		: "its passphrase has not gone out: nobody can open the "
		  "package");
	sar_err_hint(err, "say when it did: \"sar-export deliver\"");
	return -1;
}

/* Who has an answer has not withdrawn for want of one. */
static int
check_unanswered(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (is_for("withdrawn") || !sar_docket_answered(docket))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "case %s: has been answered", ref);
	sar_err_hint(err, "it is closed as answered, refused or withdrawn");
	return -1;
}

/* Rule C9. */
static int
check_waited(const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	if (waits_since(docket) != SAR_DOCKET_NEVER)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: no-reply: nothing was asked that is still open", ref);
	sar_err_hint(err, "what can be answered has to be answered");
	return -1;
}

static int
may(const char *ref, const struct sar_docket *docket, struct sar_err *err)
{
	/* Nobody can answer it any more, nor say that an answer went out. */
	if (is_for("lost"))
		return 0;
	if (is_for("answered") || is_for("refused"))
		return check_sent(ref, docket, err);
	if (check_unanswered(ref, docket, err) == -1)
		return -1;
	return is_for("no-reply") ? check_waited(ref, docket, err) : 0;
}

/* C9: a reasonable time; a month is the usual practice, and no rule: but a
   closed case takes no further step, so that a person says it is meant. */
static int
may_on(const char *ref, const struct sar_docket *docket, struct sar_date on,
    struct sar_err *err)
{
	int32_t since = waits_since(docket);
	struct sar_date month;

	if (!is_for("no-reply") || early != 0)
		return 0;
	month = sar_date_add_months(sar_date_of_days(since), 1);
	if (sar_date_compare(month, on) <= 0)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: no-reply: it was asked for less than a month before",
	    ref);
	sar_err_hint(err, "is that a reasonable time to wait?  Then --early: a "
			  "closed case is not opened again");
	return -1;
}

static bool
is_complained_of(const struct sar_docket *docket)
{
	size_t i;

	for (i = 0; i < docket->n_complaints; i++)
		if (docket->complaints[i].decided == SAR_DOCKET_NEVER)
			return true;
	return false;
}

/* D8: the case has an end as well; a complaint is what it is kept for. */
static void
say_kept(const struct sar_case *c, const struct sar_docket *after)
{
	char day[SAR_DATE_LEN];
	struct sar_date date;

	if (is_for("lost") || c->home->case_months == 0)
		return;
	if (is_complained_of(after)) {
		cmd_say("The case's folder is to be kept: a complaint is "
			"open.\n");
		return;
	}
	date = sar_date_add_months(sar_date_of_days(after->closed),
	    (int)c->home->case_months);
	sar_date_format(date, day);
	(void)json_object_set_new(cmd_summary(), "keep_until",
	    json_string(day));
	cmd_say("The case's folder is to be kept until %s.\n", day);
}

/* Nobody listens for it any more. */
static int
said(const struct sar_case *c, const struct sar_docket *after,
    struct sar_err *err)
{
	say_kept(c, after);
	return step_args.dry_run ? 0 : reviewed_end(c, err);
}

static int
close_case(const char *unused, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_CLOSE,
		.what = "Closing",
		.may = may,
		.may_on = may_on,
		.said = said,
		.lost = is_for("lost") };

	(void)unused;
	if (early != 0 && step_args.reason != NULL && !is_for("no-reply"))
		return sar_err_set(err, SAR_EINPUT,
		    "--early: goes with --reason no-reply");
	return step_reason(&step, reasons, err);
}

int
cmd_close(int argc, const char **argv)
{
	return step_command(argc, argv, options,
	    "--ref REF --by ID --reason REASON", 0, close_case);
}
