#ifndef SAR_PACKAGE_MANIFEST_H
#define SAR_PACKAGE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "package/content.h"

/*
 * Private to the package module: what entries may be called, and the
 * manifest, the last entry but one, which lists the others.  The last is its
 * signature.
 */
#define SAR_MANIFEST_NAME_MAX 100 /* characters of any entry's name */
#define SAR_MANIFEST_SUFFIX ".minisig"

/* Entries with the last two: one more needs zip64's count. */
#define SAR_MANIFEST_ENTRIES_MAX 65534
#define SAR_MANIFEST_OWN 2 /* the manifest and its signature */

#define SAR_MANIFEST_VOLUMES_MAX 999
#define SAR_MANIFEST_SIGNATURE_MAX 1024 /* bytes */
#define SAR_MANIFEST_PADDING "padding"  /* and .bin: zeros */
#define SAR_MANIFEST_HIDDEN "package"   /* and .zip: has all in it */

/* What a manifest says. */
struct sar_manifest {
	const struct sar_content_entry *entries;
	size_t n;
	uint8_t content[SAR_SHA256_LEN];
	unsigned volume, volumes;
};

/** sar_manifest_name: May an entry have the ${len} characters as its name? */
bool sar_manifest_name(const char *name, size_t len);

/** sar_manifest_own: What the manifest of a volume is called. */
void sar_manifest_own(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1]);

/** sar_manifest_hidden: What the one entry of a hidden volume is called. */
void sar_manifest_hidden(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1]);

/** sar_manifest_padding: What the padding of a volume is called. */
void sar_manifest_padding(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1]);

/** sar_manifest_reserved: Is ${name} one that the package gives itself? */
bool sar_manifest_reserved(const char *name);

/** sar_manifest_text: Add the one way of writing ${manifest} to ${out}. */
void sar_manifest_text(const struct sar_manifest *manifest,
    struct sar_buf *out);

/** sar_manifest_max: No manifest of ${n} entries is longer. */
size_t sar_manifest_max(size_t n);

/**
 * sar_manifest_check: Does ${text} say just what the entries of ${manifest}
 * hold?  Its other members are set from the text.  SAR_ECORRUPT naming the
 * first entry that differs.
 */
SAR_MUST_CHECK int sar_manifest_check(const char *text, size_t len,
    struct sar_manifest *manifest, struct sar_err *err);

#endif
