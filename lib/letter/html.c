#include "letter/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/csp.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* Control characters, what is none, and what turns the text that follows. */
static bool
is_refused(uint32_t code)
{
	return (code >= 0x80 && code <= 0x9f) || code == 0xfffe ||
	       code == 0xffff || (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return (unsigned char)c < ' ' || c == 0x7f ? " " : NULL;
	}
}

static void
add(struct sar_buf *out, const char *text, const char *line)
{
	const char *as;
	uint32_t code = 0;
	size_t len;

	for (; *text != '\0'; text += len) {
		len = sar_text_character(text, strnlen(text, 4), &code);
		as = entity(*text);
		if (*text == '\n')
			sar_buf_puts(out, line);
		else if (len == 0 || is_refused(code))
			sar_buf_puts(out, REPLACEMENT);
		else if (as != NULL)
			sar_buf_puts(out, as);
		else
			sar_buf_add(out, text, len);
		if (len == 0)
			len = 1;
	}
}

void
sar_html_text(struct sar_buf *out, const char *text)
{
	add(out, text, " ");
}

void
sar_html_lines(struct sar_buf *out, const char *text)
{
	add(out, text, "<br />");
}

void
sar_html_element(struct sar_buf *out, const char *name, const char *text)
{
	sar_buf_printf(out, "<%s>", name);
	sar_html_text(out, text);
	sar_buf_printf(out, "</%.*s>\n", (int)strcspn(name, " "), name);
}

void
sar_html_pair(struct sar_buf *out, const char *name, const char *text)
{
	sar_buf_puts(out, "<dt>");
	sar_html_text(out, name);
	sar_buf_puts(out, "</dt><dd>");
	sar_html_lines(out, text);
	sar_buf_puts(out, "</dd>\n");
}

int
sar_html_hash(struct sar_buf *out, const char *text, struct sar_err *err)
{
	return sar_csp_hash(out, text, strlen(text), err);
}
