#include "export/agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docket/dockets.h"
#include "export/build.h"
#include "export/case.h"
#include "export/due.h"
#include "export/history.h"
#include "index/index.h"

/* What a person has to do first; NULL: nothing that the log knows of. */
static const char *
obstacle(const struct sar_docket *docket)
{
	if (sar_docket_answered(docket))
		return "delivery";
	if (docket->receive == SAR_DOCKET_NO)
		return "receipt";
	if (!sar_docket_shown(docket->identity))
		return "identity";
	if (docket->agent && !sar_docket_shown(docket->authority))
		return "authority";
	if (docket->fee == SAR_DOCKET_FEE_ASKED)
		return "fee";
	/* Whoever asked wants to know before they answer. */
	return sar_docket_state(docket) == SAR_DOCKET_PAUSED ? "question"
							     : NULL;
}

/* A case whose request cannot be read is a person's. */
static int
judge_release(const struct sar_home *home, const struct sar_history_case *of,
    struct sar_agenda_item *item, struct sar_err *err)
{
	struct sar_case *c = sar_case_open(home, of->ref, false, 0, err);
	bool unfinished;
	int rc;

	if (c == NULL) {
		*err = (struct sar_err)SAR_ERR_INIT;
		item->what = SAR_AGENDA_WAITS;
		item->why = "unreadable";
		return 0;
	}
	rc = sar_build_unfinished(c, &of->history, &unfinished, err);
	if (rc == 0 && unfinished)
		item->what = SAR_AGENDA_FINISH;
	sar_case_free(c);
	return rc;
}

static void
put_dates(struct sar_agenda_item *item, const struct sar_clock_dates *dates)
{
	item->dated = true;
	item->due = dates->safe;
	item->latest = dates->latest;
}

/* Of a case whose receipt is not in the log, its request says when it came. */
static void
date_unlogged(const struct sar_home *home, const char *ref,
    const struct sar_docket *docket, int64_t now, struct sar_agenda_item *item)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_case *c = sar_case_open(home, ref, false, 0, &unread);
	struct sar_clock_dates dates;

	/* A corrected answer has no clock of its own. */
	if (c != NULL && c->request->corrects[0] == '\0') {
		sar_due_unlogged(home, c->request->received, docket, now,
		    &dates);
		put_dates(item, &dates);
	}
	sar_case_free(c);
}

static int
date(const struct sar_home *home, const char *ref,
    const struct sar_docket *docket, int64_t now, struct sar_agenda_item *item,
    struct sar_err *err)
{
	struct sar_clock_dates dates;

	item->always = docket->receive == SAR_DOCKET_NO ||
		       docket->corrects[0] != '\0';
	if (docket->corrects[0] != '\0')
		return 0;
	if (docket->receive == SAR_DOCKET_NO) {
		date_unlogged(home, ref, docket, now, item);
		return 0;
	}
	if (sar_case_dates(home, docket, now, &dates, err) == -1)
		return -1;
	put_dates(item, &dates);
	return 0;
}

static int
judge(const struct sar_home *home, const struct sar_history_case *of,
    int64_t now, struct sar_agenda_item *item, struct sar_err *err)
{
	const struct sar_docket *docket = &of->docket;

	if (docket->closed == SAR_DOCKET_NEVER &&
	    docket->sent == SAR_DOCKET_NEVER && of->history.released &&
	    judge_release(home, of, item, err) == -1)
		return -1;
	if (!sar_docket_owed(docket))
		return 0;
	if (item->what == SAR_AGENDA_NOTHING) {
		item->why = obstacle(docket);
		item->what = item->why == NULL ? SAR_AGENDA_ANSWER
					       : SAR_AGENDA_WAITS;
	}
	return date(home, of->ref, docket, now, item, err);
}

static struct sar_date
day_after(struct sar_date day)
{
	return sar_date_of_days(sar_date_days(day) + 1);
}

/*
 * Are there calls in the index from the days asked for, or before and after? If
 * not, the recorder's records have not been imported yet, and of an index
 * without them anybody could be told that nothing is held.
 */
static void
judge_import(const struct sar_home *home, const struct sar_index_stat *stat,
    struct sar_agenda_item *item)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_case *c = sar_case_open(home, item->ref, false, 0, &unread);
	size_t i;

	/* Whoever answers it says why it cannot be read. */
	for (i = 0; c != NULL && i < c->request->n_ranges; i++)
		if (stat->legs == 0 ||
		    stat->last < sar_zone_day_start(home->zone,
				     c->request->ranges[i].from) ||
		    stat->first >= sar_zone_day_start(home->zone,
				       day_after(c->request->ranges[i].to))) {
			item->what = SAR_AGENDA_WAITS;
			item->why = "import";
		}
	sar_case_free(c);
}

static int
judge_imports(const struct sar_home *home, struct sar_agenda *agenda,
    struct sar_err *err)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_index_stat stat;
	struct sar_index *index;
	char *path;
	size_t i;
	int rc = 0;

	if ((path = sar_home_path(home, "index.db", err)) == NULL)
		return -1;
	/* Without an index nothing is answered. */
	if ((index = sar_index_open(path, false, &unread)) != NULL)
		rc = sar_index_stat(index, &stat, err);
	for (i = 0; rc == 0 && index != NULL && i < agenda->n; i++)
		if (agenda->items[i].what == SAR_AGENDA_ANSWER)
			judge_import(home, &stat, &agenda->items[i]);
	sar_index_close(index);
	free(path);
	return rc;
}

