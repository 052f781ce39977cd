#include "export/agenda.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "export/build.h"
#include "export/case.h"
#include "export/due.h"
#include "export/history.h"
#include "index/index.h"

static int
is_case(const struct dirent *entry)
{
	return sar_text_plain(entry->d_name, SAR_REQUEST_REF_MAX);
}

/* A file among the folders is no case. */
static int
is_folder(const char *cases, const char *name, bool *is, struct sar_err *err)
{
	char *path = NULL;
	struct stat st;
	int rc;

	*is = false;
	if (asprintf(&path, "%s/%s", cases, name) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = lstat(path, &st);
	if (rc == -1)
		(void)sar_err_errno(err, "%s", path);
	else
		*is = S_ISDIR(st.st_mode);
	free(path);
	return rc;
}

static int
take_names(const char *cases, struct dirent **names, int n,
    struct sar_agenda *out, struct sar_err *err)
{
	struct sar_agenda_item *item;
	bool is;
	int i;

	out->items = calloc((size_t)n + 1, sizeof(*out->items));
	if (out->items == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		if (is_folder(cases, names[i]->d_name, &is, err) == -1)
			return -1;
		if (!is)
			continue;
		item = &out->items[out->n++];
		(void)snprintf(item->ref, sizeof(item->ref), "%.63s",
		    names[i]->d_name);
	}
	return 0;
}

static int
list(const struct sar_home *home, struct sar_agenda *out, struct sar_err *err)
{
	char *cases = sar_home_path(home, "cases", err);
	struct dirent **names = NULL;
	int i, n;
	int rc = -1;

	if (cases == NULL)
		return -1;
	if ((n = scandir(cases, &names, is_case, alphasort)) == -1) {
		(void)sar_err_errno(err, "%s", cases);
		n = 0;
	} else {
		rc = take_names(cases, names, n, out, err);
	}
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	free(cases);
	return rc;
}

/* What a person has to do first; NULL: nothing that the log knows of. */
static const char *
obstacle(const struct sar_docket *docket)
{
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

static int
judge(const struct sar_home *home, const struct sar_history_case *of,
    int64_t now, struct sar_agenda_item *item, struct sar_err *err)
{
	struct sar_clock_dates dates;

	if (of->docket.closed != SAR_DOCKET_NEVER ||
	    of->docket.sent != SAR_DOCKET_NEVER)
		return 0;
	if (of->history.released)
		return judge_release(home, of, item, err);
	if (sar_docket_answered(&of->docket) ||
	    of->docket.refusal != SAR_DOCKET_NO)
		return 0;
	item->why = obstacle(&of->docket);
	item->what = item->why == NULL ? SAR_AGENDA_ANSWER : SAR_AGENDA_WAITS;
	/* A corrected answer has no clock of its own. */
	if (of->docket.receive == SAR_DOCKET_NO ||
	    of->docket.corrects[0] != '\0')
		return 0;
	if (sar_case_dates(home, &of->docket, now, &dates, err) == -1)
		return -1;
	item->dated = true;
	item->due = dates.safe;
	item->latest = dates.latest;
	return 0;
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

int
sar_agenda_make(const struct sar_home *home, int64_t now,
    struct sar_agenda *out, struct sar_err *err)
{
	struct sar_history_case *cases = NULL;
	size_t i;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->today = sar_due_today(home, now);
	if (list(home, out, err) == -1)
		goto out;
	if ((cases = calloc(out->n + 1, sizeof(*cases))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < out->n; i++)
		cases[i].ref = out->items[i].ref;
	rc = sar_history_cases(home, cases, out->n, err);
	for (i = 0; rc == 0 && i < out->n; i++)
		rc = judge(home, &cases[i], now, &out->items[i], err);
	if (rc == 0 && has_answers(out))
		rc = judge_imports(home, out, err);
	sar_history_clear(cases, out->n);

out:
	free(cases);
	if (rc == -1)
		sar_agenda_free(out);
	return rc;
}

void
sar_agenda_free(struct sar_agenda *agenda)
{
	free(agenda->items);
	agenda->items = NULL;
	agenda->n = 0;
}
