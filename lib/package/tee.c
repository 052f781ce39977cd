#include "package/tee.h"

#include <sodium.h>
#include <string.h>
#include <zlib.h>

void
sar_tee_begin(struct sar_tee *tee, const struct sar_reader_entry *entry,
    struct sar_sha256 *hash)
{
	uint8_t ignored[SAR_SHA256_LEN];

	memset(tee, 0, sizeof(*tee));
	/* It may hold half an entry that failed. */
	sar_sha256_end(hash, ignored);
	tee->entry = entry;
	tee->hash = hash;
	tee->tag = tee->zeros = true;
	tee->crc = (uint32_t)crc32_z(0, NULL, 0);
}

/* Of what is in a hidden package the tag is of all, and the CRC of each. */
static bool
inside(const struct sar_tee *tee)
{
	return tee->entry->reader->outer.n > 0;
}

/*
 * Decrypt the ${len} bytes that begin at ${off}.  Those from tee->done on, if
 * it is among them, are new.
 */
static int
take(struct sar_tee *tee, uint8_t *data, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct sar_reader_entry *entry = tee->entry;
	size_t old = len;

	if (off <= tee->done && tee->done - off < len)
		old = (size_t)(tee->done - off);
	if (tee->tag && !inside(tee) && old < len &&
	    sar_ae2_auth(entry->ae2, data + old, len - old, err) == -1)
		return -1;
	if (sar_ae2_crypt(entry->ae2, data, len, entry->from + off, err) == -1)
		return -1;
	if (old == len)
		return 0;
	data += old;
	len -= old;
	sar_sha256_add(tee->hash, data, len);
	if (inside(tee))
		tee->crc = (uint32_t)crc32_z(tee->crc, data, len);
	if (tee->padding)
		tee->zeros = tee->zeros && sodium_is_zero(data, len);
	tee->done += len;
	return 0;
}

static ssize_t
pread_tee(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	struct sar_tee *tee = ctx;
	const struct sar_reader_entry *entry = tee->entry;
	const struct sar_source *source = entry->reader->source;
	ssize_t n;

	if (tee->stop != NULL && *tee->stop != 0)
		return sar_err_signal(err, *tee->stop);
	n = source->pread(source->ctx, buf, len,
	    entry->head + SAR_AE2_HEAD + entry->from + off, err);
	if (n > 0 && take(tee, buf, (size_t)n, off, err) == -1)
		return -1;
	return n;
}

void
sar_tee_source(struct sar_tee *tee, struct sar_source *source)
{
	source->ctx = tee;
	source->pread = pread_tee;
	source->size = tee->entry->place->size;
	source->name = tee->entry->place->name;
}

/* All has been read. */
static int
check_end(const struct sar_tee *tee, struct sar_err *err)
{
	const struct sar_reader_entry *entry = tee->entry;
	const char *name = entry->reader->source->name;

	if (tee->padding && !tee->zeros)
		return sar_err_set(err, SAR_ECORRUPT, "%s: %s: not zeros", name,
		    entry->place->name);
	if (inside(tee) && tee->crc != entry->place->crc)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: %s: CRC-32 does not fit", name, entry->place->name);
	if (inside(tee) || !tee->tag)
		return 0;
	return sar_reader_tag(entry->reader, entry->place, entry->ae2, err);
}

int
sar_tee_end(struct sar_tee *tee, void *block, size_t len,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_source plain;
	uint64_t left;

	sar_tee_source(tee, &plain);
	while ((left = plain.size - tee->done) > 0)
		if (sar_source_read(&plain, block,
			left < len ? (size_t)left : len, tee->done, err) == -1)
			return -1;
	sar_sha256_end(tee->hash, sha256);
	return check_end(tee, err);
}
