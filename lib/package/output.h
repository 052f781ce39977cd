#ifndef SAR_PACKAGE_OUTPUT_H
#define SAR_PACKAGE_OUTPUT_H

#include <zip.h>

#include "base/err.h"
#include "base/stream.h"

/*
 * Private to package.c: the file a package is written to.  It has no name
 * until it is published, so that a crash leaves nothing; where the file
 * system cannot do that it has a hidden one.
 */
struct sar_output; /* opaque */

/**
 * sar_output_new: For a file in ${folder}, which is copied.  Nothing is made
 * before libzip begins to write.  ${err} is where failures of writing go: the
 * first is kept, and once there is one (of anybody), no more is written.
 */
SAR_MUST_CHECK struct sar_output *sar_output_new(const char *folder,
    struct sar_err *err);

/** sar_output_free: Release; a file not published vanishes. */
void sar_output_free(struct sar_output *output);

/** sar_output_drop: Let the file vanish now. */
void sar_output_drop(struct sar_output *output);

/** sar_output_zip: For libzip; ${output} outlives the result. */
SAR_MUST_CHECK zip_source_t *sar_output_zip(struct sar_output *output,
    zip_error_t *error);

/**
 * sar_output_part: Write ${len} bytes at ${data} to where libzip would write
 * next.  It then writes as many zeros there, of which nothing is written.
 */
SAR_MUST_CHECK int sar_output_part(struct sar_output *output,
    const uint8_t *data, size_t len);

/** sar_output_source: What has been written and synced. */
SAR_MUST_CHECK int sar_output_source(struct sar_output *output,
    struct sar_source *source, struct sar_err *err);

/**
 * sar_output_publish: Give the file the name ${path}, which must be free
 * (SAR_EREFUSED), and make that last.
 */
SAR_MUST_CHECK int sar_output_publish(struct sar_output *output,
    const char *path, struct sar_err *err);

#endif
