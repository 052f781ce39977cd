#ifndef SAR_INGEST_RECOMMIT_H
#define SAR_INGEST_RECOMMIT_H

#include "base/progress.h"
#include "index/index.h"

/* Commitments of recordings that have none, as those of an index of before
   there were any; or that another decoder made. */
struct sar_recommit_options {
	const char *root; /* folder of the recordings */
	bool again;       /* those too whose decoder, or its name, changed */
	unsigned jobs;    /* threads; 0: one a core */
	unsigned lock_wait;
	const struct sar_progress *progress; /* of recordings; or NULL */
};

struct sar_recommit_report {
	uint64_t recordings; /* that can be decoded, by the index */
	uint64_t had;        /* one that stays */
	uint64_t committed;  /* which had none, or none that holds */
	uint64_t gone;       /* the file is not there */
	uint64_t changed;    /* it is not the one that was imported */
	uint64_t unreadable; /* it is, and cannot be decoded as it was then */
};

/**
 * sar_recommit_all(index, options, report, err):
 * Commit to the sound of the recordings of ${index}, opened for writing, that
 * need it.  They are to be registered then.  A few at a time go in by one
 * transaction: one that is ended before is not done over.  Return 0, or -1
 * with ${err} set.
 */
SAR_MUST_CHECK int sar_recommit_all(struct sar_index *index,
    const struct sar_recommit_options *options,
    struct sar_recommit_report *report, struct sar_err *err);

#endif
