#ifndef SAR_BASE_STOP_H
#define SAR_BASE_STOP_H

#include "base/err.h"

/*
 * What waits for somebody else (who types a passphrase, a command, another
 * run that holds a lock) must not wait on when a signal asks the program to
 * end.
 */

/**
 * sar_stop_watch: From now on look at ${stop}, which a signal's handler sets
 * to its number; NULL: at nothing.  To be called once, before there are
 * threads.
 */
void sar_stop_watch(const volatile int *stop);

/** sar_stop_check: 0; or -1 with ${err} set (SAR_ESIGNAL) once it is set. */
SAR_MUST_CHECK int sar_stop_check(struct sar_err *err);

/**
 * sar_stop_await: Wait till a read of ${fd} would not block, which is at once
 * for a file and for what is no descriptor at all: the read says so.  While
 * there is something to wait for, as sar_stop_check().
 */
SAR_MUST_CHECK int sar_stop_await(int fd, struct sar_err *err);

#endif
