#include "export/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/utc.h"
#include "docket/dockets.h"
#include "export/due.h"
#include "export/history.h"
#include "export/ical.h"

#define LINE 256

/* One calendar while it is written. */
struct writing {
	const struct sar_home *home;
	struct sar_calendar *out;
	struct sar_buf *text;
	const char *origin;
	char stamp[20];
	int64_t now;
	int32_t today;
};

/* A day, of what and of whom: these two, and the log, are its UID. */
struct entry {
	const char *kind, *of;
	const char *summary, *description;
	int32_t day;
	bool tentative;
	unsigned remind[2];
};

static void
add(struct writing *w, const struct entry *entry)
{
	char uid[LINE];

	(void)snprintf(uid, sizeof(uid), "%s-%s@%s", entry->kind, entry->of,
	    w->origin);
	sar_ical_add(w->text,
	    &(struct sar_ical_day){ .uid = uid,
		.stamp = w->stamp,
		.summary = entry->summary,
		.description = entry->description,
		.day = entry->day,
		.tentative = entry->tentative,
		.remind = { entry->remind[0], entry->remind[1] } });
	w->out->events++;
}

static const char *
day_text(int32_t day, char out[SAR_DATE_LEN])
{
	sar_date_format(sar_date_of_days(day), out);
	return out;
}

/* What whoever sees the day has to know of it. */
static void
describe(const struct sar_docket *docket, const struct sar_clock_dates *dates,
    struct sar_buf *out)
{
	char day[SAR_DATE_LEN];

	sar_buf_printf(out, "Received %s.", day_text(docket->received, day));
	if (sar_docket_answered(docket))
		sar_buf_puts(out, " The answer is made, and not sent.");
	else if (dates->state == SAR_CLOCK_WAITING)
		sar_buf_puts(out, " The time for the answer has not started.");
	else if (dates->start != docket->received)
		sar_buf_printf(out, " The time for the answer started %s.",
		    day_text(dates->start, day));
	if (dates->state == SAR_CLOCK_PAUSED)
		sar_buf_puts(out, " A question to the requester is open.");
	if (dates->state != SAR_CLOCK_RUNNING)
		sar_buf_puts(out, " This day moves until what is waited for "
				  "comes.");
	if (dates->extended)
		sar_buf_puts(out, " Extended by two months.");
	sar_buf_printf(out, " Last day of the law: %s.",
	    day_text(dates->latest, day));
	if (!dates->covered)
		sar_buf_puts(out, " The table of bank holidays does not reach "
				  "that far: not moved.");
}

static void
add_answer(struct writing *w, const char *ref,
    const struct sar_clock_dates *dates, const char *description)
{
	char summary[LINE];
	struct entry entry = { .kind = "due",
		.of = ref,
		.summary = summary,
		.description = description,
		.day = dates->safe,
		.tentative = dates->state != SAR_CLOCK_RUNNING,
		.remind = { 7, 1 } };

	(void)snprintf(summary, sizeof(summary), "%s: answer due%s", ref,
	    dates->state == SAR_CLOCK_WAITING  ? " (waiting)"
	    : dates->state == SAR_CLOCK_PAUSED ? " (paused)"
					       : "");
	add(w, &entry);
	if (dates->latest == dates->safe)
		return;
	entry.kind = "latest";
	entry.day = dates->latest;
	entry.remind[0] = 1;
	entry.remind[1] = 0;
	(void)snprintf(summary, sizeof(summary), "%s: last day of the law",
	    ref);
	add(w, &entry);
}

/* The organisation's own target, and the last day to say it takes longer. */
static void
add_before(struct writing *w, const char *ref,
    const struct sar_clock_dates *dates, const char *description)
{
	char summary[LINE];
	struct entry entry = { .of = ref,
		.summary = summary,
		.description = description,
		.tentative = dates->state != SAR_CLOCK_RUNNING };

	if (sar_due_target(w->home, dates, &entry.day)) {
		entry.kind = "target";
		entry.remind[0] = 7;
		(void)snprintf(summary, sizeof(summary), "%s: own target", ref);
		add(w, &entry);
	}
	if (dates->extended || dates->state == SAR_CLOCK_WAITING ||
	    dates->notice_by < w->today)
		return;
	entry.kind = "notice";
	entry.day = dates->notice_by;
	entry.remind[0] = 7;
	(void)snprintf(summary, sizeof(summary),
	    "%s: last day for notice of an extension", ref);
	add(w, &entry);
}

static void
add_complaints(struct writing *w, const struct sar_docket_complaint *all,
    size_t n)
{
	char summary[LINE], description[LINE], day[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < n; i++) {
		if (!sar_docket_complaint_waits(&all[i]))
			continue;
		(void)snprintf(summary, sizeof(summary),
		    "Complaint %s: acknowledge", all[i].name);
		(void)snprintf(description, sizeof(description),
		    "Received %s%s%s; to be acknowledged within 30 days.",
		    day_text(all[i].received, day),
		    all[i].ref[0] == '\0' ? "" : ", about case ", all[i].ref);
		add(w, &(struct entry){ .kind = "acknowledge",
			   .of = all[i].name,
			   .summary = summary,
			   .description = description,
			   .day = sar_clock_acknowledge(all[i].received),
			   .remind = { 7, 1 } });
	}
}

