#ifndef SAR_PACKAGE_LAYOUT_FIELD_H
#define SAR_PACKAGE_LAYOUT_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Private to the layout files: the little-endian fields of zip
 * records, most of which can have one value only in a package.
 */
#define SAR_LAYOUT_FIELD_FULL 0xFFFFFFFFU /* the value is in a zip64 field */

/* A field that is always the same.  A list of them ends with len 0. */
struct sar_layout_field {
	unsigned off;
	unsigned len;
	uint64_t value;
	const char *what;
};

/** sar_layout_field_get: The ${len} bytes at ${at} as a number. */
uint64_t sar_layout_field_get(const uint8_t *at, unsigned len);

/**
 * sar_layout_field_take: The value of the 4 bytes at ${at} or, when these are
 * full, of the next 8 at *${more}; false when they need not be there.
 */
bool sar_layout_field_take(const uint8_t *at, const uint8_t **more,
    uint64_t *value);

/**
 * sar_layout_field_check: Is every one of ${fields} in ${record} as it must
 * be?  SAR_ECORRUPT, "WHERE: FIELD not as in a package".
 */
SAR_MUST_CHECK int sar_layout_field_check(const uint8_t *record,
    const struct sar_layout_field *fields, const char *where,
    struct sar_err *err);

#endif
