#include <stdio.h>

#include "common/cmd.h"
#include "export/delivery.h"
#include "sar-export/asked.h"
#include "sar-export/outcome.h"
#include "sar-export/standing.h"

#define INDENT "%-24s  ", ""
#define INDENT_TEXT "                          " /* the same */

static void
say_left(int32_t left)
{
	if (left < 0)
		cmd_say("%d day%s OVERDUE\n", (int)-left,
		    left == -1 ? "" : "s");
	else
		cmd_say("%d day%s left\n", (int)left, left == 1 ? "" : "s");
}

static void
say_end(const struct standing *s)
{
	const struct sar_docket *docket = &s->one->docket;
	char on[SAR_DATE_LEN] = "";

	if (s->due && s->timed) {
		say_left(s->left);
		return;
	}
	if (s->due) {
		cmd_say("corrects %s\n", docket->corrects);
		return;
	}
	if (sar_docket_given(docket))
		sar_date_format(sar_date_of_days(docket->given), on);
	else if (docket->closed != SAR_DOCKET_NEVER)
		sar_date_format(sar_date_of_days(docket->closed), on);
	cmd_say("%s", on[0] == '\0' ? s->one->history.when : on);
	if (s->late > 0)
		cmd_say(", %d day%s LATE", (int)s->late,
		    s->late == 1 ? "" : "s");
	cmd_say("\n");
}

static void
say_day(const char *what, int32_t day)
{
	char text[SAR_DATE_LEN];

	if (day == SAR_CLOCK_NEVER)
		return;
	sar_date_format(sar_date_of_days(day), text);
	cmd_say(INDENT);
	cmd_say("%s %s\n", what, text);
}

static void
say_waits(const struct standing *s)
{
	const char *waits[STANDING_WAITS];
	size_t i, n = standing_waits_for(s, waits);

	if (n == 0)
		return;
	cmd_say(INDENT);
	cmd_say("waits for: ");
	for (i = 0; i < n; i++)
		cmd_say("%s%s", i == 0 ? "" : ", ", waits[i]);
	cmd_say("\n");
}

/* What a person has to know of the day it is due by. */
static void
say_dates(const struct standing *s)
{
	if (!s->timed)
		return;
	if (s->dates.latest != s->dates.safe)
		say_day("last day of the law:", s->dates.latest);
	if (!s->waits)
		return;
	if (s->dates.state == SAR_CLOCK_WAITING) {
		cmd_say(INDENT);
		cmd_say("the time for the answer has not started: the day "
			"moves\n");
	}
	say_day("the time stands still, so the day moves; since",
	    standing_paused_since(s));
	if (s->dates.extended) {
		cmd_say(INDENT);
		cmd_say("extended by two months\n");
	}
	if (s->detail)
		say_day("notice of an extension by", standing_notice(s));
	say_day("own target:", standing_target(s));
	if (!s->dates.covered) {
		cmd_say(INDENT);
		cmd_say("the bank holidays known do not reach that far: the "
			"day is not moved for them\n");
	}
}

static void
print_deliveries(const struct sar_deliveries *went)
{
	char on[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < went->n; i++) {
		const struct sar_delivery *d = &went->all[i];

		sar_date_format(d->on, on);
		cmd_say(INDENT);
		cmd_say("%s  %s by %s, %s\n", on,
		    sar_delivery_what_name(d->what),
		    sar_delivery_channel_name(d->channel), d->by);
	}
}

/* What is still in the outbox of it. */
static void
print_proofs(const struct sar_build_result *outbox)
{
	char indent[32];
	size_t i;

	(void)snprintf(indent, sizeof(indent), INDENT);
	for (i = 0; i < outbox->n_packages; i++)
		outcome_proof(indent, &outbox->packages[i]);
}

void
standing_print(const struct standing *s)
{
	char received[SAR_DATE_LEN], due[SAR_DATE_LEN] = "-";

	if (cmd_options.json) {
		standing_json(s);
		return;
	}
	sar_date_format(sar_date_of_days(s->received), received);
	if (s->timed)
		sar_date_format(sar_date_of_days(s->dates.safe), due);
	cmd_say("%-24s  %s  %-10s  %-12s  %5zu  ", s->one->ref, received, due,
	    standing_state(s), s->marks);
	say_end(s);
	say_waits(s);
	if (s->c != NULL && (s->waits || s->detail))
		asked_say(INDENT_TEXT, s->c->request);
	if (s->corrected != NULL)
		cmd_say("%scorrected by case %s\n", INDENT_TEXT, s->corrected);
	asked_earlier(INDENT_TEXT, &s->earlier);
	say_dates(s);
	if (s->c == NULL) {
		cmd_say(INDENT);
		cmd_say("its folder cannot be read: this is what the log "
			"says\n");
	}
	if (s->copies > 0) {
		cmd_say(INDENT);
		cmd_say("%zu cop%s of recordings in review/\n", s->copies,
		    s->copies == 1 ? "y" : "ies");
	}
	print_deliveries(&s->one->went);
	if (s->outbox != NULL)
		print_proofs(s->outbox);
}

void
standing_complaint(const struct sar_docket_complaint *complaint, int32_t today)
{
	char received[SAR_DATE_LEN], by[SAR_DATE_LEN];
	int32_t last = sar_clock_acknowledge(complaint->received);
	bool open = sar_docket_complaint_waits(complaint);

	if (cmd_options.json) {
		standing_complaint_json(complaint, today);
		return;
	}
	sar_date_format(sar_date_of_days(complaint->received), received);
	sar_date_format(sar_date_of_days(last), by);
	cmd_say("%-24s  %s  %s  %-12s  %5s  ", complaint->name, received, by,
	    open                                     ? "complaint"
	    : complaint->decided == SAR_DOCKET_NEVER ? "acknowledged"
						     : "decided",
	    "");
	if (open) {
		say_left(last - today);
		return;
	}
	sar_date_format(sar_date_of_days(complaint->decided == SAR_DOCKET_NEVER
					     ? complaint->acknowledged
					     : complaint->decided),
	    by);
	cmd_say("%s%s%s\n", by, complaint->outcome[0] == '\0' ? "" : ", ",
	    complaint->outcome);
}
