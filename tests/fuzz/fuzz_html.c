/*
 * Any bytes as text on a page.  No byte of it is markup, all of it is UTF-8,
 * and text that has nothing to replace comes back as it was.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letter/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	const char *entity;
	char of;
} entities[] = {
	{ "&amp;", '&' },
	{ "&lt;", '<' },
	{ "&gt;", '>' },
	{ "&quot;", '"' },
	{ "&#39;", '\'' },
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* What a browser makes of it; nothing in it may be other than text. */
static void
read_back(const char *page, struct sar_buf *out)
{
	size_t i, len;

	for (; *page != '\0'; page += len) {
		require(strchr("<>\"'", *page) == NULL);
		require((unsigned char)*page >= ' ' && *page != 0x7f);
		len = 1;
		if (*page != '&') {
			sar_buf_add(out, page, 1);
			continue;
		}
		for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
			len = strlen(entities[i].entity);
			if (strncmp(page, entities[i].entity, len) == 0)
				break;
		}
		require(i < sizeof(entities) / sizeof(entities[0]));
		sar_buf_add(out, &entities[i].of, 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_buf page = SAR_BUF_INIT;
	struct sar_buf back = SAR_BUF_INIT;
	struct sar_buf again = SAR_BUF_INIT;

	sar_buf_add(&text, data, strnlen((const char *)data, size));
	sar_html_text(&page, text.data);
	sar_buf_add(&page, "", 0);
	read_back(page.data, &back);
	sar_buf_add(&back, "", 0);
	require(sar_text_utf8(page.data, page.len));
	/* What is left has nothing to replace: once is enough. */
	sar_html_text(&again, back.data);
	sar_buf_add(&again, "", 0);
	require(again.len == page.len);
	require(memcmp(again.data, page.data, page.len) == 0);
	sar_buf_free(&text);
	sar_buf_free(&page);
	sar_buf_free(&back);
	sar_buf_free(&again);
	return 0;
}
