#ifndef SAR_CMD_LISTING_H
#define SAR_CMD_LISTING_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/* A list that a command writes beside its work: private, whole or not at all.
 */
struct cmd_listing {
	const char *path; /* NULL: none was asked for */
	FILE *to;         /* write here; NULL with it */
	char *temp;       /* its name till then */
	bool force;       /* may replace a file */
};

/**
 * cmd_listing_open: Begin ${listing} for ${path}, which may be NULL.
 * SAR_EREFUSED when there is something of that name, unless ${force}.
 */
SAR_MUST_CHECK int cmd_listing_open(struct cmd_listing *listing,
    const char *path, bool force, struct sar_err *err);

/** cmd_listing_end: Give it its name, mode 0600. */
SAR_MUST_CHECK int cmd_listing_end(struct cmd_listing *listing,
    struct sar_err *err);

/** cmd_listing_drop: Leave nothing of it; harmless after its end. */
void cmd_listing_drop(struct cmd_listing *listing);

#endif
