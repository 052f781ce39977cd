#include "export/due.h"

#include <stdlib.h>

#include "base/file.h"

/* C12: a target that is later than a month is none. */
#define TARGET_MAX 31
#define TABLE_MAX ((size_t)1 << 20)

int32_t
sar_due_today(const struct sar_home *home, int64_t now)
{
	return (int32_t)sar_date_days(sar_zone_local(home->zone, now).date);
}

/* What was still open when the answer came does not move it. */
static int32_t
last_day(const struct sar_home *home, const struct sar_docket *docket,
    int64_t now)
{
	int32_t today = sar_due_today(home, now);

	return sar_docket_answered(docket) && docket->answered < today
		   ? docket->answered
		   : today;
}

int
sar_case_dates(const struct sar_home *home, const struct sar_docket *docket,
    int64_t now, struct sar_clock_dates *out, struct sar_err *err)
{
	*out = (struct sar_clock_dates){ 0 };
	if (docket->receive == SAR_DOCKET_NO) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case: its receipt is not in the log");
		sar_err_hint(err, "log it with \"sar-export request --ref "
				  "REF\"");
		return -1;
	}
	sar_clock_compute(&docket->clock, home->holidays, docket->nation,
	    last_day(home, docket, now), out);
	return 0;
}

void
sar_due_unlogged(const struct sar_home *home, struct sar_date received,
    const struct sar_docket *docket, int64_t now, struct sar_clock_dates *out)
{
	struct sar_clock clock;

	sar_clock_begin(&clock, (int32_t)sar_date_days(received));
	sar_clock_compute(&clock, home->holidays, home->nation,
	    last_day(home, docket, now), out);
}

bool
sar_due_target(const struct sar_home *home, const struct sar_clock_dates *dates,
    int32_t *out)
{
	int64_t day;

	if (home->target_days == 0 || dates->extended)
		return false;
	day = (int64_t)dates->start + home->target_days +
	      dates->paused_exclusive;
	*out = day < dates->safe ? (int32_t)day : dates->safe;
	return true;
}

int
sar_due_policy(struct sar_home *home, struct sar_err *err)
{
	const char *nation = sar_conf_get(home->conf, "policy", "nation");
	uint64_t days;

	home->nation = SAR_NATION_ENGLAND_AND_WALES;
	if (nation != NULL && !sar_nation_parse(nation, &home->nation))
		return sar_conf_bad(home->conf, "policy", "nation", 0,
		    "expected england-and-wales, scotland or northern-ireland",
		    err);
	if (sar_conf_number(home->conf, "policy", "target-days", 1, TARGET_MAX,
		0, &days, err) == -1)
		return -1;
	home->target_days = (unsigned)days;
	return 0;
}

int
sar_due_holidays(struct sar_home *home, struct sar_err *err)
{
	const char *name = sar_conf_get(home->conf, "policy", "holidays");
	char *path = NULL;
	char *text = NULL;
	size_t len;

	if (name == NULL) {
		home->holidays = sar_holidays_builtin(err);
		return home->holidays == NULL ? -1 : 0;
	}
	if (name[0] == '\0')
		return sar_conf_bad(home->conf, "policy", "holidays", 0,
		    "expected the name of a file", err);
	path = name[0] == '/' ? sar_file_join("", name + 1, err)
			      : sar_home_path(home, name, err);
	if (path != NULL &&
	    sar_file_read(path, TABLE_MAX, &text, &len, err) == 0)
		home->holidays = sar_holidays_parse(path, text, len, err);
	free(text);
	free(path);
	return home->holidays == NULL ? -1 : 0;
}