static void
add_holds(struct writing *w, const struct sar_docket_hold *all, size_t n)
{
	char summary[LINE], description[LINE], of[LINE], day[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < n; i++) {
		if (all[i].lifted != SAR_DOCKET_NO ||
		    all[i].review == SAR_DOCKET_NEVER)
			continue;
		/* A slash is in no name. */
		(void)snprintf(of, sizeof(of), "%s/%s", all[i].ref,
		    all[i].name);
		(void)snprintf(summary, sizeof(summary), "%s%sreview hold %s",
		    all[i].ref, all[i].ref[0] == '\0' ? "" : ": ", all[i].name);
		(void)snprintf(description, sizeof(description),
		    "Placed %s; look at whether it is still needed.",
		    day_text(all[i].placed, day));
		add(w, &(struct entry){ .kind = "review",
			   .of = of,
			   .summary = summary,
			   .description = description,
			   .day = all[i].review,
			   .remind = { 7, 0 } });
	}
}

static int
add_case(struct writing *w, const char *ref, const struct sar_docket *docket,
    struct sar_err *err)
{
	struct sar_buf description = SAR_BUF_INIT;
	struct sar_clock_dates dates;
	int rc = -1;

	add_complaints(w, docket->complaints, docket->n_complaints);
	/* A case that corrects another's answer has no time of its own. */
	if (!sar_docket_owed(docket) || docket->corrects[0] != '\0')
		return 0;
	if (docket->receive == SAR_DOCKET_NO) {
		w->out->unknown++;
		return 0;
	}
	if (sar_case_dates(w->home, docket, w->now, &dates, err) == -1)
		return -1;
	describe(docket, &dates, &description);
	if (sar_buf_check(&description, err) == 0) {
		if (!sar_docket_answered(docket))
			add_before(w, ref, &dates, description.data);
		add_answer(w, ref, &dates, description.data);
		w->out->cases++;
		w->out->unrolled += !dates.covered;
		rc = 0;
	}
	sar_buf_free(&description);
	return rc;
}

static int
add_all(struct writing *w, const struct sar_dockets *dockets,
    struct sar_err *err)
{
	const struct sar_docket_complaint *complaints;
	const struct sar_docket_hold *holds;
	const struct sar_docket *docket;
	const char *ref;
	size_t i, n;

	for (i = 0; i < sar_dockets_count(dockets); i++) {
		docket = sar_dockets_at(dockets, i, &ref);
		if (add_case(w, ref, docket, err) == -1)
			return -1;
	}
	complaints = sar_dockets_complaints(dockets, &n);
	add_complaints(w, complaints, n);
	holds = sar_dockets_holds(dockets, &n);
	add_holds(w, holds, n);
	return 0;
}

/* 2026-11-26T11:00:00Z as iCalendar has it: without the marks. */
static void
stamp_of(int64_t now, char out[20])
{
	char utc[SAR_UTC_LEN];
	const char *p;
	size_t n = 0;

	sar_utc_format(now, utc);
	for (p = utc; *p != '\0' && n < 19; p++)
		if (*p != '-' && *p != ':')
			out[n++] = *p;
	out[n] = '\0';
}

static int
write_all(struct writing *w, const struct sar_dockets *dockets,
    struct sar_err *err)
{
	const char *name = sar_conf_get(w->home->conf, "organisation", "name");
	struct sar_buf title = SAR_BUF_INIT;

	sar_buf_printf(&title, "%s%ssubject access requests",
	    name == NULL ? "" : name, name == NULL ? "" : ": ");
	if (sar_buf_check(&title, err) == 0)
		sar_ical_begin(w->text, title.data);
	else
		w->text->failed = 1;
	sar_buf_free(&title);
	if (add_all(w, dockets, err) == -1)
		return -1;
	sar_ical_end(w->text);
	return sar_buf_check(w->text, err);
}

int
sar_calendar_make(const struct sar_home *home, int64_t now,
    struct sar_calendar *out, struct sar_buf *text, struct sar_err *err)
{
	struct writing w = { .home = home,
		.out = out,
		.text = text,
		.now = now,
		.today = sar_due_today(home, now) };
	struct sar_dockets *dockets = NULL;
	int rc = -1;

	*out = (struct sar_calendar){ 0 };
	stamp_of(now, w.stamp);
	w.origin = sar_conf_need(home->conf, "organisation", "origin", err);
	if (w.origin != NULL &&
	    (dockets = sar_history_dockets(home, err)) != NULL)
		rc = write_all(&w, dockets, err);
	sar_dockets_free(dockets);
	return rc;
}
