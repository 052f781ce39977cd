#include "marks/lines.h"

#include <string.h>

#include "base/text.h"
#include "marks/marks.h"

int
sar_lines_bad(const struct sar_lines *lines, unsigned number, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: line %u: %s", lines->name,
	    number, why);
}

static bool
is_utf16(const char *text, size_t len)
{
	if (len < 2)
		return false;
	if (memcmp(text, "\xff\xfe", 2) == 0 ||
	    memcmp(text, "\xfe\xff", 2) == 0)
		return true;
	/* Without a mark: an ASCII letter beside its zero half. */
	return (text[0] == '\0') != (text[1] == '\0');
}

/*
 * U+0085, U+2028 and U+2029 end a line in some editors, so a label after one
 * would be seen there and lost here.
 */
static bool
odd_break(const char *p, size_t left)
{
	static const char *const breaks[] = { "\xc2\x85", "\xe2\x80\xa8",
		"\xe2\x80\xa9" };
	size_t i;

	for (i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++)
		if (left >= strlen(breaks[i]) &&
		    memcmp(p, breaks[i], strlen(breaks[i])) == 0)
			return true;
	return false;
}

/* Why the byte at ${p} may not stand there; NULL when it may. */
static const char *
bad_byte(const char *p, size_t left)
{
	if (*p == '\t' || *p == '\n')
		return NULL;
	if (*p == '\0')
		return "NUL byte";
	if (*p == '\r')
		return left >= 2 && p[1] == '\n'
			   ? NULL
			   : "line break other than LF or CRLF";
	if (((unsigned char)*p < 0x20 && *p != '\r') || *p == 0x7f)
		return "control character";
	return odd_break(p, left) ? "line break other than LF or CRLF" : NULL;
}

static int
check_bytes(const struct sar_lines *lines, struct sar_err *err)
{
	const char *why;
	const char *p;
	unsigned number = 1;

	for (p = lines->at; p < lines->end; p++) {
		why = bad_byte(p, (size_t)(lines->end - p));
		if (why != NULL)
			return sar_lines_bad(lines, number, why, err);
		if (*p == '\n')
			number++;
	}
	return 0;
}

int
sar_lines_start(struct sar_lines *lines, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	lines->name = name;
	lines->at = text;
	lines->end = text + len;
	lines->number = 0;
	if (len > SAR_MARKS_MAX)
		return sar_err_set(err, SAR_EINPUT, "%s: larger than %u bytes",
		    name, SAR_MARKS_MAX);
	if (is_utf16(text, len)) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: UTF-16, not UTF-8",
		    name);
		sar_err_hint(err, "save it again with the encoding UTF-8");
		return -1;
	}
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		lines->at += 3;
	if (check_bytes(lines, err) == -1)
		return -1;
	if (!sar_text_utf8(lines->at, (size_t)(lines->end - lines->at)))
		return sar_err_set(err, SAR_EINPUT, "%s: not UTF-8", name);
	return 0;
}

bool
sar_lines_next(struct sar_lines *lines, struct sar_line *line)
{
	const char *nl;
	const char *stop;

	if (lines->at == lines->end)
		return false;
	nl = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
	stop = nl == NULL ? lines->end : nl;
	line->text = lines->at;
	line->len = (size_t)(stop - lines->at);
	line->number = ++lines->number;
	if (nl != NULL && line->len > 0 && stop[-1] == '\r')
		line->len--;
	lines->at = nl == NULL ? lines->end : nl + 1;
	return true;
}

bool
sar_lines_blank(char c)
{
	return c == ' ' || c == '\t';
}

void
sar_lines_trim(const char **text, size_t *len)
{
	while (*len > 0 && **text == ' ') {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && (*text)[*len - 1] == ' ')
		(*len)--;
}
