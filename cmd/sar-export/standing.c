#include "sar-export/standing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utc.h"
#include "common/cmd.h"
#include "export/delivery.h"
#include "sar-export/outcome.h"

#define INDENT "%-24s  ", ""
#define WAITS_MAX 8

static size_t
count_marks(const struct sar_case *c)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_case_marks marks;
	char *dir = sar_case_path(c, "marks", &ignored);
	size_t n = 0;

	if (dir != NULL && sar_case_marks_read(dir, &marks, &ignored) == 0) {
		n = marks.n;
		sar_case_marks_free(&marks);
	}
	free(dir);
	return n;
}

static bool
is_logged(const struct standing *s)
{
	return s->one->docket.receive != SAR_DOCKET_NO;
}

void
standing_of(const struct sar_case *c, const struct sar_history_case *one,
    int64_t now, struct standing *out)
{
	const struct sar_docket *docket = &one->docket;
	struct sar_err ignored = SAR_ERR_INIT;

	*out = (struct standing){ .c = c,
		.one = one,
		.received = docket->received,
		.today = sar_due_today(c->home, now),
		.marks = count_marks(c),
		.waits = !sar_docket_answered(docket) &&
			 docket->closed == SAR_DOCKET_NEVER };
	if (sar_case_dates(c->home, docket, now, &out->dates, &ignored) == -1) {
		out->received = (int32_t)sar_date_days(c->request->received);
		sar_due_unlogged(c->home, c->request->received, docket, now,
		    &out->dates);
	}
	if (out->waits)
		out->left = out->dates.safe - out->today;
	/* A corrected answer has no time of its own. */
	else if (sar_docket_answered(docket) && docket->corrects[0] == '\0' &&
		 docket->answered > out->dates.latest)
		out->late = docket->answered - out->dates.latest;
}

static const char *
state_of(const struct standing *s)
{
	const struct sar_history *history = &s->one->history;

	if (history->open)
		return "interrupted";
	if (is_logged(s))
		return sar_docket_state_name(sar_docket_state(&s->one->docket));
	/* As far as can be said of a case from before receipts were logged. */
	if (history->released)
		return "released";
	if (history->nil)
		return "nil-return";
	return history->approved ? "approved" : "open";
}

static bool
is_enough(enum sar_docket_identity identity)
{
	return identity == SAR_DOCKET_ID_VERIFIED ||
	       identity == SAR_DOCKET_ID_NOT_NEEDED;
}

/* What keeps the case from going on, as far as the log knows. */
static size_t
waits_for(const struct standing *s, const char *out[WAITS_MAX])
{
	const struct sar_docket *docket = &s->one->docket;
	size_t n = 0;

	if (docket->closed != SAR_DOCKET_NEVER)
		return 0;
	if (!is_logged(s))
		out[n++] = "receipt";
	if (!s->waits) {
		if (is_logged(s) && sar_docket_state(docket) != SAR_DOCKET_SENT)
			out[n++] = "delivery";
		return n;
	}
	if (!is_enough(docket->identity))
		out[n++] = "identity";
	if (docket->agent && !is_enough(docket->authority))
		out[n++] = "authority";
	if (docket->fee == SAR_DOCKET_FEE_ASKED)
		out[n++] = "fee";
	if (is_logged(s) && docket->clock.n_pauses > 0 &&
	    docket->clock.pauses[docket->clock.n_pauses - 1].answered ==
		SAR_CLOCK_NEVER)
		out[n++] = "clarification";
	return n;
}

static void
set_day(json_t *line, const char *key, int32_t day)
{
	char text[SAR_DATE_LEN];

	if (day == SAR_CLOCK_NEVER)
		return;
	sar_date_format(sar_date_of_days(day), text);
	(void)json_object_set_new(line, key, json_string(text));
}

/* Since when the time stands still; SAR_CLOCK_NEVER: it does not. */
static int32_t
paused_since(const struct standing *s)
{
	const struct sar_clock *clock = &s->one->docket.clock;

	if (!s->waits || s->dates.state != SAR_CLOCK_PAUSED)
		return SAR_CLOCK_NEVER;
	return clock->pauses[clock->n_pauses - 1].asked;
}

static int32_t
target(const struct standing *s)
{
	int32_t day;

	return s->waits && sar_due_target(s->c->home, &s->dates, &day)
		   ? day
		   : SAR_CLOCK_NEVER;
}

/* The last day an extension can still be given notice of. */
static int32_t
notice(const struct standing *s)
{
	return !s->waits || s->dates.extended ||
		       s->dates.state == SAR_CLOCK_WAITING ||
		       s->dates.notice_by < s->today
		   ? SAR_CLOCK_NEVER
		   : s->dates.notice_by;
}

static void
add_dates(json_t *line, const struct standing *s)
{
	const struct sar_clock_dates *dates = &s->dates;

	set_day(line, "start", dates->start);
	set_day(line, "latest", dates->latest);
	set_day(line, "paused_since", paused_since(s));
	set_day(line, "notice_by", notice(s));
	set_day(line, "target", target(s));
	(void)json_object_set_new(line, "extended",
	    json_boolean(dates->extended));
	(void)json_object_set_new(line, "provisional",
	    json_boolean(s->waits && dates->state != SAR_CLOCK_RUNNING));
	(void)json_object_set_new(line, "holidays_cover",
	    json_boolean(dates->covered));
	(void)json_object_set_new(line, "paused_days",
	    json_integer(dates->paused_inclusive));
}

