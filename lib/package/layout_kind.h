#ifndef SAR_PACKAGE_LAYOUT_KIND_H
#define SAR_PACKAGE_LAYOUT_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/source.h"
#include "package/layout.h"
#include "package/layout_end.h"
#include "package/layout_field.h"

/*
 * Private to the layout files: in what the two zips differ, that of encrypted
 * entries and the one that is in a hidden package.
 */
#define SAR_LAYOUT_LOCAL 30     /* bytes of a header before its name */
#define SAR_LAYOUT_CENTRAL 46   /* the same in the central directory */
#define SAR_LAYOUT_EXTRA_MAX 11 /* of an extra field that is not zip64 */
#define SAR_LAYOUT_ZIP64 4      /* bytes of one, and 8 for each value */

/* What is being read. */
struct sar_layout_reading {
	const struct sar_layout_kind *kind;
	const struct sar_source *source;
	struct sar_layout *layout;
	struct sar_layout_end end;
	const uint8_t *at; /* in the central directory */
	size_t left;
	bool zip64; /* a central header has a zip64 field */
	char where[128];
};

struct sar_layout_kind {
	const struct sar_layout_field *central;
	const struct sar_layout_field *local;
	const uint8_t *extra; /* what each header has before zip64 */
	size_t extra_len;
	uint64_t overhead; /* stored bytes of an entry that are not its text */
	bool inner;

	/* The version that is needed to unpack ${entry}. */
	unsigned (*version)(const struct sar_layout_entry *entry);
	/*
	 * Is what the local header ${h}, whose extra fields begin at ${extra},
	 * says of sizes what it must say for ${entry}?
	 */
	int (*sizes)(const struct sar_layout_reading *r, const uint8_t *h,
	    const uint8_t *extra, const struct sar_layout_entry *entry,
	    struct sar_err *err);
	/* Check what follows the data of ${entry}, *${len} bytes. */
	int (*after)(const struct sar_layout_reading *r,
	    const struct sar_layout_entry *entry, uint64_t *len,
	    struct sar_err *err);
};

extern const struct sar_layout_kind sar_layout_kind_aes;
extern const struct sar_layout_kind sar_layout_kind_inner;

/** sar_layout_bad: SAR_ECORRUPT, "WHERE: why". */
int sar_layout_bad(const struct sar_layout_reading *r, const char *why,
    struct sar_err *err);

#endif
