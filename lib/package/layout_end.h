#ifndef SAR_PACKAGE_LAYOUT_END_H
#define SAR_PACKAGE_LAYOUT_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"

/* Private to the layout files: where the records at a zip's end say things are.
 */
struct sar_layout_end {
	size_t n;        /* entries, 1 to SAR_MANIFEST_ENTRIES_MAX */
	uint64_t offset; /* of the central directory */
	uint64_t size;   /* it ends where these records begin */
	bool zip64;      /* there are zip64 records */
};

/** sar_layout_end_read: SAR_ECORRUPT naming what does not fit. */
SAR_MUST_CHECK int sar_layout_end_read(const struct sar_source *source,
    struct sar_layout_end *end, struct sar_err *err);

#endif
