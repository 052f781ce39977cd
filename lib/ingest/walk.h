/* Private to ingest: the files that paths stand for. */
#ifndef SAR_INGEST_WALK_H
#define SAR_INGEST_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct sar_walk_file {
	char *path;
	bool found; /* in a folder; not named by itself */
};

struct sar_walk {
	struct sar_walk_file *files; /* of each folder by name */
	size_t n;
	size_t cap;
};

/**
 * sar_walk_add: Add ${path}, or, for a folder, the regular files in and below
 * it; symbolic links are not followed, hidden files left out.
 */
SAR_MUST_CHECK int sar_walk_add(struct sar_walk *walk, const char *path,
    struct sar_err *err);
void sar_walk_free(struct sar_walk *walk);

#endif