static bool
has_answers(const struct sar_agenda *agenda)
{
	size_t i;

	for (i = 0; i < agenda->n; i++)
		if (agenda->items[i].what == SAR_AGENDA_ANSWER)
			return true;
	return false;
}

static int
by_ref(const void *a, const void *b)
{
	const struct sar_agenda_item *one = a, *other = b;

	return strcmp(one->ref, other->ref);
}

/* The log is the register: what is owed there is, whatever became of its
   folder. */
static int
add_lost(const struct sar_home *home, const struct sar_dockets *dockets,
    int64_t now, struct sar_agenda *out, struct sar_err *err)
{
	size_t i, among = out->n, n = sar_dockets_count(dockets);
	struct sar_agenda_item *items = reallocarray(out->items, among + n + 1,
	    sizeof(*items));
	const struct sar_docket *docket;
	const char *ref;

	if (items == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	out->items = items;
	for (i = 0; i < n; i++) {
		struct sar_agenda_item lost = { .what = SAR_AGENDA_WAITS };

		docket = sar_dockets_at(dockets, i, &ref);
		(void)snprintf(lost.ref, sizeof(lost.ref), "%s", ref);
		if (docket->receive == SAR_DOCKET_NO ||
		    !sar_docket_owed(docket) ||
		    bsearch(&lost, items, among, sizeof(lost), by_ref) != NULL)
			continue;
		lost.why = sar_docket_answered(docket) ? "delivery" : "folder";
		if (date(home, ref, docket, now, &lost, err) == -1)
			return -1;
		items[out->n++] = lost;
	}
	qsort(items, out->n, sizeof(*items), by_ref);
	return 0;
}

/* Those that wait, of ${n} at ${all}: there is room for them. */
static void
keep_complaints(const struct sar_docket_complaint *all, size_t n,
    struct sar_agenda *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (sar_docket_complaint_waits(&all[i]))
			out->complaints[out->n_complaints++] = all[i];
}

static int
add_complaints(const struct sar_dockets *dockets, struct sar_agenda *out,
    struct sar_err *err)
{
	const struct sar_docket_complaint *none;
	const struct sar_docket *docket;
	const char *ref;
	size_t i, n, room;

	none = sar_dockets_complaints(dockets, &n);
	room = n;
	for (i = 0; i < sar_dockets_count(dockets); i++)
		room += sar_dockets_at(dockets, i, &ref)->n_complaints;
	out->complaints = calloc(room + 1, sizeof(*out->complaints));
	if (out->complaints == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < sar_dockets_count(dockets); i++) {
		docket = sar_dockets_at(dockets, i, &ref);
		keep_complaints(docket->complaints, docket->n_complaints, out);
	}
	keep_complaints(none, n, out);
	return 0;
}

/* The cases that have a folder. */
static int
list(const struct sar_home *home, struct sar_agenda *out, struct sar_err *err)
{
	struct sar_case_names names;
	int rc = sar_case_names_read(home, &names, err);
	size_t i;

	if (rc == 0 &&
	    (out->items = calloc(names.n + 1, sizeof(*out->items))) == NULL)
		rc = sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; rc == 0 && i < names.n; i++)
		(void)snprintf(out->items[out->n++].ref,
		    sizeof(out->items[0].ref), "%s", names.all[i]);
	sar_case_names_free(&names);
	return rc;
}

/* Of the folders, and then of what only the log has. */
static int
make(const struct sar_home *home, struct sar_dockets *dockets, int64_t now,
    struct sar_agenda *out, struct sar_err *err)
{
	struct sar_history_watch watch = { .record = sar_dockets_record,
		.ctx = dockets };
	struct sar_history_case *cases = calloc(out->n + 1, sizeof(*cases));
	size_t i, n = out->n;
	int rc;

	if (cases == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++)
		cases[i].ref = out->items[i].ref;
	rc = sar_history_cases_watched(home, cases, n, &watch, err);
	for (i = 0; rc == 0 && i < n; i++)
		rc = judge(home, &cases[i], now, &out->items[i], err);
	if (rc == 0 && has_answers(out))
		rc = judge_imports(home, out, err);
	if (rc == 0)
		rc = add_lost(home, dockets, now, out, err);
	if (rc == 0)
		rc = add_complaints(dockets, out, err);
	sar_history_clear(cases, n);
	free(cases);
	return rc;
}

int
sar_agenda_make(const struct sar_home *home, int64_t now,
    struct sar_agenda *out, struct sar_err *err)
{
	struct sar_dockets *dockets = NULL;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->today = sar_due_today(home, now);
	if (list(home, out, err) == 0 &&
	    (dockets = sar_dockets_new(home->zone, err)) != NULL)
		rc = make(home, dockets, now, out, err);
	sar_dockets_free(dockets);
	if (rc == -1)
		sar_agenda_free(out);
	return rc;
}

void
sar_agenda_free(struct sar_agenda *agenda)
{
	free(agenda->items);
	free(agenda->complaints);
	memset(agenda, 0, sizeof(*agenda));
}
