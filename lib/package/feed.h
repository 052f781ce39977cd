#ifndef SAR_PACKAGE_FEED_H
#define SAR_PACKAGE_FEED_H

#include <zip.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/ahead.h"
#include "package/late.h"
#include "package/output.h"
#include "package/package.h"

/*
 * Private to package.c: encrypted entries on their way into the file.  libzip
 * lays out the archive; what is in the entries goes to its place in the file
 * from where it was encrypted, and libzip is given as many zeros instead.
 */

/* What all entries of one package share. */
struct sar_feed_job {
	const struct sar_package_options *options;
	struct sar_err *err; /* the first failure, of anybody */
	struct sar_ahead *ahead;
	struct sar_output *output;
	struct sar_content_entry *listed; /* the entries of the zip */
	struct sar_late late;             /* makes those not added yet */
	uint64_t bytes;                   /* plaintext so far */
};

enum sar_feed_stage {
	SAR_FEED_WAITING,
	SAR_FEED_OPEN,
	SAR_FEED_DONE
};

/* One entry. */
struct sar_feed {
	struct sar_feed_job *job;
	size_t i;     /* in listed, and in ahead once it is there */
	bool added;   /* the last two are made late */
	size_t zeros; /* that libzip is to get for what was written */
	enum sar_feed_stage stage;
	zip_error_t error;
};

/**
 * sar_feed_zip: ${feed} for libzip, set but for what is in it: job, i and
 * added.  It outlives the result.
 */
SAR_MUST_CHECK zip_source_t *sar_feed_zip(struct sar_feed *feed,
    zip_error_t *error);

#endif
