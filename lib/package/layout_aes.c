#include <string.h>

#include "package/ae2.h"
#include "package/layout_kind.h"

#define EXTRA 11
#define FULL SAR_LAYOUT_FIELD_FULL

/* AE-2: the CRC of what is encrypted would tell what it is. */
static const struct sar_layout_field central_fields[] = {
	{ 0, 4, 0x02014B50, "central header" },
	{ 4, 2, 0x033F, "version made by" },
	{ 8, 2, 1, "flag word" },
	{ 10, 2, 99, "method" },
	{ 12, 2, 0, "time" },
	{ 14, 2, 0x21, "date" },
	{ 16, 4, 0, "CRC" },
	{ 32, 2, 0, "comment" },
	{ 34, 2, 0, "disk number" },
	{ 36, 2, 0, "internal attributes" },
	{ 38, 4, (uint64_t)0100644 << 16, "external attributes" },
	{ 0, 0, 0, NULL },
};

static const struct sar_layout_field local_fields[] = {
	{ 0, 4, 0x04034B50, "local header" },
	{ 6, 2, 1, "flag word" },
	{ 8, 2, 99, "method" },
	{ 10, 2, 0, "time" },
	{ 12, 2, 0x21, "date" },
	{ 14, 4, 0, "CRC" },
	{ 0, 0, 0, NULL },
};

/* 0x9901: version 2 of vendor "AE", AES-256, stored. */
static const uint8_t aes_extra[EXTRA] = { 0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3,
	0, 0 };

static unsigned
version_of(const struct sar_layout_entry *entry)
{
	(void)entry;
	return 51;
}

/*
 * libzip keeps a zip64 field when it did not know the size beforehand, though
 * the short fields then hold the sizes.
 */
static int
check_sizes(const struct sar_layout_reading *r, const uint8_t *h,
    const uint8_t *extra, const struct sar_layout_entry *entry,
    struct sar_err *err)
{
	const uint8_t *zip64 = extra + EXTRA;
	size_t len = (size_t)sar_layout_field_get(h + 28, 2);
	uint64_t stored = entry->size + SAR_AE2_OVERHEAD;
	bool large = stored >= FULL;

	if ((len != EXTRA || large) && len != EXTRA + SAR_LAYOUT_ZIP64 + 16)
		return sar_layout_bad(r, "extra fields not as in a package",
		    err);
	if (sar_layout_field_get(h + 18, 4) != (large ? FULL : stored) ||
	    sar_layout_field_get(h + 22, 4) != (large ? FULL : entry->size))
		return sar_layout_bad(r, "local and central sizes differ", err);
	if (len == EXTRA)
		return 0;
	if (sar_layout_field_get(zip64, 4) != 0x00100001 ||
	    sar_layout_field_get(zip64 + 4, 8) != entry->size ||
	    sar_layout_field_get(zip64 + 12, 8) != stored)
		return sar_layout_bad(r, "zip64 field", err);
	return 0;
}

static int
after_data(const struct sar_layout_reading *r,
    const struct sar_layout_entry *entry, uint64_t *len, struct sar_err *err)
{
	(void)r;
	(void)entry;
	(void)err;
	*len = 0;
	return 0;
}

const struct sar_layout_kind sar_layout_kind_aes = {
	.central = central_fields,
	.local = local_fields,
	.extra = aes_extra,
	.extra_len = EXTRA,
	.overhead = SAR_AE2_OVERHEAD,
	.inner = false,
	.version = version_of,
	.sizes = check_sizes,
	.after = after_data,
};
