#include "package/pad.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "package/inner.h"
#include "package/padme.h"

#define OWN 3 /* padding, manifest, signature: the last ones */

/* A package to be. */
struct trial {
	struct sar_content_entry *entries;
	size_t n;
	uint64_t manifest; /* its size without the digits of the padding's */
};

/* Of the whole zip; it grows with the padding by 1 or more for each byte. */
static uint64_t
size_with(struct trial *trial, uint64_t padding)
{
	struct sar_content_entry *own = &trial->entries[trial->n - OWN];

	own[0].size = padding;
	own[1].size = trial->manifest + sar_text_decimals(padding);
	return sar_inner_size(trial->entries, trial->n);
}

/* The least padding with which the zip is not smaller than ${size}. */
static uint64_t
search(struct trial *trial, uint64_t size)
{
	uint64_t low = 0;
	uint64_t high = size - size_with(trial, 0);
	uint64_t middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (size_with(trial, middle) < size)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int
sar_pad_solve(const struct sar_content_entry *entries, size_t n, uint64_t *size,
    struct sar_err *err)
{
	struct trial trial = { .n = n };
	uint64_t target;

	assert(n >= OWN);
	trial.entries = calloc(n, sizeof(*entries));
	if (trial.entries == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(trial.entries, entries, n * sizeof(*entries));
	trial.manifest = entries[n - OWN + 1].size -
			 sar_text_decimals(entries[n - OWN].size);
	/*
	 * One byte more of padding can make two or more of the zip: where its
	 * size has a digit more, or something is zip64 from there.  A Padme
	 * size inside such a step cannot be had; then it is the next.
	 */
	target = size_with(&trial, 0);
	do {
		target = sar_padme_size(target);
		*size = search(&trial, target);
	} while (size_with(&trial, *size) != target++);
	free(trial.entries);
	return 0;
}

/* The context is what is left to give. */
static ssize_t
read_zeros(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	uint64_t *left = ctx;

	(void)err;
	if (len > *left)
		len = (size_t)*left;
	memset(buf, 0, len);
	*left -= len;
	return (ssize_t)len;
}

int
sar_pad_stream(uint64_t size, struct sar_stream *stream, struct sar_err *err)
{
	uint64_t *left = malloc(sizeof(*left));

	if (left == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	*left = size;
	stream->ctx = left;
	stream->read = read_zeros;
	stream->close = free;
	stream->size = size;
	return 0;
}
