#include "package/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/layout_kind.h"
#include "package/layout_names.h"

#define LOCAL SAR_LAYOUT_LOCAL
#define CENTRAL SAR_LAYOUT_CENTRAL
#define ZIP64 SAR_LAYOUT_ZIP64
#define LOCAL_MAX \
	(LOCAL + SAR_MANIFEST_NAME_MAX + SAR_LAYOUT_EXTRA_MAX + ZIP64 + 16)
#define FULL SAR_LAYOUT_FIELD_FULL

int
sar_layout_bad(const struct sar_layout_reading *r, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", r->where, why);
}

/* Has a header the extra field at ${extra} that all have? */
static bool
has_extra(const struct sar_layout_reading *r, const uint8_t *extra, size_t len)
{
	const struct sar_layout_kind *kind = r->kind;

	return len >= kind->extra_len &&
	       (kind->extra_len == 0 ||
		   memcmp(extra, kind->extra, kind->extra_len) == 0);
}

/* The sizes and the offset in the central header at r->at. */
static int
read_central_sizes(struct sar_layout_reading *r, const uint8_t *extra,
    size_t len, struct sar_layout_entry *entry, struct sar_err *err)
{
	const uint8_t *zip64 = extra + r->kind->extra_len;
	const uint8_t *more = zip64 + ZIP64;
	uint64_t stored;
	size_t values = 0;

	values += sar_layout_field_get(r->at + 20, 4) == FULL;
	values += sar_layout_field_get(r->at + 24, 4) == FULL;
	values += sar_layout_field_get(r->at + 42, 4) == FULL;
	if (!has_extra(r, extra, len) ||
	    len - r->kind->extra_len != (values > 0 ? ZIP64 + 8 * values : 0))
		return sar_layout_bad(r, "extra fields not as in a package",
		    err);
	if (values > 0 && (sar_layout_field_get(zip64, 2) != 1 ||
			      sar_layout_field_get(zip64 + 2, 2) != 8 * values))
		return sar_layout_bad(r, "zip64 field", err);
	r->zip64 = r->zip64 || values > 0;
	/* The order is that of the zip64 field. */
	if (!sar_layout_field_take(r->at + 24, &more, &entry->size) ||
	    !sar_layout_field_take(r->at + 20, &more, &stored) ||
	    !sar_layout_field_take(r->at + 42, &more, &entry->offset))
		return sar_layout_bad(r, "zip64 field", err);
	if (stored < r->kind->overhead ||
	    stored - r->kind->overhead != entry->size)
		return sar_layout_bad(r, "sizes do not fit each other", err);
	return 0;
}

static int
read_central(struct sar_layout_reading *r, struct sar_layout_entry *entry,
    struct sar_err *err)
{
	size_t name, extra;

	if (r->left < CENTRAL)
		return sar_layout_bad(r, "central directory ends too early",
		    err);
	if (sar_layout_field_check(r->at, r->kind->central, r->where, err) ==
	    -1)
		return -1;
	entry->crc = (uint32_t)sar_layout_field_get(r->at + 16, 4);
	name = (size_t)sar_layout_field_get(r->at + 28, 2);
	extra = (size_t)sar_layout_field_get(r->at + 30, 2);
	if (r->left - CENTRAL < name + extra)
		return sar_layout_bad(r, "central directory ends too early",
		    err);
	if (!sar_manifest_name((const char *)r->at + CENTRAL, name))
		return sar_layout_bad(r, "name not as in a package", err);
	memcpy(entry->name, r->at + CENTRAL, name);
	entry->name[name] = '\0';
	if (read_central_sizes(r, r->at + CENTRAL + name, extra, entry, err) ==
	    -1)
		return -1;
	if (sar_layout_field_get(r->at + 6, 2) != r->kind->version(entry))
		return sar_layout_bad(r, "version needed not as in a package",
		    err);
	r->at += CENTRAL + name + extra;
	r->left -= CENTRAL + name + extra;
	return 0;
}

