/*
 * Any bytes as what a person wrote for a letter.  What is read is UTF-8 that
 * ends in one LF and has no control byte but LF and tab, and is read again as
 * it is.  A message says nothing of it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "export/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_promises(const char *said, size_t size)
{
	size_t len = strlen(said);
	const unsigned char *p;

	require(len >= 2 && len <= size + 1);
	require(sar_text_utf8(said, len));
	require(said[len - 1] == '\n' &&
		strchr(" \t\n", said[len - 2]) == NULL);
	for (p = (const unsigned char *)said; *p != '\0'; p++)
		require((*p >= 0x20 && *p != 0x7f) || *p == '\n' || *p == '\t');
}

/* "fuzz: line 12: why", or no line. */
static void
check_message(const struct sar_err *err)
{
	const char *at = err->msg;

	require(err->code == SAR_EINPUT && strncmp(at, "fuzz: ", 6) == 0);
	for (; *at != '\0'; at++)
		require(*at >= 0x20 && *at < 0x7f);
	require(strlen(err->msg) < 80);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	char *said = sar_wording_read("fuzz", (const char *)data, size, &err);
	char *again;

	if (said == NULL) {
		check_message(&err);
		return 0;
	}
	check_promises(said, size);
	if (strlen(said) <= SAR_WORDING_MAX) {
		again = sar_wording_read("fuzz", said, strlen(said), &err);
		require(again != NULL && strcmp(again, said) == 0);
		free(again);
	}
	free(said);
	return 0;
}
