#ifndef SAR_PACKAGE_READBACK_H
#define SAR_PACKAGE_READBACK_H

#include <stdint.h>

#include "base/err.h"
#include "package/content.h"
#include "package/manifest.h"
#include "package/reader_state.h"

/* Private to check.c: every entry of a package read, by several threads. */
struct sar_readback {
	struct sar_package_reader *reader;
	const struct sar_package_check_options *options;
	struct sar_content_entry *found; /* layout.n: names are set before */
	char *own[SAR_MANIFEST_OWN];     /* room for manifest and signature */
	uint8_t whole[SAR_SHA256_LEN];   /* of the source, if asked for */
};

/**
 * sar_readback_all: Unlock, authenticate, hash and show every entry, to
 * ${found} and ${own}.  Return 0, or -1 with ${err} set as by
 * sar_package_check().
 */
SAR_MUST_CHECK int sar_readback_all(struct sar_readback *readback,
    struct sar_err *err);

#endif
