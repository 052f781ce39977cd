#include "export/retention.h"

#include <string.h>

#include "index/expiry.h"

const char *
sar_retention_state_name(enum sar_retention_state state)
{
	static const char *const names[SAR_RETENTION_STATES] = { "inside",
		"past", "undated", "embedded" };

	return names[state];
}

struct each {
	const struct sar_home *home;
	struct sar_date today;
	sar_retention_fn *fn;
	void *ctx;
};

static int
take(void *ctx, const struct sar_index_expiry *expiry, struct sar_err *err)
{
	const struct each *each = ctx;
	struct sar_retention_row row = { .recording = &expiry->recording,
		.state = SAR_RETENTION_UNDATED };
	bool past;

	if (expiry->dated) {
		past = sar_retain_past(&each->home->retain, each->home->zone,
		    expiry->latest, each->today, &row.last_day);
		row.state = past ? SAR_RETENTION_PAST : SAR_RETENTION_INSIDE;
		row.days = sar_date_days(row.last_day) -
			   sar_date_days(each->today);
	}
	if (strcmp(expiry->recording.finding, "embedded") == 0)
		row.state = SAR_RETENTION_EMBEDDED;
	return each->fn(each->ctx, &row, err);
}

int
sar_retention_each(const struct sar_home *home, struct sar_index *index,
    int64_t now, sar_retention_fn *fn, void *ctx, struct sar_err *err)
{
	struct each each = { home, sar_zone_local(home->zone, now).date, fn,
		ctx };

	return sar_index_each_expiry(index, take, &each, err);
}
