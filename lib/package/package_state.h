#ifndef SAR_PACKAGE_PACKAGE_STATE_H
#define SAR_PACKAGE_PACKAGE_STATE_H

#include <stddef.h>

#include "package/manifest.h"
#include "package/output.h"
#include "package/package.h"

/* Private to package.c and seal.c: a package being written. */
enum sar_package_state {
	SAR_PACKAGE_FILLING,
	SAR_PACKAGE_SEALED,
	SAR_PACKAGE_PUBLISHED,
	SAR_PACKAGE_FAILED
};

struct sar_package_item {
	char *name;
	struct sar_stream stream;
};

struct sar_package {
	struct sar_package_options options;
	struct sar_output *output;
	enum sar_package_state state;
	struct sar_package_item *items;
	size_t n;
	size_t cap;
	void *names; /* of the items, for tsearch(3) */
	/* The entries of the package itself, or all in one. */
	char manifest[SAR_MANIFEST_NAME_MAX + 1];
	char signature[SAR_MANIFEST_NAME_MAX + sizeof(SAR_MANIFEST_SUFFIX)];
	char padding[SAR_MANIFEST_NAME_MAX + 1];
	char hidden[SAR_MANIFEST_NAME_MAX + 1];
	struct sar_content_entry *written; /* n, and then its own */
	struct sar_err err;                /* the first failure while sealing */
};

/** sar_package_own: How many entries it adds to those that were added. */
size_t sar_package_own(const struct sar_package_options *options);

#endif
