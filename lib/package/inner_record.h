#ifndef SAR_PACKAGE_INNER_RECORD_H
#define SAR_PACKAGE_INNER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Private to inner.c: the records of the zip in a hidden package. */
#define SAR_INNER_FULL 0xFFFFFFFFU /* as much needs a zip64 field */

struct sar_inner_place {
	const char *name; /* borrowed */
	uint64_t offset;  /* of the local header */
	uint64_t size;    /* before the data: as far as it is known */
	uint32_t crc;     /* after them */
	bool large;       /* local header and descriptor are zip64 */
};

/* The records are added to ${out}. */
void sar_inner_local(const struct sar_inner_place *place, struct sar_buf *out);
void sar_inner_descriptor(const struct sar_inner_place *place,
    struct sar_buf *out);
void sar_inner_central(const struct sar_inner_place *place,
    struct sar_buf *out);

/** sar_inner_needs64: Has the central header of ${place} a zip64 field? */
bool sar_inner_needs64(const struct sar_inner_place *place);

/** sar_inner_end: Of ${n} entries and a directory ${size} bytes long. */
void sar_inner_end(size_t n, uint64_t directory, uint64_t size, bool zip64,
    struct sar_buf *out);

/* How long they are. */
uint64_t sar_inner_local_len(const struct sar_inner_place *place);
uint64_t sar_inner_descriptor_len(const struct sar_inner_place *place);
uint64_t sar_inner_central_len(const struct sar_inner_place *place);
uint64_t sar_inner_end_len(bool zip64);

#endif
