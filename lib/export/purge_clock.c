#include <stdlib.h>

#include "export/purging.h"

/*
 * A clock that is wrong has everything past its retention at once, however many
 * --at-most allows.  What is known of the day without it are the calls, which
 * the recorder dated, and the log.
 */
#define LIMIT_S (INT64_C(60) * 86400)

struct dating {
	bool any;
	int64_t last; /* the latest there is a reason to believe */
};

/* One that is far from all before it was written by the same clock, and proves
   nothing; but that of a deletion, which somebody confirmed then. */
static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct dating *dating = ctx;

	(void)err;
	if (record->type == SAR_RECORD_ERASED)
		return 0;
	if (dating->any && record->type != SAR_RECORD_DELETE &&
	    record->t > dating->last + LIMIT_S)
		return 0;
	if (!dating->any || record->t > dating->last)
		dating->last = record->t;
	dating->any = true;
	return 0;
}

/* Is it ahead of all that? */
static int
is_far(const struct sar_purging *purging, uint64_t *days, struct sar_err *err)
{
	struct dating dating = { .any = false };
	struct sar_log_reading how = { .record = take, .ctx = &dating };
	int64_t newest, now = purging->options->now;
	struct sar_log *log;
	bool any;

	*days = 0;
	if (sar_index_newest(purging->index, &any, &newest, err) == -1 ||
	    (log = sar_home_log_open(purging->home, &how, err)) == NULL)
		return -1;
	sar_log_free(log);
	if (any && (!dating.any || newest > dating.last))
		dating.last = newest;
	if ((any || dating.any) && now > dating.last + LIMIT_S)
		*days = (uint64_t)(now - dating.last) / 86400;
	return 0;
}

int
sar_purging_clock(const struct sar_purging *purging, struct sar_err *err)
{
	struct sar_purge_options options = *purging->options;
	struct sar_purge_result seen = { 0 };
	struct sar_purging look = *purging;
	uint64_t days;
	int rc = -1;

	if (is_far(purging, &days, err) == -1)
		return -1;
	if (days == 0)
		return 0;
	/* Nothing is written before: it would be of this clock. */
	options.confirmed = false;
	options.told = NULL;
	look.options = &options;
	look.out = &seen;
	if (sar_purging_spare(&look, err) == 0 &&
	    sar_purging_list(&look, err) == 0)
		rc = 0;
	free(look.spared);
	free(look.due);
	if (rc == -1 || seen.listed == 0)
		return rc;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "clock: is %llu days ahead of the last call and of the log, and "
	    "%llu are due",
	    (unsigned long long)days, (unsigned long long)seen.listed);
	sar_err_hint(err, "is the clock right?  Then look with --dry-run and "
			  "--confirm the plan");
	return -1;
}
