#include "package/inner_record.h"

#include <string.h>

#define MADE_BY 0x033F /* Unix, 6.3: as in the outer zip */
#define NEEDED 20
#define NEEDED64 45
#define DESCRIPTOR_FLAG 0x0008 /* CRC and sizes come after the data */
#define DATE 0x21              /* 1980-01-01 */
#define MODE ((uint64_t)0100644 << 16)
#define ZIP64 1 /* id of its extra field */

static void
put(struct sar_buf *out, uint64_t value, unsigned len)
{
	uint8_t bytes[8];
	unsigned i;

	for (i = 0; i < len; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	sar_buf_add(out, bytes, len);
}

static uint64_t
short_of(uint64_t value)
{
	return value < SAR_INNER_FULL ? value : SAR_INNER_FULL;
}

/* Version needed, flags, method, time, date. */
static void
put_common(const struct sar_inner_place *place, struct sar_buf *out)
{
	put(out, place->large ? NEEDED64 : NEEDED, 2);
	put(out, DESCRIPTOR_FLAG, 2);
	put(out, 0, 2);
	put(out, 0, 2);
	put(out, DATE, 2);
}

/*
 * zip64 only when the size is known to need it: not every unpacker on a
 * telephone or a Mac knows it, least of all in a descriptor.
 */
void
sar_inner_local(const struct sar_inner_place *place, struct sar_buf *out)
{
	put(out, 0x04034B50, 4);
	put_common(place, out);
	put(out, 0, 4);
	put(out, place->large ? SAR_INNER_FULL : 0, 4);
	put(out, place->large ? SAR_INNER_FULL : 0, 4);
	put(out, strlen(place->name), 2);
	put(out, place->large ? 20 : 0, 2);
	sar_buf_puts(out, place->name);
	if (!place->large)
		return;
	put(out, ZIP64, 2);
	put(out, 16, 2);
	put(out, 0, 8);
	put(out, 0, 8);
}

void
sar_inner_descriptor(const struct sar_inner_place *place, struct sar_buf *out)
{
	unsigned len = place->large ? 8 : 4;

	put(out, 0x08074B50, 4);
	put(out, place->crc, 4);
	put(out, place->size, len);
	put(out, place->size, len);
}

/* Values of the zip64 field: both sizes, the offset. */
static unsigned
values64(const struct sar_inner_place *place)
{
	return (place->large ? 2U : 0U) +
	       (place->offset >= SAR_INNER_FULL ? 1U : 0U);
}

bool
sar_inner_needs64(const struct sar_inner_place *place)
{
	return values64(place) > 0;
}

void
sar_inner_central(const struct sar_inner_place *place, struct sar_buf *out)
{
	unsigned values = values64(place);

	put(out, 0x02014B50, 4);
	put(out, MADE_BY, 2);
	put_common(place, out);
	put(out, place->crc, 4);
	put(out, short_of(place->size), 4);
	put(out, short_of(place->size), 4);
	put(out, strlen(place->name), 2);
	put(out, values > 0 ? 4 + 8 * values : 0, 2);
	put(out, 0, 6); /* comment, disk, internal attributes */
	put(out, MODE, 4);
	put(out, short_of(place->offset), 4);
	sar_buf_puts(out, place->name);
	if (values == 0)
		return;
	put(out, ZIP64, 2);
	put(out, (uint64_t)8 * values, 2);
	if (place->large) {
		put(out, place->size, 8);
		put(out, place->size, 8);
	}
	if (place->offset >= SAR_INNER_FULL)
		put(out, place->offset, 8);
}

static void
put_end64(size_t n, uint64_t directory, uint64_t size, struct sar_buf *out)
{
	put(out, 0x06064B50, 4);
	put(out, 44, 8);
	put(out, NEEDED64, 2);
	put(out, NEEDED64, 2);
	put(out, 0, 8);
	put(out, n, 8);
	put(out, n, 8);
	put(out, size, 8);
	put(out, directory, 8);
	put(out, 0x07064B50, 4);
	put(out, 0, 4);
	put(out, directory + size, 8);
	put(out, 1, 4);
}

void
sar_inner_end(size_t n, uint64_t directory, uint64_t size, bool zip64,
    struct sar_buf *out)
{
	if (zip64)
		put_end64(n, directory, size, out);
	put(out, 0x06054B50, 4);
	put(out, 0, 4);
	put(out, n, 2);
	put(out, n, 2);
	put(out, short_of(size), 4);
	put(out, short_of(directory), 4);
	put(out, 0, 2);
}

uint64_t
sar_inner_local_len(const struct sar_inner_place *place)
{
	return 30 + strlen(place->name) + (place->large ? 20 : 0);
}

uint64_t
sar_inner_descriptor_len(const struct sar_inner_place *place)
{
	return place->large ? 24 : 16;
}

uint64_t
sar_inner_central_len(const struct sar_inner_place *place)
{
	unsigned values = values64(place);

	return 46 + strlen(place->name) + (values > 0 ? 4 + 8 * values : 0);
}

uint64_t
sar_inner_end_len(bool zip64)
{
	return 22 + (zip64 ? 56 + 20 : 0);
}
