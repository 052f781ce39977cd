#ifndef SAR_PACKAGE_LAYOUT_FIELD_H
#define SAR_PACKAGE_LAYOUT_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Private to layout.c and layout_end.c: the little-endian fields of zip
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
 * sar_layout_field_check: Is every one of ${fields} in ${record} as it must
 * be?  SAR_ECORRUPT, "WHERE: FIELD not as in a package".
 */
SAR_MUST_CHECK int sar_layout_field_check(const uint8_t *record,
    const struct sar_layout_field *fields, const char *where,
    struct sar_err *err);

#endif
