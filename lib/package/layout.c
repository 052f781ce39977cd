#include "package/layout.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/ae2.h"
#include "package/layout_end.h"
#include "package/layout_field.h"

#define LOCAL 30   /* bytes of a header before its name */
#define CENTRAL 46 /* the same in the central directory */
#define AES_EXTRA 11
#define ZIP64_EXTRA 4 /* and 8 for each value */
#define LOCAL_MAX (LOCAL + SAR_MANIFEST_NAME_MAX + AES_EXTRA + ZIP64_EXTRA + 16)
#define CENTRAL_MIN (CENTRAL + 1 + AES_EXTRA)
#define CENTRAL_MAX \
	(CENTRAL + SAR_MANIFEST_NAME_MAX + AES_EXTRA + ZIP64_EXTRA + 24)
#define FULL SAR_LAYOUT_FIELD_FULL

/* AE-2: the CRC of what is encrypted would tell what it is. */
static const struct sar_layout_field central_fields[] = {
	{ 0, 4, 0x02014B50, "central header" },
	{ 4, 2, 0x033F, "version made by" },
	{ 6, 2, 51, "version needed" },
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
	{ 4, 2, 51, "version needed" },
	{ 6, 2, 1, "flag word" },
	{ 8, 2, 99, "method" },
	{ 10, 2, 0, "time" },
	{ 12, 2, 0x21, "date" },
	{ 14, 4, 0, "CRC" },
	{ 0, 0, 0, NULL },
};

/* 0x9901: version 2 of vendor "AE", AES-256, stored. */
static const uint8_t aes_extra[AES_EXTRA] = { 0x01, 0x99, 7, 0, 2, 0, 'A', 'E',
	3, 0, 0 };

/* What is being read. */
struct reading {
	const struct sar_source *source;
	struct sar_layout *layout;
	struct sar_layout_end end;
	const uint8_t *at; /* in the central directory */
	size_t left;
	bool zip64; /* a central header has a zip64 field */
	char where[128];
};

static int
bad(const struct reading *r, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", r->where, why);
}

/*
 * Take the value of ${at}, 4 bytes, or, when these are full, the next 8 of
 * *${more}; those that fit into 4 bytes may not be there.
 */
static bool
take_size(const uint8_t *at, const uint8_t **more, uint64_t *value)
{
	*value = sar_layout_field_get(at, 4);
	if (*value != FULL)
		return true;
	*value = sar_layout_field_get(*more, 8);
	*more += 8;
	return *value >= FULL;
}

/* The extra fields of the central header at r->at: AES, then zip64. */
static int
read_central_extra(struct reading *r, const uint8_t *extra, size_t len,
    struct sar_layout_entry *entry, struct sar_err *err)
{
	const uint8_t *more = extra + AES_EXTRA + ZIP64_EXTRA;
	uint64_t stored;
	size_t values = 0;

	values += sar_layout_field_get(r->at + 20, 4) == FULL;
	values += sar_layout_field_get(r->at + 24, 4) == FULL;
	values += sar_layout_field_get(r->at + 42, 4) == FULL;
	if (len != AES_EXTRA + (values > 0 ? ZIP64_EXTRA + 8 * values : 0) ||
	    memcmp(extra, aes_extra, AES_EXTRA) != 0)
		return bad(r, "extra fields not as in a package", err);
	if (values > 0 &&
	    (sar_layout_field_get(extra + AES_EXTRA, 2) != 1 ||
		sar_layout_field_get(extra + AES_EXTRA + 2, 2) != 8 * values))
		return bad(r, "zip64 field", err);
	r->zip64 = r->zip64 || values > 0;
	/* The order is that of the zip64 field. */
	if (!take_size(r->at + 24, &more, &entry->size) ||
	    !take_size(r->at + 20, &more, &stored) ||
	    !take_size(r->at + 42, &more, &entry->offset))
		return bad(r, "zip64 field", err);
	if (stored < SAR_AE2_OVERHEAD ||
	    stored - SAR_AE2_OVERHEAD != entry->size)
		return bad(r, "sizes do not fit each other", err);
	return 0;
}