/* What must be in the local header ${h}, of all that is in it. */
static int
check_local(const struct sar_layout_reading *r, const uint8_t *h, size_t name,
    const struct sar_layout_entry *entry, struct sar_err *err)
{
	const uint8_t *extra = h + LOCAL + name;

	if (sar_layout_field_check(h, r->kind->local, r->where, err) == -1)
		return -1;
	if (sar_layout_field_get(h + 4, 2) != r->kind->version(entry))
		return sar_layout_bad(r, "version needed not as in a package",
		    err);
	if (sar_layout_field_get(h + 26, 2) != name ||
	    memcmp(h + LOCAL, entry->name, name) != 0)
		return sar_layout_bad(r, "local and central names differ", err);
	if (!has_extra(r, extra, (size_t)sar_layout_field_get(h + 28, 2)))
		return sar_layout_bad(r, "extra fields not as in a package",
		    err);
	return r->kind->sizes(r, h, extra, entry, err);
}

/* Check the local header against the central one; find the data. */
static int
read_local(struct sar_layout_reading *r, struct sar_layout_entry *entry,
    struct sar_err *err)
{
	uint8_t h[LOCAL_MAX] = { 0 };
	uint64_t overhead = r->kind->overhead;
	uint64_t room = r->end.offset - entry->offset;
	size_t name = strlen(entry->name);
	size_t len = sizeof(h);

	if (len > room)
		len = (size_t)room;
	if (sar_source_read(r->source, h, len, entry->offset, err) == -1 ||
	    check_local(r, h, name, entry, err) == -1)
		return -1;
	len = LOCAL + name + (size_t)sar_layout_field_get(h + 28, 2);
	if (len > room || room - len < overhead ||
	    room - len - overhead < entry->size)
		return sar_layout_bad(r,
		    "data reaches into the central directory", err);
	entry->data = entry->offset + len;
	return 0;
}

/* Every entry begins where the one before ends, and the first at 0. */
static int
read_entries(struct sar_layout_reading *r, struct sar_err *err)
{
	struct sar_layout_entry *entry = r->layout->entries;
	uint64_t next = 0;
	uint64_t after;
	size_t i;

	for (i = 0; i < r->layout->n; i++, entry++) {
		(void)snprintf(r->where, sizeof(r->where), "%s: entry %zu",
		    r->source->name, i + 1);
		if (read_central(r, entry, err) == -1)
			return -1;
		if (entry->offset != next || next > r->end.offset)
			return sar_layout_bad(r, "gap or overlap before it",
			    err);
		if (read_local(r, entry, err) == -1 ||
		    r->kind->after(r, entry, &after, err) == -1)
			return -1;
		next = entry->data + entry->size + r->kind->overhead + after;
	}
	(void)snprintf(r->where, sizeof(r->where), "%s", r->source->name);
	if (r->left != 0 || next != r->end.offset)
		return sar_layout_bad(r, "gap before or after the directory",
		    err);
	if (r->end.zip64 != (r->zip64 || r->end.offset >= FULL))
		return sar_layout_bad(r,
		    "zip64 records without need, or missing", err);
	return sar_layout_names(r->layout, r->kind->inner, r->where, err);
}

/* Has the directory a size that so many headers can have? */
static bool
size_fits(const struct sar_layout_reading *r)
{
	uint64_t least = CENTRAL + 1 + r->kind->extra_len;
	uint64_t most = CENTRAL + SAR_MANIFEST_NAME_MAX + r->kind->extra_len +
			ZIP64 + 24;

	return r->end.size >= r->end.n * least &&
	       r->end.size <= r->end.n * most;
}

static int
read_layout(const struct sar_source *source, const struct sar_layout_kind *kind,
    struct sar_layout *layout, struct sar_err *err)
{
	struct sar_layout_reading r = { .kind = kind,
		.source = source,
		.layout = layout };
	uint8_t *directory = NULL;
	int rc = -1;

	memset(layout, 0, sizeof(*layout));
	(void)snprintf(r.where, sizeof(r.where), "%s", source->name);
	if (sar_layout_end_read(source, &r.end, err) == -1)
		return -1;
	if (!size_fits(&r))
		return sar_layout_bad(&r, "size of the central directory", err);
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

int
sar_layout_read(const struct sar_source *source, struct sar_layout *layout,
    struct sar_err *err)
{
	return read_layout(source, &sar_layout_kind_aes, layout, err);
}

int
sar_layout_inner_read(const struct sar_source *source,
    struct sar_layout *layout, struct sar_err *err)
{
	return read_layout(source, &sar_layout_kind_inner, layout, err);
}

void
sar_layout_free(struct sar_layout *layout)
{
	free(layout->entries);
	memset(layout, 0, sizeof(*layout));
}
