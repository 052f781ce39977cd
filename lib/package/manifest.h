#ifndef SAR_PACKAGE_MANIFEST_H
#define SAR_PACKAGE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"

/*
 * Private to the package module: what entries may be called, and
 * manifest.json, the last entry, which lists the others.
 */
#define SAR_MANIFEST_NAME "manifest.json"
#define SAR_MANIFEST_NAME_MAX 100 /* characters of any entry's name */

/* Entries with the manifest: one more needs zip64's count. */
#define SAR_MANIFEST_ENTRIES_MAX 65534

struct sar_manifest_entry {
	const char *name; /* borrowed */
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t size;
};

/** sar_manifest_name: May an entry have the ${len} characters as its name? */
bool sar_manifest_name(const char *name, size_t len);

/** sar_manifest_text: Add the one way of writing ${n} entries to ${out}. */
void sar_manifest_text(const struct sar_manifest_entry *entries, size_t n,
    struct sar_buf *out);

/** sar_manifest_max: No manifest of ${n} entries is longer. */
size_t sar_manifest_max(size_t n);

/**
 * sar_manifest_check: Does ${text} say just what ${entries} hold?  SAR_ECORRUPT
 * naming the first entry that differs.
 */
SAR_MUST_CHECK int sar_manifest_check(const char *text, size_t len,
    const struct sar_manifest_entry *entries, size_t n, struct sar_err *err);

#endif
