#include "sar-export/standing.h"

#include <stdlib.h>

#include "export/review.h"

static size_t
count_marks(const struct sar_case *c)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_case_marks marks;
	size_t n = 0;

	if (sar_case_marks_own(c, &marks, &ignored) == 0) {
		n = marks.n;
		sar_case_marks_free(&marks);
	}
	return n;
}

static size_t
count_copies(const struct sar_case *c)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_review_there there;

	return sar_review_look(c->dir, &there, &ignored) == -1 ? 0
							       : there.copies;
}

bool
standing_logged(const struct standing *s)
{
	return s->one->docket.receive != SAR_DOCKET_NO;
}

void
standing_of(const struct sar_home *home, const struct sar_case *c,
    const struct sar_history_case *one, int64_t now, struct standing *out)
{
	const struct sar_docket *docket = &one->docket;
	struct sar_err ignored = SAR_ERR_INIT;

	*out = (struct standing){ .home = home,
		.c = c,
		.one = one,
		.received = docket->received,
		.today = sar_due_today(home, now),
		.marks = c == NULL ? 0 : count_marks(c),
		.copies = c == NULL ? 0 : count_copies(c),
		.waits = !sar_docket_answered(docket) &&
			 docket->closed == SAR_DOCKET_NEVER };
	if (sar_case_dates(home, docket, now, &out->dates, &ignored) == -1 &&
	    c != NULL) {
		out->received = (int32_t)sar_date_days(c->request->received);
		sar_due_unlogged(home, c->request->received, docket, now,
		    &out->dates);
	}
	/* A corrected answer has no time of its own: it is due now. */
	out->timed = docket->corrects[0] == '\0';
	out->due = sar_docket_owed(docket);
	if (out->due)
		out->left = out->timed ? out->dates.safe - out->today : 0;
	else if (out->timed && sar_docket_given(docket) &&
		 docket->given > out->dates.latest)
		out->late = docket->given - out->dates.latest;
}

const char *
standing_state(const struct standing *s)
{
	const struct sar_history *history = &s->one->history;

	if (history->open)
		return "interrupted";
	if (standing_logged(s))
		return sar_docket_state_name(sar_docket_state(&s->one->docket));
	/* As far as can be said of a case from before receipts were logged. */
	if (history->released)
		return "released";
	if (history->nil)
		return "nil-return";
	return history->approved ? "approved" : "open";
}

/* What keeps the case from going on, as far as the log knows. */
size_t
standing_waits_for(const struct standing *s, const char *out[STANDING_WAITS])
{
	const struct sar_docket *docket = &s->one->docket;
	size_t n = 0;

	if (docket->closed != SAR_DOCKET_NEVER)
		return 0;
	if (!standing_logged(s))
		out[n++] = "receipt";
	if (!s->waits) {
		if (standing_logged(s) &&
		    sar_docket_state(docket) != SAR_DOCKET_SENT)
			out[n++] = "delivery";
		return n;
	}
	if (!sar_docket_shown(docket->identity))
		out[n++] = "identity";
	if (docket->agent && !sar_docket_shown(docket->authority))
		out[n++] = "authority";
	if (docket->fee == SAR_DOCKET_FEE_ASKED)
		out[n++] = "fee";
	if (standing_logged(s) && docket->clock.n_pauses > 0 &&
	    docket->clock.pauses[docket->clock.n_pauses - 1].answered ==
		SAR_CLOCK_NEVER)
		out[n++] = "clarification";
	return n;
}

/* Since when the time stands still; SAR_CLOCK_NEVER: it does not. */
int32_t
standing_paused_since(const struct standing *s)
{
	const struct sar_clock *clock = &s->one->docket.clock;

	if (!s->waits || s->dates.state != SAR_CLOCK_PAUSED)
		return SAR_CLOCK_NEVER;
	return clock->pauses[clock->n_pauses - 1].asked;
}

int32_t
standing_target(const struct standing *s)
{
	int32_t day;

	return s->waits && sar_due_target(s->home, &s->dates, &day)
		   ? day
		   : SAR_CLOCK_NEVER;
}

/* The last day an extension can still be given notice of. */
int32_t
standing_notice(const struct standing *s)
{
	return !s->waits || s->dates.extended ||
		       s->dates.state == SAR_CLOCK_WAITING ||
		       s->dates.notice_by < s->today
		   ? SAR_CLOCK_NEVER
		   : s->dates.notice_by;
}
