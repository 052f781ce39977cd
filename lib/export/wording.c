#include "export/wording.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

#define BOM 0xfeff

/* From the first to the last of them. */
struct range {
	uint32_t first, last;
};

static bool
in_range(uint32_t code, const struct range *ranges, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static bool
is_space(uint32_t code)
{
	static const struct range ranges[] = { { '\t', '\n' }, { ' ', ' ' },
		{ 0xa0, 0xa0 }, { 0xad, 0xad }, { 0x1680, 0x1680 },
		{ 0x2000, 0x200f }, { 0x202f, 0x202f }, { 0x205f, 0x205f },
		{ 0x2800, 0x2800 }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 } };

	return in_range(code, ranges, sizeof(ranges) / sizeof(ranges[0]));
}

struct reading {
	const char *name;
	size_t line;
	bool seen; /* something that can be seen */
	struct sar_buf buf;
};

/* One character of ${n} bytes at ${text}. */
static int
take(struct reading *r, const char *text, size_t n, uint32_t code,
    struct sar_err *err)
{
	if (!sar_text_shown(code))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line %zu: a character that cannot be shown as it is",
		    r->name, r->line);
	if (code == '\n')
		r->line++;
	if (!is_space(code))
		r->seen = true;
	sar_buf_add(&r->buf, text, n);
	return 0;
}

static int
take_all(struct reading *r, const char *text, size_t len, struct sar_err *err)
{
	uint32_t code;
	size_t at = 0, n;

	while (at < len) {
		n = sar_text_character(text + at, len - at, &code);
		if (n == 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %zu: not UTF-8", r->name, r->line);
		if (code == '\r' && at + 1 < len && text[at + 1] == '\n') {
			at++;
			continue;
		}
		if (!(code == BOM && at == 0) &&
		    take(r, text + at, n, code, err) == -1)
			return -1;
		at += n;
	}
	return 0;
}

/* What is at its end in a file is not part of what was said. */
static char *
finish(struct reading *r, struct sar_err *err)
{
	char *text = r->buf.data;
	size_t len = r->buf.len;

	if (!r->seen) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: nothing in it",
		    r->name);
		return NULL;
	}
	while (strchr(" \t\n", text[len - 1]) != NULL)
		len--;
	r->buf.len = len;
	text[len] = '\0';
	sar_buf_puts(&r->buf, "\n");
	return sar_buf_check(&r->buf, err) == 0 ? sar_buf_take(&r->buf) : NULL;
}

char *
sar_wording_read(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct reading r = { .name = name, .line = 1, .buf = SAR_BUF_INIT };
	char *said = NULL;

	if (len > SAR_WORDING_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: more than %d bytes",
		    name, SAR_WORDING_MAX);
		return NULL;
	}
	if (take_all(&r, text, len, err) == 0 &&
	    sar_buf_check(&r.buf, err) == 0)
		said = finish(&r, err);
	sar_buf_free(&r.buf);
	return said;
}
