#include "package/layout_kind.h"

#define DESCRIPTOR 16 /* bytes after the data */
#define DESCRIPTOR64 24
#define FULL SAR_LAYOUT_FIELD_FULL

/* Stored, not encrypted; flag 3: CRC and sizes come after the data. */
static const struct sar_layout_field central_fields[] = {
	{ 0, 4, 0x02014B50, "central header" },
	{ 4, 2, 0x033F, "version made by" },
	{ 8, 2, 8, "flag word" },
	{ 10, 2, 0, "method" },
	{ 12, 2, 0, "time" },
	{ 14, 2, 0x21, "date" },
	{ 32, 2, 0, "comment" },
	{ 34, 2, 0, "disk number" },
	{ 36, 2, 0, "internal attributes" },
	{ 38, 4, (uint64_t)0100644 << 16, "external attributes" },
	{ 0, 0, 0, NULL },
};

static const struct sar_layout_field local_fields[] = {
	{ 0, 4, 0x04034B50, "local header" },
	{ 6, 2, 8, "flag word" },
	{ 8, 2, 0, "method" },
	{ 10, 2, 0, "time" },
	{ 12, 2, 0x21, "date" },
	{ 14, 4, 0, "CRC" },
	{ 0, 0, 0, NULL },
};

static bool
is_large(const struct sar_layout_entry *entry)
{
	return entry->size >= FULL;
}

static unsigned
version_of(const struct sar_layout_entry *entry)
{
	return is_large(entry) ? 45 : 20;
}

/* They are not in the local header, but it says how they come after. */
static int
check_sizes(const struct sar_layout_reading *r, const uint8_t *h,
    const uint8_t *extra, const struct sar_layout_entry *entry,
    struct sar_err *err)
{
	uint64_t none = is_large(entry) ? FULL : 0;
	uint64_t len = is_large(entry) ? SAR_LAYOUT_ZIP64 + 16 : 0;

	if (sar_layout_field_get(h + 18, 4) != none ||
	    sar_layout_field_get(h + 22, 4) != none)
		return sar_layout_bad(r, "sizes before the data", err);
	if (sar_layout_field_get(h + 28, 2) != len)
		return sar_layout_bad(r, "extra fields not as in a package",
		    err);
	if (is_large(entry) && (sar_layout_field_get(extra, 4) != 0x00100001 ||
				   sar_layout_field_get(extra + 4, 8) != 0 ||
				   sar_layout_field_get(extra + 12, 8) != 0))
		return sar_layout_bad(r, "zip64 field", err);
	return 0;
}

static int
check_descriptor(const struct sar_layout_reading *r,
    const struct sar_layout_entry *entry, uint64_t *len, struct sar_err *err)
{
	uint64_t at = entry->data + entry->size;
	unsigned width = is_large(entry) ? 8 : 4;
	uint8_t d[DESCRIPTOR64];

	*len = is_large(entry) ? DESCRIPTOR64 : DESCRIPTOR;
	if (r->end.offset - at < *len)
		return sar_layout_bad(r,
		    "data reaches into the central directory", err);
	if (sar_source_read(r->source, d, (size_t)*len, at, err) == -1)
		return -1;
	if (sar_layout_field_get(d, 4) != 0x08074B50 ||
	    sar_layout_field_get(d + 4, 4) != entry->crc ||
	    sar_layout_field_get(d + 8, width) != entry->size ||
	    sar_layout_field_get(d + 8 + width, width) != entry->size)
		return sar_layout_bad(r, "descriptor and central header differ",
		    err);
	return 0;
}

const struct sar_layout_kind sar_layout_kind_inner = {
	.central = central_fields,
	.local = local_fields,
	.extra = NULL,
	.extra_len = 0,
	.overhead = 0,
	.inner = true,
	.version = version_of,
	.sizes = check_sizes,
	.after = check_descriptor,
};
