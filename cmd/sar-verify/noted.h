#ifndef SAR_VERIFY_NOTED_H
#define SAR_VERIFY_NOTED_H

#include "common/listing.h"
#include "ledger/ledger.h"

#define NOTED_MAX 1000 /* that are kept to be shown */

/* The exceptions of a log: all in a list, if one is asked for, and the first of
 * them here. */
struct noted {
	struct cmd_listing csv;
	size_t n, room;
	struct sar_ledger_exception *all;
	uint64_t told;
};

/** noted_open: Begin, with a list ${path} unless it is NULL. */
SAR_MUST_CHECK int noted_open(struct noted *noted, const char *path, bool force,
    struct sar_err *err);

/** noted_take: One more; a sar_ledger_fn. */
int noted_take(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err);

/** noted_end: That was the last: the list gets its name. */
SAR_MUST_CHECK int noted_end(struct noted *noted, struct sar_err *err);

/** noted_free: Leave nothing; of the list neither, before its end. */
void noted_free(struct noted *noted);

#endif
