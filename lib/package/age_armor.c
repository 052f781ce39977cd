#include "package/age_armor.h"

#include <string.h>

#include "base/b64.h"

#define COLUMNS ((size_t)64)
#define BYTES (COLUMNS / 4 * 3) /* that a full line holds */

static const char head[] = "-----BEGIN AGE ENCRYPTED FILE-----";
static const char foot[] = "-----END AGE ENCRYPTED FILE-----";

void
sar_age_armor_put(struct sar_buf *out, const char *data, size_t len)
{
	char line[SAR_B64_LEN(BYTES)];
	size_t n;

	sar_buf_printf(out, "%s\n", head);
	for (; len > 0; data += n, len -= n) {
		n = len < BYTES ? len : BYTES;
		sar_b64_put((const uint8_t *)data, n, line);
		sar_buf_printf(out, "%s\n", line);
	}
	sar_buf_printf(out, "%s\n", foot);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Take white space off both ends. */
static void
trim(const char **text, size_t *len)
{
	while (*len > 0 && is_space((*text)[0])) {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && is_space((*text)[*len - 1]))
		(*len)--;
}

bool
sar_age_armor_is(const char *text, size_t len)
{
	trim(&text, &len);
	return len >= sizeof(head) - 1 &&
	       memcmp(text, head, sizeof(head) - 1) == 0;
}

/* The next line without its LF or CR LF; false after the last one. */
static bool
next_line(const char **p, const char *end, const char **line, size_t *len)
{
	const char *lf;

	if (*p >= end)
		return false;
	lf = memchr(*p, '\n', (size_t)(end - *p));
	*line = *p;
	*len = (size_t)((lf == NULL ? end : lf) - *p);
	*p = lf == NULL ? end : lf + 1;
	if (lf != NULL && *len > 0 && (*line)[*len - 1] == '\r')
		(*len)--;
	return true;
}

static bool
is(const char *line, size_t len, const char *word)
{
	return len == strlen(word) && memcmp(line, word, len) == 0;
}

const char *
sar_age_armor_get(const char *text, size_t len, struct sar_buf *out)
{
	uint8_t bytes[BYTES];
	const char *end, *line = NULL;
	bool last = false; /* the line before was not full */
	size_t got;

	trim(&text, &len);
	end = text + len;
	if (!next_line(&text, end, &line, &len) || !is(line, len, head))
		return "does not begin with the line that says what it is";
	while (next_line(&text, end, &line, &len)) {
		if (is(line, len, foot))
			return text == end && out->len > 0
				   ? NULL
				   : "does not end where it says so";
		if (last || len == 0 || len > COLUMNS ||
		    !sar_b64_get(line, len, bytes, sizeof(bytes), &got))
			return "a line is not Base64 as it has to be";
		last = len < COLUMNS || got < BYTES;
		sar_buf_add(out, bytes, got);
	}
	return "ends before its last line";
}
