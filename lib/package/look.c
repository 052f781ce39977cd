/*
 * Does an entry look encrypted?  Nobody without the passphrase can tell that it
 * is; but what is not shows, in a text or a recording: bytes that are all
 * printed ones, or that are not there equally often.  What AES gives would do
 * so once in more than 10^20 packages.
 */
#include <stdlib.h>

#include "package/reader_state.h"

#define BLOCK 65536
#define RUN 64        /* printed bytes in a row */
#define LEAST 1024    /* bytes that are counted */
#define CHI_MAX 600.0 /* 255 is to be expected, and 23 more or less */

struct look {
	uint64_t counts[256];
	uint64_t n;
	size_t run;
	size_t longest;
};

static void
look_at(struct look *look, const uint8_t *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		look->counts[bytes[i]]++;
		if ((bytes[i] >= 0x20 && bytes[i] < 0x7f) || bytes[i] == '\n' ||
		    bytes[i] == '\r')
			look->run++;
		else
			look->run = 0;
		if (look->run > look->longest)
			look->longest = look->run;
	}
	look->n += len;
}

/* Pearson's chi-square against all 256 bytes equally often. */
static bool
is_plain(const struct look *look)
{
	double each = (double)look->n / 256;
	double chi = 0;
	double off;
	size_t i;

	if (look->longest >= RUN)
		return true;
	if (look->n < LEAST)
		return false;
	for (i = 0; i < 256; i++) {
		off = (double)look->counts[i] - each;
		chi += off * off / each;
	}
	return chi > CHI_MAX;
}

static int
look_into(const struct sar_package_reader *reader,
    const struct sar_layout_entry *place, const volatile int *stop,
    struct sar_err *err)
{
	struct look look = { .n = 0 };
	uint8_t block[BLOCK];
	uint64_t off;
	size_t len;

	for (off = 0; off < place->size; off += len) {
		len = sizeof(block);
		if (len > place->size - off)
			len = (size_t)(place->size - off);
		if (stop != NULL && *stop != 0)
			return sar_err_signal(err, *stop);
		if (sar_source_read(reader->source, block, len,
			place->data + SAR_AE2_HEAD + off, err) == -1)
			return -1;
		look_at(&look, block, len);
	}
	if (!is_plain(&look))
		return 0;
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: %s: said to be encrypted, and does not look so",
	    reader->source->name, place->name);
}

int
sar_package_look(const struct sar_package_reader *reader,
    const volatile int *stop, struct sar_err *err)
{
	const struct sar_layout *layout = reader->outer.n > 0 ? &reader->outer
							      : &reader->layout;
	size_t i;

	for (i = 0; i < layout->n; i++)
		if (look_into(reader, &layout->entries[i], stop, err) == -1)
			return -1;
	return 0;
}
