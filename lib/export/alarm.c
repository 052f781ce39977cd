#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/disk.h"
#include "export/due.h"
#include "export/hold_place.h"
#include "export/ids.h"
#include "export/open_cases.h"
#include "export/purge.h"
#include "export/retention.h"
#include "export/returned.h"
#include "export/review_over.h"
#include "index/each.h"
#include "index/expiry.h"
#include "index/purge.h"

/* As long as an answer may take when nothing is known of its clock. */
#define LONGEST_MONTHS 3

const char *
sar_retention_alarm_kind_name(enum sar_retention_alarm_kind kind)
{
	static const char *const names[SAR_ALARM_KINDS] = { "expiring",
		"on-disk", "review", "unfinished", "hold-lost", "returned",
		"undeleted", "evidence-lost", "review-copies" };

	return names[kind];
}

struct check {
	const struct sar_home *home;
	const struct sar_retention_alarm_options *options;
	struct sar_index *index;
	struct sar_date today;
	uint64_t on_disk;
	struct sar_date first; /* of them, to have expired */
};

static int
alarm_of(const struct check *check, const struct sar_retention_alarm *alarm,
    struct sar_err *err)
{
	return check->options->alarm(check->options->ctx, alarm, err);
}

/* The last day on which the case may still need them. */
static int
last_need(const struct check *check, const struct sar_open_case *open,
    struct sar_date *day, struct sar_err *err)
{
	struct sar_clock_dates dates;

	if (open->docket->receive == SAR_DOCKET_NO) {
		*day = sar_date_add_months(open->c->request->received,
		    LONGEST_MONTHS);
		if (sar_date_compare(*day, check->today) < 0)
			*day = check->today;
		return 0;
	}
	if (sar_case_dates(check->home, open->docket, check->options->now,
		&dates, err) == -1)
		return -1;
	*day = sar_date_of_days(dates.latest);
	/* What is late is needed as long as it is not answered. */
	if (sar_date_compare(*day, check->today) < 0)
		*day = check->today;
	return 0;
}

/* One recording that an open case asks for. */
struct asked {
	struct check *check;
	struct sar_date need;
	uint64_t n;
	struct sar_date first;
};

static int
take_asked(void *ctx, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	struct asked *asked = ctx;
	struct sar_date last_day;
	int64_t latest;
	bool dated, held;

	if (rec->state == SAR_RECORDING_MISSING)
		return 0;
	if (sar_index_expiry_of(asked->check->index, rec->id, &dated, &latest,
		err) == -1 ||
	    sar_index_held(asked->check->index, rec, &held, err) == -1)
		return -1;
	if (!dated || held ||
	    !sar_retain_past(&asked->check->home->retain,
		asked->check->home->zone, latest, asked->need, &last_day))
		return 0;
	asked->n++;
	if (asked->first.year == 0 ||
	    sar_date_compare(last_day, asked->first) < 0)
		asked->first = last_day;
	return 0;
}

/* Each recording of the case, once. */
static int
ask_each(struct asked *asked, const struct sar_find *find, struct sar_err *err)
{
	int64_t *ids = NULL;
	size_t i, n;
	bool there;
	int rc;

	rc = sar_ids_found(find, &ids, &n, err);
	for (i = 0; rc == 0 && i < n; i++)
		rc = sar_index_recording_of(asked->check->index, ids[i], &there,
		    take_asked, asked, err);
	free(ids);
	return rc;
}

static int
take_case(void *ctx, const struct sar_open_case *open, struct sar_err *err)
{
	struct check *check = ctx;
	struct asked asked = { .check = check };
	struct sar_retention_alarm alarm = { .kind = SAR_ALARM_EXPIRING,
		.ref = open->c->request->ref,
		.name = "" };

	if (last_need(check, open, &asked.need, err) == -1 ||
	    ask_each(&asked, open->find, err) == -1)
		return -1;
	alarm.n = asked.n;
	alarm.day = asked.first;
	return asked.n == 0 ? 0 : alarm_of(check, &alarm, err);
}

/* Is it on the disk?  The recorder may have deleted it by itself. */
static int
is_on_disk(const struct check *check, const char *path, bool *is,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	bool gone = false;
	int fd;

	fd = sar_disk_open(check->home->recordings, path, "recording", &gone,
	    &why);
	if (fd != -1)
		(void)close(fd);
	*is = !gone;
	if (fd == -1 && why.code != SAR_ECORRUPT) {
		*err = why;
		return -1;
	}
	return 0;
}

static int
take_row(void *ctx, const struct sar_retention_row *row, struct sar_err *err)
{
	struct check *check = ctx;
	struct sar_index_purge purge;
	bool held, is = false;

	if (row->state != SAR_RETENTION_PAST ||
	    -row->days <= (int64_t)check->options->grace)
		return 0;
	if (sar_index_held(check->index, row->recording, &held, err) == -1 ||
	    sar_index_purge_of(check->index, row->recording->id, &purge, err) ==
		-1)
		return -1;
	if (held || purge.state > SAR_INDEX_PURGE_CLAIMED)
		return 0;
	if (is_on_disk(check, row->recording->path, &is, err) == -1)
		return -1;
	if (!is)
		return 0;
	check->on_disk++;
	if (check->first.year == 0 ||
	    sar_date_compare(row->last_day, check->first) < 0)
		check->first = row->last_day;
	return 0;
}

