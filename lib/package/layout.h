#ifndef SAR_PACKAGE_LAYOUT_H
#define SAR_PACKAGE_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/manifest.h"

/*
 * Private to the package module: the structure of a zip that is a package,
 * as sar-package(5) has it, every byte that is not salt, verifier, ciphertext
 * or tag accounted for.
 */
struct sar_layout_entry {
	char name[SAR_MANIFEST_NAME_MAX + 1];
	uint64_t offset; /* of the local header */
	uint64_t data;   /* where the salt begins */
	uint64_t size;   /* of the plaintext */
};

struct sar_layout {
	struct sar_layout_entry *entries;
	size_t n; /* 2 or more; last the manifest and its signature */
};

/**
 * sar_layout_read: Read ${source} into ${layout}, which the caller frees.
 * Return 0, or -1 with ${err} set: SAR_ECORRUPT naming what does not fit.
 */
SAR_MUST_CHECK int sar_layout_read(const struct sar_source *source,
    struct sar_layout *layout, struct sar_err *err);
void sar_layout_free(struct sar_layout *layout);

#endif
