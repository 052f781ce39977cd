/* Work on many things by several threads. */
#ifndef SAR_BASE_CREW_H
#define SAR_BASE_CREW_H

#include <pthread.h>
#include <stddef.h>

#include "base/err.h"

/* More would not stay within the memory promised in sar-export(1). */
#define SAR_CREW_MAX 8

/** sar_crew_size: ${asked} threads, or one a core for 0; at most the above. */
unsigned sar_crew_size(unsigned asked);

/**
 * sar_crew_start: Run ${fn} in a thread that no signal interrupts: signals
 * are for the thread that was there before.  Return 0 or an errno.
 */
SAR_MUST_CHECK int sar_crew_start(pthread_t *thread, void *(*fn)(void *),
    void *ctx);

/* Do number ${i}, as thread number ${worker} (from 0). */
typedef int sar_crew_fn(void *ctx, size_t i, unsigned worker,
    struct sar_err *err);

/**
 * sar_crew_run: Call ${fn} for each number below ${n}, in order, by ${jobs}
 * threads, the caller's among them.  After a failure no more are begun.
 * Return 0, or -1 with ${err} that of the lowest number that failed, which is
 * the one a single thread would have met.
 */
SAR_MUST_CHECK int sar_crew_run(unsigned jobs, size_t n, sar_crew_fn *fn,
    void *ctx, struct sar_err *err);

#endif