/* What went out, and which way. */
static json_t *
deliveries_json(const struct sar_deliveries *went)
{
	json_t *list = json_array();
	char on[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < went->n; i++) {
		const struct sar_delivery *d = &went->all[i];

		sar_date_format(d->on, on);
		(void)json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s,s:s,s:I}", "what",
			sar_delivery_what_name(d->what), "channel",
			sar_delivery_channel_name(d->channel), "on", on, "by",
			d->by, "record", (json_int_t)d->record));
	}
	return list;
}

static void
add_outcome(json_t *line, const struct standing *s)
{
	const struct sar_history *history = &s->one->history;
	const struct sar_docket *docket = &s->one->docket;

	if (s->waits)
		(void)json_object_set_new(line, "days_left",
		    json_integer(s->left));
	if (history->when[0] != '\0')
		(void)json_object_set_new(line, "outcome_at",
		    json_string(history->when));
	set_day(line, "answered", docket->answered);
	set_day(line, "closed", docket->closed);
	if (s->late > 0)
		(void)json_object_set_new(line, "days_late",
		    json_integer(s->late));
	(void)json_object_set_new(line, "deliveries",
	    deliveries_json(&s->one->went));
	if (history->released)
		(void)json_object_set_new(line, "packages",
		    outcome_packages(s->outbox));
}

static void
print_json(const struct standing *s)
{
	json_t *line = json_pack("{ssssss}", "type", "case", "schema",
	    "sar-export.status/1", "ref", s->c->request->ref);
	const char *waits[WAITS_MAX];
	json_t *list = json_array();
	size_t i, n = waits_for(s, waits);

	set_day(line, "received", s->received);
	set_day(line, "due", s->dates.safe);
	(void)json_object_set_new(line, "state", json_string(state_of(s)));
	(void)json_object_set_new(line, "marks",
	    json_integer((json_int_t)s->marks));
	(void)json_object_set_new(line, "receipt_logged",
	    json_boolean(is_logged(s)));
	(void)json_object_set_new(line, "nation",
	    json_string(sar_nation_name(is_logged(s) ? s->one->docket.nation
						     : s->c->home->nation)));
	for (i = 0; i < n; i++)
		(void)json_array_append_new(list, json_string(waits[i]));
	(void)json_object_set_new(line, "waits_for", list);
	add_dates(line, s);
	add_outcome(line, s);
	cmd_print_json(line);
}

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

	if (s->waits) {
		say_left(s->left);
		return;
	}
	if (sar_docket_answered(docket))
		sar_date_format(sar_date_of_days(docket->answered), on);
	else if (docket->closed != SAR_DOCKET_NEVER)
		sar_date_format(sar_date_of_days(docket->closed), on);
	cmd_say("%s",
	    s->one->history.when[0] != '\0' ? s->one->history.when : on);
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
	const char *waits[WAITS_MAX];
	size_t i, n = waits_for(s, waits);

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
	    paused_since(s));
	if (s->dates.extended) {
		cmd_say(INDENT);
		cmd_say("extended by two months\n");
	}
	if (s->detail)
		say_day("notice of an extension by", notice(s));
	say_day("own target:", target(s));
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
	char received[SAR_DATE_LEN], due[SAR_DATE_LEN];

	if (cmd_options.json) {
		print_json(s);
		return;
	}
	sar_date_format(sar_date_of_days(s->received), received);
	sar_date_format(sar_date_of_days(s->dates.safe), due);
	cmd_say("%-24s  %s  %s  %-12s  %5zu  ", s->c->request->ref, received,
	    due, state_of(s), s->marks);
	say_end(s);
	say_waits(s);
	say_dates(s);
	print_deliveries(&s->one->went);
	print_proofs(s->outbox);
}

bool
standing_complaint_open(const struct sar_docket_complaint *complaint)
{
	return complaint->received != SAR_DOCKET_NEVER &&
	       complaint->acknowledged == SAR_DOCKET_NEVER &&
	       complaint->decided == SAR_DOCKET_NEVER;
}

static void
complaint_json(const struct sar_docket_complaint *complaint, int32_t today)
{
	json_t *line = json_pack("{ssssss}", "type", "complaint", "schema",
	    "sar-export.complaint/1", "name", complaint->name);

	if (complaint->ref[0] != '\0')
		(void)json_object_set_new(line, "ref",
		    json_string(complaint->ref));
	set_day(line, "received", complaint->received);
	set_day(line, "acknowledge_by",
	    sar_clock_acknowledge(complaint->received));
	set_day(line, "acknowledged", complaint->acknowledged);
	set_day(line, "decided", complaint->decided);
	if (complaint->outcome[0] != '\0')
		(void)json_object_set_new(line, "outcome",
		    json_string(complaint->outcome));
	if (standing_complaint_open(complaint))
		(void)json_object_set_new(line, "days_left",
		    json_integer(sar_clock_acknowledge(complaint->received) -
				 today));
	cmd_print_json(line);
}

void
standing_complaint(const struct sar_docket_complaint *complaint, int32_t today)
{
	char received[SAR_DATE_LEN], by[SAR_DATE_LEN];
	int32_t last = sar_clock_acknowledge(complaint->received);
	bool open = standing_complaint_open(complaint);

	if (cmd_options.json) {
		complaint_json(complaint, today);
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
