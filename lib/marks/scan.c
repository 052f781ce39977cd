#include "marks/scan.h"

#include <string.h>

#include "base/hex.h"
#include "marks/encoding.h"

void
sar_scan_open(struct sar_scan *scan, const struct sar_lines *lines)
{
	memset(scan, 0, sizeof(*scan));
	scan->at = lines->at;
	scan->end = lines->end;
	scan->line = lines->number + 1;
}

void
sar_scan_close(struct sar_scan *scan)
{
	sar_buf_free(&scan->text);
}

char
sar_scan_peek(struct sar_scan *scan)
{
	while (scan->at < scan->end && *scan->at != '\0' &&
	       strchr(" \t\r\n", *scan->at) != NULL) {
		scan->line += *scan->at == '\n';
		scan->at++;
	}
	return (char)(scan->at < scan->end ? *scan->at : '\0');
}

static bool
take(struct sar_scan *scan, char c)
{
	if (sar_scan_peek(scan) != c || c == '\0')
		return false;
	scan->at++;
	return true;
}

bool
sar_scan_enter(struct sar_scan *scan, char bracket)
{
	scan->open = take(scan, bracket);
	return scan->open;
}

int
sar_scan_more(struct sar_scan *scan, char bracket)
{
	bool first = scan->open;

	scan->open = false;
	if (take(scan, bracket))
		return 0;
	if (!first && !take(scan, ','))
		return -1;
	/* Nothing may follow the last comma. */
	return sar_scan_peek(scan) == bracket ? -1 : 1;
}

static bool
take_hex4(struct sar_scan *scan, uint32_t *out)
{
	int i;
	int digit;

	*out = 0;
	if (scan->end - scan->at < 4)
		return false;
	for (i = 0; i < 4; i++) {
		if ((digit = sar_hex_digit(*scan->at++)) < 0)
			return false;
		*out = *out << 4 | (uint32_t)digit;
	}
	return true;
}

/* After "\u". */
static bool
take_unicode(struct sar_scan *scan)
{
	uint32_t code;
	uint32_t low;

	if (!take_hex4(scan, &code) || code == 0 ||
	    (code >= 0xdc00 && code < 0xe000))
		return false;
	if (code >= 0xd800 && code < 0xdc00) {
		if (scan->end - scan->at < 2 || memcmp(scan->at, "\\u", 2) != 0)
			return false;
		scan->at += 2;
		if (!take_hex4(scan, &low) || low < 0xdc00 || low >= 0xe000)
			return false;
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	sar_encoding_add(&scan->text, code);
	return true;
}

/* After "\". */
static bool
take_escape(struct sar_scan *scan)
{
	static const char from[] = "\"\\/bfnrt";
	static const char to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (scan->at == scan->end)
		return false;
	if (*scan->at == 'u') {
		scan->at++;
		return take_unicode(scan);
	}
	if (*scan->at == '\0' || (found = strchr(from, *scan->at)) == NULL)
		return false;
	sar_buf_add(&scan->text, &to[found - from], 1);
	scan->at++;
	return true;
}

bool
sar_scan_string(struct sar_scan *scan)
{
	scan->text.len = 0;
	if (!take(scan, '"'))
		return false;
	sar_buf_puts(&scan->text, "");
	while (scan->at < scan->end) {
		char c = *scan->at++;

		if (c == '"')
			return scan->text.failed == 0;
		if ((unsigned char)c < 0x20 ||
		    (c == '\\' && !take_escape(scan)))
			return false;
		if (c != '\\')
			sar_buf_add(&scan->text, &c, 1);
	}
	return false;
}

bool
sar_scan_name(struct sar_scan *scan)
{
	return sar_scan_string(scan) && take(scan, ':');
}

static size_t
digits(const char *text, const char *end)
{
	size_t n = 0;

	while (text + n < end && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

bool
sar_scan_number(struct sar_scan *scan, const char **text, size_t *len)
{
	const char *p;
	size_t n;

	(void)sar_scan_peek(scan);
	*text = p = scan->at;
	if (p < scan->end && *p == '-')
		p++;
	n = digits(p, scan->end);
	if (n == 0 || (n > 1 && *p == '0'))
		return false;
	p += n;
	if (p < scan->end && *p == '.') {
		if ((n = digits(p + 1, scan->end)) == 0)
			return false;
		p += 1 + n;
	}
	if (p < scan->end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < scan->end && (*p == '+' || *p == '-'))
			p++;
		if ((n = digits(p, scan->end)) == 0)
			return false;
		p += n;
	}
	*len = (size_t)(p - scan->at);
	scan->at = p;
	return true;
}

static bool
take_word(struct sar_scan *scan, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(scan->end - scan->at) < len ||
	    memcmp(scan->at, word, len) != 0)
		return false;
	scan->at += len;
	return true;
}

/* A value that holds no others. */
static bool
skip_plain(struct sar_scan *scan)
{
	const char *text;
	size_t len;

	switch (sar_scan_peek(scan)) {
	case '"':
		return sar_scan_string(scan);
	case 't':
		return take_word(scan, "true");
	case 'f':
		return take_word(scan, "false");
	case 'n':
		return take_word(scan, "null");
	default:
		return sar_scan_number(scan, &text, &len);
	}
}

/* No recursion: what is inside what is a string of closing brackets. */
bool
sar_scan_skip(struct sar_scan *scan)
{
	char open[SAR_SCAN_DEPTH] = { 0 };
	size_t depth = 0;
	int more;

	do {
		char next = sar_scan_peek(scan);

		if (next == '{' || next == '[') {
			if (depth == SAR_SCAN_DEPTH ||
			    !sar_scan_enter(scan, next))
				return false;
			open[depth++] = next == '{' ? '}' : ']';
		} else if (!skip_plain(scan)) {
			return false;
		}
		while (depth > 0 &&
		       (more = sar_scan_more(scan, open[depth - 1])) != 1) {
			if (more == -1)
				return false;
			depth--;
		}
		if (depth > 0 && open[depth - 1] == '}' && !sar_scan_name(scan))
			return false;
	} while (depth > 0);
	return true;
}

bool
sar_scan_is(const struct sar_scan *scan, const char *text)
{
	return scan->text.len == strlen(text) &&
	       memcmp(scan->text.data, text, scan->text.len) == 0;
}