static int
check_disk(struct check *check, struct sar_err *err)
{
	struct sar_retention_alarm alarm = { .kind = SAR_ALARM_ON_DISK,
		.ref = "",
		.name = "" };

	if (sar_retention_each(check->home, check->index, check->options->now,
		take_row, check, err) == -1)
		return -1;
	alarm.n = check->on_disk;
	alarm.day = check->first;
	return alarm.n == 0 ? 0 : alarm_of(check, &alarm, err);
}

static int
take_hold(void *ctx, const struct sar_index_hold *hold, struct sar_err *err)
{
	struct check *check = ctx;
	struct sar_retention_alarm alarm = { .kind = SAR_ALARM_REVIEW,
		.ref = hold->ref,
		.name = hold->name,
		.n = hold->n,
		.day = sar_date_of_days(hold->review) };

	return sar_date_compare(alarm.day, check->today) < 0
		   ? alarm_of(check, &alarm, err)
		   : 0;
}

static int
check_purge(struct check *check, struct sar_err *err)
{
	struct sar_retention_alarm alarm = { .kind = SAR_ALARM_UNFINISHED,
		.ref = "",
		.name = "" };
	struct sar_index_purge_run run;
	uint64_t late;
	bool there;

	if (sar_index_purge_open(check->index, 0, &there, &run, err) == -1)
		return -1;
	if (!there)
		return 0;
	if (sar_index_purge_count(check->index, run.id, SAR_PURGE_LATE,
		&alarm.n, &late, err) == -1)
		return -1;
	alarm.day = sar_date_of_days(run.day);
	return alarm_of(check, &alarm, err);
}

static int
count_one(void *ctx, int64_t recording, struct sar_err *err)
{
	uint64_t *n = ctx;

	(void)recording;
	(void)err;
	++*n;
	return 0;
}

/* An alarm of ${n}, if it is any. */
static int
alarm_if(const struct check *check, enum sar_retention_alarm_kind kind,
    uint64_t n, struct sar_err *err)
{
	struct sar_retention_alarm alarm = { .kind = kind,
		.ref = "",
		.name = "",
		.n = n };

	return n == 0 ? 0 : alarm_of(check, &alarm, err);
}

/* Is what the log says was deleted there again: the file, or all of it?  Every
   file is looked up, and only where anything was deleted. */
static int
check_deleted(struct check *check, struct sar_kept_log *kept,
    struct sar_err *err)
{
	uint64_t files = 0, rows = 0, lost = 0;
	size_t i;

	if (kept->n_deletes == 0)
		return 0;
	if (sar_returned_files(check->home, check->index, count_one, &files,
		err) == -1 ||
	    sar_returned_rows(check->home, check->index, kept, count_one, &rows,
		err) == -1)
		return -1;
	for (i = 0; i < kept->n_deletes; i++)
		lost += !kept->deletes[i].seen;
	return alarm_if(check, SAR_ALARM_RETURNED, files, err) == -1 ||
		       alarm_if(check, SAR_ALARM_UNDELETED, rows, err) == -1 ||
		       alarm_if(check, SAR_ALARM_EVIDENCE, lost, err) == -1
		   ? -1
		   : 0;
}

static int
check_holds(struct check *check, const struct sar_kept_log *kept,
    struct sar_err *err)
{
	const struct sar_kept_hold *hold;
	struct sar_retention_alarm alarm;
	bool has;
	size_t i;
	int rc = 0;

	for (i = 0; i < kept->n_holds && rc == 0; i++) {
		hold = &kept->holds[i];
		rc = sar_hold_place_has(check->index, hold, &has, err);
		if (rc == -1 || has)
			continue;
		alarm = (struct sar_retention_alarm){ SAR_ALARM_HOLD_LOST,
			hold->ref, hold->name, hold->n, hold->review };
		rc = alarm_of(check, &alarm, err);
	}
	return rc;
}

static int
check_log(struct check *check, struct sar_err *err)
{
	struct sar_kept_log kept = { .n_holds = 0 };
	int rc = -1;

	if (sar_kept_log_read(check->home, &kept, err) == 0 &&
	    check_holds(check, &kept, err) == 0 &&
	    check_deleted(check, &kept, err) == 0)
		rc = 0;
	sar_kept_log_free(&kept);
	return rc;
}

/* There for nobody. */
static int
take_review(void *ctx, const char *ref, uint64_t copies, struct sar_err *err)
{
	struct sar_retention_alarm alarm = { .kind = SAR_ALARM_COPIES,
		.ref = ref,
		.name = "",
		.n = copies };

	return alarm_of(ctx, &alarm, err);
}

int
sar_retention_alarm_check(const struct sar_home *home,
    const struct sar_retention_alarm_options *options, struct sar_err *err)
{
	struct check check = { .home = home,
		.options = options,
		.today = sar_zone_local(home->zone, options->now).date };
	char *path = sar_home_path(home, "index.db", err);
	int rc = -1;

	if (path != NULL &&
	    (check.index = sar_index_open(path, false, err)) != NULL &&
	    check_log(&check, err) == 0 && check_purge(&check, err) == 0 &&
	    sar_open_cases_each(home, take_case, &check, err) == 0 &&
	    sar_index_each_hold(check.index, take_hold, &check, err) == 0 &&
	    check_disk(&check, err) == 0 &&
	    sar_review_each_over(home, take_review, &check, err) == 0)
		rc = 0;
	sar_index_close(check.index);
	free(path);
	return rc;
}
