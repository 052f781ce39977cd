#include "casebook/sample.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* With its NUL, so that no root can be taken for a part of it. */
static const char label[] = "sar-verify/sample/v1";

/* The ${counter}th number: the first eight bytes, largest first. */
static uint64_t
number(struct sar_sha256 *hash, const struct sar_sample *sample,
    uint64_t counter)
{
	uint8_t digest[SAR_SHA256_LEN], bytes[8];
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(counter >> (56 - 8 * i));
	sar_sha256_add(hash, label, sizeof(label));
	sar_sha256_add(hash, sample->root, sizeof(sample->root));
	sar_sha256_add(hash, bytes, sizeof(bytes));
	sar_sha256_add(hash, sample->seed, strlen(sample->seed));
	sar_sha256_end(hash, digest);
	for (i = 0; i < 8; i++)
		value = value << 8 | digest[i];
	return value;
}

/* Put ${value} into the ${n} sorted ones; false if it is there. */
static bool
insert(uint64_t *sorted, size_t n, uint64_t value)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < n && sorted[low] == value)
		return false;
	memmove(sorted + low + 1, sorted + low, (n - low) * sizeof(*sorted));
	sorted[low] = value;
	return true;
}

int
sar_sample_draw(const struct sar_sample *sample, uint64_t *out, size_t *n,
    struct sar_err *err)
{
	/* A number past the last whole multiple would favour the first. */
	uint64_t past = sample->of == 0
			    ? 0
			    : (UINT64_MAX % sample->of + 1) % sample->of;
	struct sar_sha256 *hash = NULL;
	uint64_t *sorted = NULL;
	uint64_t counter, value;
	size_t got = 0;
	int rc = -1;

	assert(*n <= SAR_SAMPLE_MAX);
	if (*n > sample->of)
		*n = (size_t)sample->of;
	sorted = calloc(*n + 1, sizeof(*sorted));
	if (sorted == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if ((hash = sar_sha256_new(err)) == NULL)
		goto out;
	for (counter = 0; got < *n; counter++) {
		value = number(hash, sample, counter);
		if (value > UINT64_MAX - past)
			continue;
		value %= sample->of;
		if (insert(sorted, got, value))
			out[got++] = value;
	}
	rc = 0;

out:
	sar_sha256_free(hash);
	free(sorted);
	return rc;
}