static int
read_central(struct reading *r, struct sar_layout_entry *entry,
    struct sar_err *err)
{
	size_t name, extra;

	if (r->left < CENTRAL)
		return bad(r, "central directory ends too early", err);
	if (sar_layout_field_check(r->at, central_fields, r->where, err) == -1)
		return -1;
	name = (size_t)sar_layout_field_get(r->at + 28, 2);
	extra = (size_t)sar_layout_field_get(r->at + 30, 2);
	if (r->left - CENTRAL < name + extra)
		return bad(r, "central directory ends too early", err);
	if (!sar_manifest_name((const char *)r->at + CENTRAL, name))
		return bad(r, "name not as in a package", err);
	memcpy(entry->name, r->at + CENTRAL, name);
	entry->name[name] = '\0';
	if (read_central_extra(r, r->at + CENTRAL + name, extra, entry, err) ==
	    -1)
		return -1;
	r->at += CENTRAL + name + extra;
	r->left -= CENTRAL + name + extra;
	return 0;
}

/*
 * Sizes in the local header at ${h}.  libzip keeps a zip64 field when it did
 * not know the size beforehand, though the short fields then hold the sizes.
 */
static int
check_local_sizes(const struct reading *r, const uint8_t *h, size_t name,
    const struct sar_layout_entry *entry, struct sar_err *err)
{
	const uint8_t *extra = h + LOCAL + name;
	size_t len = (size_t)sar_layout_field_get(h + 28, 2);
	uint64_t stored = entry->size + SAR_AE2_OVERHEAD;
	bool large = stored >= FULL;

	if ((len != AES_EXTRA || large) && len != AES_EXTRA + ZIP64_EXTRA + 16)
		return bad(r, "extra fields not as in a package", err);
	if (memcmp(extra, aes_extra, AES_EXTRA) != 0)
		return bad(r, "extra fields not as in a package", err);
	if (sar_layout_field_get(h + 18, 4) != (large ? FULL : stored) ||
	    sar_layout_field_get(h + 22, 4) != (large ? FULL : entry->size))
		return bad(r, "local and central sizes differ", err);
	if (len == AES_EXTRA)
		return 0;
	if (sar_layout_field_get(extra + AES_EXTRA, 4) != 0x00100001 ||
	    sar_layout_field_get(extra + AES_EXTRA + 4, 8) != entry->size ||
	    sar_layout_field_get(extra + AES_EXTRA + 12, 8) != stored)
		return bad(r, "zip64 field", err);
	return 0;
}

/* Check the local header against the central one; find the data. */
static int
read_local(struct reading *r, struct sar_layout_entry *entry,
    struct sar_err *err)
{
	uint8_t h[LOCAL_MAX] = { 0 };
	uint64_t room = r->end.offset - entry->offset;
	size_t name = strlen(entry->name);
	size_t len = sizeof(h);

