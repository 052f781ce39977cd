/*
 * Any bytes as a CSV of an unknown make.  A guess that leaves nothing to a
 * person is a mapping that can be read; in no guess is a number of the file:
 * a header with five digits in a row is no header, and no count of ours has
 * six.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/guess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check(const struct sar_buf *out, const struct sar_ingest_guess *guess)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ingest_options options = { .mapping = out->data,
		.mapping_len = out->len,
		.mapping_name = "mapping" };
	struct sar_mapping *mapping;
	size_t run = 0;
	size_t i;

	for (i = 0; i < out->len; i++) {
		run = isdigit((unsigned char)out->data[i]) ? run + 1 : 0;
		require(run < 6);
	}
	if (guess->left > 0)
		return;
	mapping = sar_mapping_read(&options, &err);
	require(mapping != NULL);
	sar_mapping_free(mapping);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_ingest_guess guess;
	struct sar_source source;

	sar_source_text(&text, size, "guess", &source);
	if (sar_guess_source(&source, &out, &guess, &err) == 0)
		check(&out, &guess);
	else
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	sar_buf_free(&out);
	return 0;
}
