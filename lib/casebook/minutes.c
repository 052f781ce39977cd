#include "casebook/minutes.h"

#include <string.h>

#define INDENT 4

size_t
sar_minutes_unmail(char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	const size_t mark_len = sizeof(mark) - 1;
	size_t from = 0, to = 0;

	if (len >= mark_len && memcmp(text, mark, mark_len) == 0)
		from = mark_len;
	for (; from < len; from++)
		if (text[from] != '\r' || from + 1 == len ||
		    text[from + 1] != '\n')
			text[to++] = text[from];
	return to;
}

size_t
sar_minutes_unindent(char *text, size_t len)
{
	size_t from, to = 0, column = 0;

	for (from = 0; from < len; from++) {
		if (text[from] == ' ' && column < INDENT) {
			column++;
			continue;
		}
		column = text[from] == '\n' ? 0 : INDENT;
		text[to++] = text[from];
	}
	while (to > 1 && text[to - 1] == '\n' && text[to - 2] == '\n')
		to--;
	return to;
}

size_t
sar_minutes_blank(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] == '\n')
		n++;
	return n;
}
