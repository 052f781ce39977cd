#ifndef SAR_PACKAGE_LATE_H
#define SAR_PACKAGE_LATE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/stream.h"
#include "package/content.h"
#include "package/package.h"

/*
 * Private to the package module: the entries a package makes itself, each when
 * all before it have been read.
 */
struct sar_late {
	const struct sar_package_options *options;
	struct sar_content_entry *listed; /* n, then manifest and signature */
	size_t n;                         /* in the manifest: with padding */
	struct sar_buf text;              /* of the manifest, once made */
	size_t signature;                 /* its length, once padded; else 0 */
};

/**
 * sar_late_padding: As many zeros as make the zip of all entries, in a hidden
 * package, a Padme size.  It is the last that is listed.
 */
SAR_MUST_CHECK int sar_late_padding(struct sar_late *late,
    struct sar_stream *stream, struct sar_err *err);

SAR_MUST_CHECK int sar_late_manifest(struct sar_late *late,
    struct sar_stream *stream, struct sar_err *err);

/** sar_late_signature: Of the manifest, which has been made. */
SAR_MUST_CHECK int sar_late_signature(struct sar_late *late,
    struct sar_stream *stream, struct sar_err *err);

/** sar_late_free: Release what is in ${late}. */
void sar_late_free(struct sar_late *late);

#endif
