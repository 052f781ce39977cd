#ifndef SAR_PACKAGE_VERDICT_H
#define SAR_PACKAGE_VERDICT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Private to readback.c: what is wrong with a package, found out by several
 * threads.  A wrong passphrase opens no entry, but passes the verifier of one
 * in 65536; with the right one, an entry it does not open is damaged.  So
 * what a failure means may be clear only when others have been looked at.
 */
enum sar_verdict_kind {
	SAR_VERDICT_SECRET, /* the verifier does not fit */
	SAR_VERDICT_TAG,    /* the tag does not */
	SAR_VERDICT_OTHER,  /* of an entry it says nothing about */
	SAR_VERDICT_KINDS
};

struct sar_verdict {
	pthread_mutex_t mutex;
	size_t good; /* entries whose tag fits */
	struct {
		size_t i;
		struct sar_err err;
	} first[SAR_VERDICT_KINDS]; /* the lowest of each; none: SAR_OK */
};

void sar_verdict_begin(struct sar_verdict *verdict);
void sar_verdict_end(struct sar_verdict *verdict);

void sar_verdict_good(struct sar_verdict *verdict);

/** sar_verdict_bad: Entry ${i} failed with ${err}.  Entries are counted. */
void sar_verdict_bad(struct sar_verdict *verdict, size_t i,
    enum sar_verdict_kind kind, const struct sar_err *err);

/** sar_verdict_clear: Is it a failure, and no other entry makes it another? */
bool sar_verdict_clear(struct sar_verdict *verdict);

/**
 * sar_verdict_give: 0, or -1 with ${err} that of the first entry that failed.
 * *${odd} is set when that is one that the passphrase, which opens others,
 * does not open.
 */
SAR_MUST_CHECK int sar_verdict_give(struct sar_verdict *verdict, size_t *i,
    bool *odd, struct sar_err *err);

#endif
