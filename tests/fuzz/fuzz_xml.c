/*
 * Any bytes as XML, with and without namespaces.  Each element that begins
 * ends, one deeper than what it is in; and all the text handed over is never
 * more than what stands there: nothing is multiplied.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t depth;
	size_t text;
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static int
on_start(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct seen *seen = ctx;

	(void)err;
	require(e->depth == ++seen->depth && e->name[0] != '\0');
	require(sar_xml_attribute(e, "no such name") == NULL);
	return 0;
}

static int
on_end(void *ctx, const struct sar_xml_element *e, struct sar_err *err)
{
	struct seen *seen = ctx;

	(void)err;
	require(e->depth == seen->depth--);
	seen->text += strlen(e->text);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = { 0 };
	struct sar_xml xml = { .name = "document",
		.start = on_start,
		.end = on_end,
		.ctx = &seen };
	struct sar_err err = SAR_ERR_INIT;

	if (size == 0)
		return 0;
	xml.namespaces = (data[0] & 1) != 0;
	if (sar_xml_parse(&xml, (const char *)data + 1, size - 1, &err) == -1)
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	else
		require(seen.depth == 0);
	require(seen.text <= size);
	return 0;
}
