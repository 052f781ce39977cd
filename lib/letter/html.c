#include "letter/html.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* Bytes of the character at ${text}, by its first; 0 for none there can be. */
static size_t
length_of(const char *text)
{
	unsigned char c = (unsigned char)text[0];
	size_t len = c < 0x80   ? 1
		     : c < 0xc0 ? 0
		     : c < 0xe0 ? 2
		     : c < 0xf0 ? 3
				: 4;

	if (strnlen(text, len) < len || !sar_text_utf8(text, len))
		return 0;
	return len;
}

/* C1 controls; U+FFFE and U+FFFF; U+202A to U+202E and U+2066 to U+2069 turn
 * text. */
static bool
is_refused(const char *text, size_t len)
{
	unsigned char last;

	if (len == 2)
		return text[0] == '\xc2' && (unsigned char)text[1] < 0xa0;
	if (len != 3)
		return false;
	last = (unsigned char)text[2];
	return (memcmp(text, "\xef\xbf", 2) == 0 && last >= 0xbe) ||
	       (memcmp(text, "\xe2\x80", 2) == 0 && last >= 0xaa &&
		   last <= 0xae) ||
	       (memcmp(text, "\xe2\x81", 2) == 0 && last >= 0xa6 &&
		   last <= 0xa9);
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
	size_t len;

	for (; *text != '\0'; text += len) {
		len = length_of(text);
		as = entity(*text);
		if (*text == '\n')
			sar_buf_puts(out, line);
		else if (len == 0 || is_refused(text, len))
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
	uint8_t digest[SAR_SHA256_LEN];
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];

	if (sar_sha256_text(text, strlen(text), digest, err) == -1)
		return -1;
	sar_b64_put(digest, sizeof(digest), b64);
	sar_buf_printf(out, "'sha256-%s'", b64);
	return 0;
}
