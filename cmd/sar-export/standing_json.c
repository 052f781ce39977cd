#include "common/cmd.h"
#include "export/delivery.h"
#include "sar-export/asked.h"
#include "sar-export/outcome.h"
#include "sar-export/standing.h"

static void
set_day(json_t *line, const char *key, int32_t day)
{
	char text[SAR_DATE_LEN];

	if (day == SAR_CLOCK_NEVER)
		return;
	sar_date_format(sar_date_of_days(day), text);
	(void)json_object_set_new(line, key, json_string(text));
}

static void
add_dates(json_t *line, const struct standing *s)
{
	const struct sar_clock_dates *dates = &s->dates;

	set_day(line, "start", dates->start);
	set_day(line, "latest", dates->latest);
	set_day(line, "paused_since", standing_paused_since(s));
	set_day(line, "notice_by", standing_notice(s));
	set_day(line, "target", standing_target(s));
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

	if (s->due && s->timed)
		(void)json_object_set_new(line, "days_left",
		    json_integer(s->left));
	if (history->when[0] != '\0')
		(void)json_object_set_new(line, "outcome_at",
		    json_string(history->when));
	set_day(line, "answered", docket->answered);
	set_day(line, "given", docket->given);
	set_day(line, "closed", docket->closed);
	if (s->late > 0)
		(void)json_object_set_new(line, "days_late",
		    json_integer(s->late));
	(void)json_object_set_new(line, "deliveries",
	    deliveries_json(&s->one->went));
	if (docket->corrects[0] != '\0')
		(void)json_object_set_new(line, "corrects",
		    json_string(docket->corrects));
	if (s->corrected != NULL)
		(void)json_object_set_new(line, "corrected_by",
		    json_string(s->corrected));
	(void)json_object_set_new(line, "folder", json_boolean(s->c != NULL));
	if (history->released && s->outbox != NULL)
		(void)json_object_set_new(line, "packages",
		    outcome_packages(s->outbox));
}

void
standing_json(const struct standing *s)
{
	json_t *line = json_pack("{ssssss}", "type", "case", "schema",
	    "sar-export.status/1", "ref", s->one->ref);
	const char *waits[STANDING_WAITS];
	json_t *list = json_array();
	size_t i, n = standing_waits_for(s, waits);

	set_day(line, "received", s->received);
	if (s->timed)
		set_day(line, "due", s->dates.safe);
	(void)json_object_set_new(line, "state",
	    json_string(standing_state(s)));
	(void)json_object_set_new(line, "marks",
	    json_integer((json_int_t)s->marks));
	(void)json_object_set_new(line, "review_copies",
	    json_integer((json_int_t)s->copies));
	(void)json_object_set_new(line, "receipt_logged",
	    json_boolean(standing_logged(s)));
	(void)json_object_set_new(line, "nation",
	    json_string(sar_nation_name(standing_logged(s)
					    ? s->one->docket.nation
					    : s->home->nation)));
	for (i = 0; i < n; i++)
		(void)json_array_append_new(list, json_string(waits[i]));
	(void)json_object_set_new(line, "waits_for", list);
	if (s->c != NULL)
		asked_add(line, s->c->request);
	if (s->detail)
		(void)json_object_set_new(line, "earlier",
		    asked_earlier_json(&s->earlier));
	add_dates(line, s);
	add_outcome(line, s);
	cmd_print_json(line);
}

void
standing_complaint_json(const struct sar_docket_complaint *complaint,
    int32_t today)
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
	if (sar_docket_complaint_waits(complaint))
		(void)json_object_set_new(line, "days_left",
		    json_integer(sar_clock_acknowledge(complaint->received) -
				 today));
	cmd_print_json(line);
}
