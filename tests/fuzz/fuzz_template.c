/*
 * Any bytes as a template, and any bytes as what its placeholders say, split at
 * the first NUL.  A template that is read gives a letter of UTF-8 in lines, and
 * a page that is well-formed XML.  What values say makes no heading and no
 * part: with other values that are as empty, the page has the same ones.
 */
#include <expat.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letter/notice.h"
#include "letter/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sar_slot slots[] = {
	{ "a", SAR_SLOT_WORDS, false },
	{ "b", SAR_SLOT_WORDS, false },
	{ "c", SAR_SLOT_LINES, false },
};
#define N_SLOTS (sizeof(slots) / sizeof(slots[0]))

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_letter(const struct sar_buf *letter)
{
	size_t i;

	require(sar_text_utf8(letter->data, letter->len));
	for (i = 0; i < letter->len; i++)
		if ((unsigned char)letter->data[i] < ' ')
			require(letter->data[i] == '\n'
				    ? i > 0 && letter->data[i - 1] == '\r'
				    : letter->data[i] == '\r' &&
					  letter->data[i + 1] == '\n');
}

static void XMLCALL
count_heading(void *ctx, const char *name, const char **attributes)
{
	size_t *headings = ctx;

	(void)attributes;
	require(strcmp(name, "script") != 0);
	if (strcmp(name, "h1") == 0 || strcmp(name, "h2") == 0)
		(*headings)++;
}

/* How many headings the page has. */
static size_t
check_page(const char *letter)
{
	struct sar_err err = SAR_ERR_INIT;
	char *page = sar_notice_page("Title", letter, &err);
	XML_Parser parser = XML_ParserCreate("UTF-8");
	size_t headings = 0;

	require(page != NULL && parser != NULL);
	XML_SetUserData(parser, &headings);
	XML_SetElementHandler(parser, count_heading, NULL);
	require(XML_Parse(parser, page, (int)strlen(page), 1) == XML_STATUS_OK);
	XML_ParserFree(parser);
	free(page);
	return headings;
}

static size_t
headings_with(const struct sar_template *template, const char *value)
{
	const char *values[N_SLOTS] = { value, "", value };
	struct sar_buf out = SAR_BUF_INIT;
	size_t n;

	sar_template_render(template, values, &out);
	sar_buf_add(&out, "", 0);
	check_letter(&out);
	n = check_page(out.data);
	sar_buf_free(&out);
	return n;
}

/* Is there something to be seen in it? */
static bool
says_something(const char *value)
{
	while (((unsigned char)*value <= ' ' && *value != '\0') ||
	       *value == 0x7f)
		value++;
	return *value != '\0';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	const char *text = (const char *)data;
	size_t len = size == 0 ? 0 : strnlen(text, size);
	struct sar_template *template;
	char *value;

	template = sar_template_parse("t", size == 0 ? "" : text, len, slots,
	    N_SLOTS, &err);
	if (template == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		return 0;
	}
	value = len < size ? strndup(text + len + 1, size - len - 1)
			   : strdup("");
	require(value != NULL);
	if (sar_text_utf8(value, strlen(value)) && says_something(value))
		require(headings_with(template, value) ==
			headings_with(template, "."));
	free(value);
	sar_template_free(template);
	return 0;
}