	if (len > room)
		len = (size_t)room;
	if (sar_source_read(r->source, h, len, entry->offset, err) == -1 ||
	    sar_layout_field_check(h, local_fields, r->where, err) == -1)
		return -1;
	if (sar_layout_field_get(h + 26, 2) != name ||
	    memcmp(h + LOCAL, entry->name, name) != 0)
		return bad(r, "local and central names differ", err);
	if (check_local_sizes(r, h, name, entry, err) == -1)
		return -1;
	len = LOCAL + name + (size_t)sar_layout_field_get(h + 28, 2);
	if (len > room || room - len < SAR_AE2_OVERHEAD ||
	    room - len - SAR_AE2_OVERHEAD < entry->size)
		return bad(r, "data reaches into the central directory", err);
	entry->data = entry->offset + len;
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct sar_layout_entry *const *x = a;
	const struct sar_layout_entry *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* manifest.json or manifest-N.json, and its signature. */
static bool
ends_well(const struct sar_layout *layout)
{
	char want[SAR_MANIFEST_NAME_MAX + 1];
	char signature[sizeof(want) + sizeof(SAR_MANIFEST_SUFFIX)];
	const char *name;
	unsigned volume = 0;

	if (layout->n < SAR_MANIFEST_OWN)
		return false;
	name = layout->entries[layout->n - 2].name;
	if (sscanf(name, "manifest-%3u", &volume) == 1)
		sar_manifest_own(volume, 2, want);
	else
		sar_manifest_own(1, 1, want);
	(void)snprintf(signature, sizeof(signature), "%s" SAR_MANIFEST_SUFFIX,
	    want);
	return volume <= SAR_MANIFEST_VOLUMES_MAX && strcmp(name, want) == 0 &&
	       strcmp(layout->entries[layout->n - 1].name, signature) == 0;
}

static int
check_names(struct reading *r, struct sar_err *err)
{
	const struct sar_layout *layout = r->layout;
	const struct sar_layout_entry **sorted;
	size_t i;
	int rc = 0;

	if (!ends_well(layout))
		return bad(r, "does not end with manifest and signature", err);
	if ((sorted = calloc(layout->n, sizeof(*sorted))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < layout->n; i++)
		sorted[i] = &layout->entries[i];
	qsort(sorted, layout->n, sizeof(*sorted), by_name);
	for (i = 1; i < layout->n && rc == 0; i++)
		if (by_name(&sorted[i - 1], &sorted[i]) == 0)
			rc = bad(r, "two entries of one name", err);
	free(sorted);
	return rc;
}

/* Every entry begins where the one before ends, and the first at 0. */
static int
read_entries(struct reading *r, struct sar_err *err)
{
	struct sar_layout_entry *entry = r->layout->entries;
	uint64_t next = 0;
	size_t i;

	for (i = 0; i < r->layout->n; i++, entry++) {
		(void)snprintf(r->where, sizeof(r->where), "%s: entry %zu",
		    r->source->name, i + 1);
		if (read_central(r, entry, err) == -1)
			return -1;
		if (entry->offset != next || next > r->end.offset)
			return bad(r, "gap or overlap before it", err);
		if (read_local(r, entry, err) == -1)
			return -1;
		next = entry->data + entry->size + SAR_AE2_OVERHEAD;
	}
	(void)snprintf(r->where, sizeof(r->where), "%s", r->source->name);
	if (r->left != 0 || next != r->end.offset)
		return bad(r, "gap before or after the directory", err);
	if (r->end.zip64 != (r->zip64 || r->end.offset >= FULL))
		return bad(r, "zip64 records without need, or missing", err);
	return check_names(r, err);
}

int
sar_layout_read(const struct sar_source *source, struct sar_layout *layout,
    struct sar_err *err)
{
	struct reading r = { .source = source, .layout = layout };
	uint8_t *directory = NULL;
	int rc = -1;

	memset(layout, 0, sizeof(*layout));
	(void)snprintf(r.where, sizeof(r.where), "%s", source->name);
	if (sar_layout_end_read(source, &r.end, err) == -1)
		return -1;
	if (r.end.size < r.end.n * CENTRAL_MIN ||
	    r.end.size > r.end.n * CENTRAL_MAX)
		return bad(&r, "size of the central directory", err);
	layout->n = r.end.n;
	layout->entries = calloc(layout->n, sizeof(*layout->entries));
	r.at = directory = malloc((size_t)r.end.size);
	r.left = (size_t)r.end.size;
	if (layout->entries == NULL || directory == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (sar_source_read(source, directory, r.left, r.end.offset, err) == 0)
		rc = read_entries(&r, err);

out:
	free(directory);
	if (rc == -1)
		sar_layout_free(layout);
	return rc;
}

void
sar_layout_free(struct sar_layout *layout)
{
	free(layout->entries);
	memset(layout, 0, sizeof(*layout));
}
