#ifndef SAR_BASE_PROGRESS_H
#define SAR_BASE_PROGRESS_H

#include <stdint.h>

#include "base/err.h"

/*
 * How far a long job has come, for whoever waits.  tick is called every now
 * and then with ${done} of ${total} (0: nobody knows) and may end the job: it
 * returns -1 with ${err} set, as after a signal.  tick may be NULL.
 */
struct sar_progress {
	void *ctx;
	int (*tick)(void *ctx, uint64_t done, uint64_t total,
	    struct sar_err *err);
};

/** sar_progress_tick: Call tick, if there is one, at each ${every}th step. */
SAR_MUST_CHECK int sar_progress_tick(const struct sar_progress *progress,
    uint64_t done, uint64_t total, uint64_t every, struct sar_err *err);

#endif
