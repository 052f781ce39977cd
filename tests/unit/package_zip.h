/* A second writer, for packages and near misses the real one never makes. */
#ifndef TEST_PACKAGE_ZIP_H
#define TEST_PACKAGE_ZIP_H

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/stream.h"
#include "package/ae2.h"

/*
 * Records of a zip at their offsets; what lies between reads as zeros, so
 * that an entry of many GB costs nothing.
 */
struct zip_part {
	uint64_t off;
	size_t from; /* in bytes */
	size_t len;
};

struct zip_made {
	struct sar_buf bytes;     /* all parts */
	struct sar_buf directory; /* central headers so far */
	struct zip_part parts[64];
	size_t n;
	uint64_t end; /* where the next record goes */
	unsigned entries;
	bool zip64; /* a central header has a zip64 field */
};

static inline void
zip_number(struct sar_buf *buf, uint64_t value, unsigned len)
{
	uint8_t byte;

	for (; len > 0; len--, value >>= 8) {
		byte = (uint8_t)value;
		sar_buf_add(buf, &byte, 1);
	}
}

static inline void
zip_record(struct zip_made *zip, const void *data, size_t len)
{
	struct zip_part *part = &zip->parts[zip->n++];

	assert_true(zip->n <= sizeof(zip->parts) / sizeof(zip->parts[0]));
	part->off = zip->end;
	part->from = zip->bytes.len;
	part->len = len;
	sar_buf_add(&zip->bytes, data, len);
	zip->end += len;
}

static inline uint64_t
zip_short(uint64_t value)
{
	return value < 0xFFFFFFFFU ? value : 0xFFFFFFFFU;
}

/* What local and central headers have in common before the sizes. */
static inline void
zip_common(struct sar_buf *buf)
{
	zip_number(buf, 51, 2);
	zip_number(buf, 1, 2);
	zip_number(buf, 99, 2);
	zip_number(buf, 0, 2);
	zip_number(buf, 0x21, 2);
	zip_number(buf, 0, 4);
}

static inline void
zip_aes(struct sar_buf *buf)
{
	static const uint8_t aes[] = { 1, 0x99, 7, 0, 2, 0, 'A', 'E', 3, 0, 0 };

	sar_buf_add(buf, aes, sizeof(aes));
}

static inline void
zip_central(struct zip_made *zip, const char *name, uint64_t size)
{
	struct sar_buf *d = &zip->directory;
	struct sar_buf more = SAR_BUF_INIT;

	if (size >= 0xFFFFFFFFU)
		zip_number(&more, size, 8);
	if (size + 28 >= 0xFFFFFFFFU)
		zip_number(&more, size + 28, 8);
	if (zip->end >= 0xFFFFFFFFU)
		zip_number(&more, zip->end, 8);
	zip_number(d, 0x02014B50, 4);
	zip_number(d, 0x033F, 2);
	zip_common(d);
	zip_number(d, zip_short(size + 28), 4);
	zip_number(d, zip_short(size), 4);
	zip_number(d, strlen(name), 2);
	zip_number(d, 11 + (more.len > 0 ? 4 + more.len : 0), 2);
	zip_number(d, 0, 6);
	zip_number(d, (uint64_t)0100644 << 16, 4);
	zip_number(d, zip_short(zip->end), 4);
	sar_buf_puts(d, name);
	zip_aes(d);
	if (more.len > 0) {
		zip_number(d, 1, 2);
		zip_number(d, more.len, 2);
		sar_buf_add(d, more.data, more.len);
		zip->zip64 = true;
	}
	sar_buf_free(&more);
}

/* Headers of an entry of ${size} bytes, the beginning of what it has, and as
   much room as is left of it. */
static inline void
zip_begin(struct zip_made *zip, const char *name, uint64_t size,
    bool local_zip64, const uint8_t *head, size_t len)
{
	bool large = size + 28 >= 0xFFFFFFFFU;
	struct sar_buf h = SAR_BUF_INIT;

	zip_central(zip, name, size);
	zip_number(&h, 0x04034B50, 4);
	zip_common(&h);
	zip_number(&h, large ? 0xFFFFFFFFU : size + 28, 4);
	zip_number(&h, large ? 0xFFFFFFFFU : size, 4);
	zip_number(&h, strlen(name), 2);
	zip_number(&h, local_zip64 ? 31 : 11, 2);
	sar_buf_puts(&h, name);
	zip_aes(&h);
	if (local_zip64) {
		zip_number(&h, 0x00100001, 4);
		zip_number(&h, size, 8);
		zip_number(&h, size + 28, 8);
	}
	sar_buf_add(&h, head, len);
	zip_record(zip, h.data, h.len);
	sar_buf_free(&h);
	zip->end += size + 28 - len;
	zip->entries++;
}

