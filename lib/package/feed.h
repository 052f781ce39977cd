#ifndef SAR_PACKAGE_FEED_H
#define SAR_PACKAGE_FEED_H

#include <zip.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/stream.h"
#include "package/ae2.h"
#include "package/manifest.h"
#include "package/package.h"

/* Private to package.c: streams on their way into libzip, encrypted. */
#define SAR_FEED_BLOCK 65536

/* What all entries of one package share; they are read one by one. */
struct sar_feed_job {
	const struct sar_package_options *options;
	struct sar_err *err; /* the first failure, of anybody */
	struct sar_ae2_kit *kit;
	struct sar_sha256 *hash;
	struct sar_content_entry *listed; /* n + 2: manifest, signature */
	struct sar_manifest manifest;     /* of n entries */
	struct sar_buf text;              /* of the manifest, once made */
	uint64_t bytes;                   /* plaintext so far */
	uint8_t block[SAR_FEED_BLOCK];    /* plaintext, then ciphertext */
};

enum sar_feed_stage {
	SAR_FEED_WAITING,
	SAR_FEED_OPEN,
	SAR_FEED_DONE
};

/* One entry. */
struct sar_feed {
	struct sar_feed_job *job;
	struct sar_stream *stream;        /* of the last two: made late */
	struct sar_content_entry *listed; /* digest and size go here */
	struct sar_ae2 *ae2;
	enum sar_feed_stage stage;
	zip_error_t error;
	uint64_t plain; /* bytes the stream has given */
	size_t len;     /* of job->block that libzip is to get */
	size_t at;      /* of these it has got */
};

/**
 * sar_feed_zip: ${feed} for libzip, set but for what is in it: job, stream
 * and listed.  It outlives the result.
 */
SAR_MUST_CHECK zip_source_t *sar_feed_zip(struct sar_feed *feed,
    zip_error_t *error);

#endif
