#include <stdio.h>
#include <string.h>

#include "export/due.h"
#include "export/history.h"
#include "export/review_over.h"
#include "export/review_state.h"

static void
put_day(char out[SAR_DATE_LEN], int32_t day)
{
	sar_date_format(sar_date_of_days(day), out);
}

static void
say_running(const struct sar_clock_dates *dates, int32_t today,
    struct sar_review_clock *out)
{
	int32_t left = dates->safe - today;

	out->state = "running";
	if (left < 0)
		(void)snprintf(out->text, sizeof(out->text),
		    "Overdue by %d day%s%s.", (int)-left, left == -1 ? "" : "s",
		    dates->extended ? ", extension included" : "");
	else
		(void)snprintf(out->text, sizeof(out->text),
		    "%d day%s left to answer%s.", (int)left,
		    left == 1 ? "" : "s",
		    dates->extended ? ", extended by two months" : "");
}

static void
say(const struct sar_docket *docket, const struct sar_clock_dates *dates,
    int32_t today, struct sar_review_clock *out)
{
	const char *text = NULL;

	if (docket->closed != SAR_DOCKET_NEVER) {
		out->state = "closed";
		text = "The case is closed.";
	} else if (out->over) {
		out->state = "answered";
		text = "The answer has gone out: nothing can be handed in any "
		       "more, and these copies stay until \"sar-export review "
		       "--purge\" takes them away.";
	} else if (sar_docket_answered(docket)) {
		out->state = "answered";
		text = "An answer has been made: nothing can be handed in any "
		       "more, and what is decided now does not change it.";
	} else if (dates->state == SAR_CLOCK_WAITING) {
		out->state = "waiting";
		text = "The time for the answer has not started: it waits for "
		       "the requester, and the day moves.";
	} else if (dates->state == SAR_CLOCK_PAUSED) {
		out->state = "paused";
		text = "The time stands still while a question to the "
		       "requester is open, and the day moves.";
	} else {
		say_running(dates, today, out);
	}
	if (text != NULL)
		(void)snprintf(out->text, sizeof(out->text), "%s", text);
}

/* A corrected answer has no time of its own. */
static void
say_correcting(const struct sar_docket *docket, struct sar_review_clock *out)
{
	if (docket->closed != SAR_DOCKET_NEVER || sar_docket_answered(docket))
		return;
	out->state = "running";
	(void)snprintf(out->text, sizeof(out->text),
	    "It corrects an answer, and is due now.");
	out->due[0] = out->latest[0] = '\0';
}

static int
dates_of(const struct sar_case *c, const struct sar_docket *docket, int64_t now,
    struct sar_review_clock *out, struct sar_err *err)
{
	struct sar_clock_dates dates;

	sar_date_format(c->request->received, out->received);
	if (docket->receive == SAR_DOCKET_NO)
		sar_due_unlogged(c->home, c->request->received, docket, now,
		    &dates);
	else if (sar_case_dates(c->home, docket, now, &dates, err) == -1)
		return -1;
	put_day(out->due, dates.safe);
	put_day(out->latest, dates.latest);
	say(docket, &dates, sar_due_today(c->home, now), out);
	if (docket->corrects[0] != '\0')
		say_correcting(docket, out);
	return 0;
}

int
sar_review_clock(const struct sar_case *c, int64_t now,
    struct sar_review_clock *out, struct sar_err *err)
{
	struct sar_history_case one = { .ref = c->request->ref };
	int rc = sar_history_cases(c->home, &one, 1, err);

	*out = (struct sar_review_clock){ .state = "running",
		.over = rc == 0 && sar_review_is_over(&one.docket) };
	if (rc == 0 && one.docket.closed != SAR_DOCKET_NEVER)
		rc = sar_err_set(err, SAR_EREFUSED,
		    "case %s: is closed: no copies of its recordings are made",
		    c->request->ref);
	if (rc == 0)
		rc = dates_of(c, &one.docket, now, out, err);
	sar_history_clear(&one, 1);
	return rc;
}
