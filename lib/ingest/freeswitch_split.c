#include "ingest/freeswitch_split.h"

#include <string.h>

#include "ingest/freeswitch.h"

#define NAME SAR_FREESWITCH_CALLFLOW

void
sar_freeswitch_callflow_name(unsigned n, char *name)
{
	name[sizeof(NAME) - 3] = (char)('0' + n / 10 % 10);
	name[sizeof(NAME) - 2] = (char)('0' + n % 10);
}

static void
leave(struct sar_freeswitch_split *s)
{
	s->text.len = 0;
	s->began = 0;
	s->depth = 0;
	s->string = 0;
	s->flows = 0;
	s->quoted = false;
	s->escaped = false;
}

/* A fault of the object, or of the line when in none. */
static int
fail(struct sar_freeswitch_split *s, const char *why, bool skip,
    struct sar_err *err)
{
	uint64_t line = s->began != 0 ? s->began : s->lines + 1;

	leave(s);
	s->skipping = skip;
	return s->fault(s->ctx, line, why, err);
}

static int
hand_over(struct sar_freeswitch_split *s, struct sar_err *err)
{
	uint64_t line = s->began;
	int rc;

	if (sar_buf_check(&s->text, err) == -1)
		return -1;
	rc = s->object(s->ctx, s->text.data, s->text.len, line, err);
	leave(s);
	return rc;
}

/* The string before a colon is a name: is it that one again? */
static void
note_name(struct sar_freeswitch_split *s)
{
	size_t len = sizeof(NAME) - 1;
	char *at;

	if (s->depth != 1 || s->string == 0 || s->text.failed ||
	    s->text.len < s->string + len + 1)
		return;
	at = s->text.data + s->string;
	if (memcmp(at, NAME "\"", len + 1) != 0)
		return;
	s->flows++;
	if (s->flows > 1 && s->flows <= SAR_FREESWITCH_AGAIN)
		sar_freeswitch_callflow_name(s->flows, at);
}

static int
take_quoted(struct sar_freeswitch_split *s, char c, struct sar_err *err)
{
	if (c == '\n')
		return fail(s, "torn, or a line break in a string", false, err);
	if (s->escaped)
		s->escaped = false;
	else if (c == '\\')
		s->escaped = true;
	else if (c == '"')
		s->quoted = false;
	return 0;
}

static int
take_plain(struct sar_freeswitch_split *s, char c, struct sar_err *err)
{
	switch (c) {
	case '"':
		s->quoted = true;
		if (s->depth == 1)
			s->string = s->text.len;
		return 0;
	case ':':
		note_name(s);
		return 0;
	case '{':
	case '[':
		if (++s->depth > SAR_FREESWITCH_DEPTH)
			return fail(s, "nested too deep", true, err);
		return 0;
	case '}':
	case ']':
		return --s->depth == 0 ? hand_over(s, err) : 0;
	default:
		return 0;
	}
}

/* Between objects. */
static int
take_outside(struct sar_freeswitch_split *s, char c, struct sar_err *err)
{
	if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
		return 0;
	if (c != '{')
		return fail(s, "not a JSON object", true, err);
	s->began = s->lines + 1;
	s->depth = 1;
	sar_buf_add(&s->text, &c, 1);
	return 0;
}

static int
take_inside(struct sar_freeswitch_split *s, char c, struct sar_err *err)
{
	if (s->text.len == SAR_FREESWITCH_RECORD_MAX)
		return fail(s, "larger than 4 MiB", true, err);
	/* Within an object only what is indented begins a line so. */
	if (c == '{' && !s->mid_line) {
		if (fail(s, "torn: the record does not end", false, err) == -1)
			return -1;
		return take_outside(s, c, err);
	}
	sar_buf_add(&s->text, &c, 1);
	return s->quoted ? take_quoted(s, c, err) : take_plain(s, c, err);
}

static int
take(struct sar_freeswitch_split *s, char c, struct sar_err *err)
{
	if (s->skipping) {
		s->skipping = c != '\n';
		return 0;
	}
	return s->began == 0 ? take_outside(s, c, err) : take_inside(s, c, err);
}

/*
 * How many of the bytes have no meaning here, so that they can be kept as they
 * are: within an object, up to the next mark or to its limit.
 */
static size_t
dull(const struct sar_freeswitch_split *s, const char *text, size_t len)
{
	size_t room = SAR_FREESWITCH_RECORD_MAX - s->text.len;
	const char *marks = s->quoted ? "\"\\\n" : "\"{}[]:\n";
	size_t n = 0;

	if (s->skipping || s->began == 0 || s->escaped || !s->mid_line)
		return 0;
	if (len > room)
		len = room;
	while (n < len && text[n] != '\0' && strchr(marks, text[n]) == NULL)
		n++;
	return n;
}

int
sar_freeswitch_split_add(struct sar_freeswitch_split *s, const char *text,
    size_t len, struct sar_err *err)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t i, n;

	for (i = 0; i < len; i++, s->bytes++) {
		if (s->bytes < 3 && text[i] == mark[s->bytes])
			continue;
		if ((n = dull(s, text + i, len - i)) > 0) {
			sar_buf_add(&s->text, text + i, n);
			s->bytes += n;
			i += n;
		}
		if (i == len)
			break;
		if (take(s, text[i], err) == -1)
			return -1;
		s->mid_line = text[i] != '\n';
		if (text[i] == '\n')
			s->lines++;
	}
	return 0;
}

bool
sar_freeswitch_split_open(const struct sar_freeswitch_split *s, uint64_t *line)
{
	*line = s->began;
	return s->began != 0;
}

void
sar_freeswitch_split_free(struct sar_freeswitch_split *s)
{
	sar_buf_free(&s->text);
}
