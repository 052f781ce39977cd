#ifndef SAR_PACKAGE_LAYOUT_H
#define SAR_PACKAGE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/manifest.h"

/*
 * Private to the package module: the structure of a zip that is a package,
 * or is in a hidden one, as sar-package(5) has it, every byte that is not
 * salt, verifier, ciphertext or tag, or text, accounted for.
 */
struct sar_layout_entry {
	char name[SAR_MANIFEST_NAME_MAX + 1];
	uint64_t offset; /* of the local header */
	uint64_t data;   /* where the salt begins; in the inner zip, the text */
	uint64_t size;   /* of the plaintext */
	uint32_t crc;    /* of it, in the inner zip */
};

struct sar_layout {
	struct sar_layout_entry *entries;
	size_t n;    /* 2 or more; last the manifest and its signature */
	bool hidden; /* or only one, which has all the others in it */
	bool padded; /* the last before those two is padding */
};

/**
 * sar_layout_read: Read ${source} into ${layout}, which the caller frees.
 * Return 0, or -1 with ${err} set: SAR_ECORRUPT naming what does not fit.
 */
SAR_MUST_CHECK int sar_layout_read(const struct sar_source *source,
    struct sar_layout *layout, struct sar_err *err);

/** sar_layout_inner_read: The same of the zip in a hidden package. */
SAR_MUST_CHECK int sar_layout_inner_read(const struct sar_source *source,
    struct sar_layout *layout, struct sar_err *err);
void sar_layout_free(struct sar_layout *layout);

#endif
