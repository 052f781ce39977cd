#ifndef SAR_VERIFY_ZIPS_H
#define SAR_VERIFY_ZIPS_H

#include <stddef.h>

#include "base/source.h"

/* Packages that were given, open: what is checked is what is read. */
struct zips {
	int *fds; /* n of them, -1 for none */
	struct sar_source *all;
	size_t n;
};

/** zips_open: Open the files of the NULL-ended list ${paths}, which outlives
 * it; to be closed in any case. */
SAR_MUST_CHECK int zips_open(struct zips *zips, const char *const *paths,
    struct sar_err *err);
void zips_close(struct zips *zips);

#endif