/* An entry of ${size} zeros behind a salt of its own. */
static inline void
zip_sparse(struct zip_made *zip, const char *name, uint64_t size,
    bool local_zip64)
{
	uint8_t salt[SAR_AE2_SALT];

	randombytes_buf(salt, sizeof(salt));
	zip_begin(zip, name, size, local_zip64, salt, sizeof(salt));
}

/* An entry of ${len} bytes, encrypted. */
static inline void
zip_entry(struct zip_made *zip, const struct sar_secret *secret,
    const char *name, const void *data, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ae2_kit *kit = sar_ae2_kit_new(&err);
	uint8_t *all = malloc(SAR_AE2_OVERHEAD + len);
	struct sar_ae2 *ae2;

	assert_non_null(kit);
	assert_non_null(all);
	randombytes_buf(all, SAR_AE2_SALT);
	ae2 = sar_ae2_new(kit, secret, all, all + SAR_AE2_SALT, &err);
	assert_non_null(ae2);
	memcpy(all + SAR_AE2_HEAD, data, len);
	assert_int_equal(sar_ae2_crypt(ae2, all + SAR_AE2_HEAD, len, 0, &err),
	    0);
	assert_int_equal(sar_ae2_auth(ae2, all + SAR_AE2_HEAD, len, &err), 0);
	assert_int_equal(sar_ae2_tag(ae2, all + SAR_AE2_HEAD + len, &err), 0);
	zip_begin(zip, name, len, false, all, len + SAR_AE2_OVERHEAD);
	sar_ae2_free(ae2);
	sar_ae2_kit_free(kit);
	free(all);
}

/* The directory and the end records, zip64 ones if ${zip64}. */
static inline void
zip_end(struct zip_made *zip, bool zip64)
{
	uint64_t start = zip->end;
	uint64_t size = zip->directory.len;
	struct sar_buf e = SAR_BUF_INIT;

	zip_record(zip, zip->directory.data, zip->directory.len);
	if (zip64) {
		zip_number(&e, 0x06064B50, 4);
		zip_number(&e, 44, 8);
		zip_number(&e, 45, 2);
		zip_number(&e, 45, 2);
		zip_number(&e, 0, 8);
		zip_number(&e, zip->entries, 8);
		zip_number(&e, zip->entries, 8);
		zip_number(&e, size, 8);
		zip_number(&e, start, 8);
		zip_number(&e, 0x07064B50, 4);
		zip_number(&e, 0, 4);
		zip_number(&e, zip->end, 8);
		zip_number(&e, 1, 4);
	}
	zip_number(&e, 0x06054B50, 4);
	zip_number(&e, 0, 4);
	zip_number(&e, zip->entries, 2);
	zip_number(&e, zip->entries, 2);
	zip_number(&e, size, 4);
	zip_number(&e, zip_short(start), 4);
	zip_number(&e, 0, 2);
	zip_record(zip, e.data, e.len);
	sar_buf_free(&e);
}

static inline ssize_t
zip_pread(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const struct zip_made *zip = ctx;
	const struct zip_part *p;
	uint64_t from, to;

	(void)err;
	memset(buf, 0, len);
	for (p = zip->parts; p < zip->parts + zip->n; p++) {
		from = p->off > off ? p->off : off;
		to = p->off + p->len < off + len ? p->off + p->len : off + len;
		if (from < to)
			memcpy((char *)buf + (from - off),
			    zip->bytes.data + p->from + (from - p->off),
			    (size_t)(to - from));
	}
	return (ssize_t)len;
}

static inline struct sar_source
zip_source_of(struct zip_made *zip)
{
	struct sar_source source = { .ctx = zip,
		.pread = zip_pread,
		.size = zip->end,
		.name = "zip" };

	return source;
}

static inline void
zip_free(struct zip_made *zip)
{
	sar_buf_free(&zip->bytes);
	sar_buf_free(&zip->directory);
}

#endif
