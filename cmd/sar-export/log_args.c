#include "sar-export/log_args.h"

#include <time.h>

#include "base/text.h"
#include "sar-export/args.h"

#define NUMBER_MAX (((uint64_t)1 << 53) - 1) /* what a double holds */

bool
log_args_number(const char *argument, uint64_t *number)
{
	return sar_text_number(argument, NUMBER_MAX, number);
}

int
log_args_record(const char *argument, uint64_t *seq, struct sar_err *err)
{
	if (!log_args_number(argument, seq))
		return sar_err_set(err, SAR_EINPUT,
		    "expected the number of a record");
	return 0;
}

int
log_args_care(bool need_by, struct sar_care *care, struct sar_home **home,
    struct sar_err *err)
{
	*home = NULL;
	if (need_by && build_args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who does this");
	if ((*home = sar_home_open(cmd_home(), err)) == NULL ||
	    (care->by = args_by(*home, err)) == NULL)
		return -1;
	care->home = *home;
	care->lock_wait = cmd_lock_wait();
	care->now = (int64_t)time(NULL);
	return 0;
}
