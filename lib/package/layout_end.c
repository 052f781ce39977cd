#include "package/layout_end.h"

#include "package/layout_field.h"
#include "package/manifest.h"

#define END 22 /* end of central directory record, without comment */
#define END64 56
#define LOCATOR 20
#define TAIL (END64 + LOCATOR + END)

/* The comment's length is 0: so nothing comes after this record. */
static const struct sar_layout_field end_fields[] = {
	{ 0, 4, 0x06054B50, "end record" },
	{ 4, 2, 0, "disk number" },
	{ 6, 2, 0, "disk number" },
	{ 20, 2, 0, "comment" },
	{ 0, 0, 0, NULL },
};

static const struct sar_layout_field end64_fields[] = {
	{ 0, 4, 0x06064B50, "zip64 end record" },
	{ 4, 8, END64 - 12, "length of the zip64 end record" },
	{ 12, 2, 45, "version of the zip64 end record" },
	{ 14, 2, 45, "version of the zip64 end record" },
	{ 16, 4, 0, "disk number" },
	{ 20, 4, 0, "disk number" },
	{ 0, 0, 0, NULL },
};

static const struct sar_layout_field locator_fields[] = {
	{ 0, 4, 0x07064B50, "zip64 locator" },
	{ 4, 4, 0, "disk number" },
	{ 16, 4, 1, "number of disks" },
	{ 0, 0, 0, NULL },
};

static int
bad(const struct sar_source *source, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", source->name, why);
}

/* Do the short fields of ${at} say as much of ${end} as they can hold? */
static bool
short_fields_fit(const uint8_t *at, const struct sar_layout_end *end)
{
	uint64_t full = SAR_LAYOUT_FIELD_FULL;

	return sar_layout_field_get(at + 8, 2) == end->n &&
	       sar_layout_field_get(at + 10, 2) == end->n &&
	       sar_layout_field_get(at + 12, 4) ==
		   (end->size < full ? end->size : full) &&
	       sar_layout_field_get(at + 16, 4) ==
		   (end->offset < full ? end->offset : full);
}

/* The zip64 records, the last but one thing in the ${tail} bytes. */
static int
read_zip64(const struct sar_source *source, const uint8_t *tail,
    struct sar_layout_end *end, struct sar_err *err)
{
	const uint8_t *at = tail;
	uint64_t n;

	if (sar_layout_field_check(at, end64_fields, source->name, err) == -1 ||
	    sar_layout_field_check(at + END64, locator_fields, source->name,
		err) == -1)
		return -1;
	n = sar_layout_field_get(at + 24, 8);
	end->size = sar_layout_field_get(at + 40, 8);
	end->offset = sar_layout_field_get(at + 48, 8);
	if (n != sar_layout_field_get(at + 32, 8) ||
	    n > SAR_MANIFEST_ENTRIES_MAX)
		return bad(source, "number of entries", err);
	end->n = (size_t)n;
	if (sar_layout_field_get(at + END64 + 8, 8) != source->size - TAIL)
		return bad(source, "zip64 locator points elsewhere", err);
	if (!short_fields_fit(at + END64 + LOCATOR, end))
		return bad(source, "end records differ", err);
	end->zip64 = true;
	return 0;
}

int
sar_layout_end_read(const struct sar_source *source, struct sar_layout_end *end,
    struct sar_err *err)
{
	uint8_t tail[TAIL];
	const uint8_t *at = tail + END64 + LOCATOR;
	uint64_t stop;

	/* The least there can be is longer than all end records. */
	if (source->size < TAIL)
		return bad(source, "too short for a package", err);
	if (sar_source_read(source, tail, sizeof(tail), source->size - TAIL,
		err) == -1 ||
	    sar_layout_field_check(at, end_fields, source->name, err) == -1)
		return -1;
	stop = source->size - END;
	end->zip64 = false;
	end->n = (size_t)sar_layout_field_get(at + 8, 2);
	end->size = sar_layout_field_get(at + 12, 4);
	end->offset = sar_layout_field_get(at + 16, 4);
	if (end->offset + end->size != stop) {
		if (read_zip64(source, tail, end, err) == -1)
			return -1;
		stop = source->size - TAIL;
	}
	if (end->n == 0 || end->n > SAR_MANIFEST_ENTRIES_MAX)
		return bad(source, "number of entries", err);
	if (!short_fields_fit(at, end))
		return bad(source, "numbers of entries differ", err);
	if (end->offset > stop || end->size != stop - end->offset)
		return bad(source,
		    "central directory does not end at the end records", err);
	return 0;
}
