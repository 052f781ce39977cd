#ifndef SAR_BASE_ZONE_DATA_H
#define SAR_BASE_ZONE_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Private to zone.c: the file of the IANA database behind a zone's name. */
struct sar_zone_data {
	char *bytes;
	size_t len;
};

#define SAR_ZONE_DATA_INIT \
	{                  \
		NULL, 0    \
	}

/**
 * sar_zone_data_read: Read the TZif file of ${name}, where the C library
 * will look for it.  Return 0, or -1 with ${err} set to SAR_EINPUT for a name
 * that is not a plain IANA one or that the machine does not know.
 */
SAR_MUST_CHECK int sar_zone_data_read(const char *name,
    struct sar_zone_data *data, struct sar_err *err);
void sar_zone_data_free(struct sar_zone_data *data);

/** sar_zone_data_names: Is ${abbreviation} one of the file's own? */
bool sar_zone_data_names(const struct sar_zone_data *data,
    const char *abbreviation);

#endif
