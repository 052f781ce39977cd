#include "package/age_header.h"

#include <string.h>

#include "base/b64.h"

#define COLUMNS 64     /* of a stanza's body; the last line has fewer */
#define STANZAS_MAX 64 /* of all kinds */
#define ARGS 2         /* of a stanza of X25519 */

static const char version[] = "age-encryption.org/v1";
static const char arrow[] = "-> ";
static const char mac_mark[] = "--- ";

/* The text not yet read, and a line of it without its LF. */
struct reader {
	const char *p;
	const char *end;
	const char *line;
	size_t len;
};

static bool
next_line(struct reader *r)
{
	const char *lf = memchr(r->p, '\n', (size_t)(r->end - r->p));

	if (lf == NULL)
		return false;
	r->line = r->p;
	r->len = (size_t)(lf - r->p);
	r->p = lf + 1;
	return true;
}

static bool
begins(const struct reader *r, const char *mark)
{
	size_t len = strlen(mark);

	return r->len >= len && memcmp(r->line, mark, len) == 0;
}

/* Base64 without padding, at most a line of it, written in the one way. */
static bool
bare_base64(const char *text, size_t len, uint8_t *out, size_t max, size_t *got)
{
	char padded[COLUMNS + 4];
	size_t pad = (4 - len % 4) % 4;

	if (len > COLUMNS || pad == 3)
		return false;
	memcpy(padded, text, len);
	memset(padded + len, '=', pad);
	/* A '=' of the text itself makes too many of them. */
	return memchr(text, '=', len) == NULL &&
	       sar_b64_get(padded, len + pad, out, max, got);
}

/* Just ${want} bytes. */
static bool
exactly(const char *text, size_t len, uint8_t *out, size_t want)
{
	size_t got;

	return bare_base64(text, len, out, want, &got) && got == want;
}

/* The arguments of a stanza's first line: *${n} of them, the first two kept. */
static bool
split(const struct reader *r, const char *args[ARGS], size_t lens[ARGS],
    size_t *n)
{
	size_t at = strlen(arrow);
	size_t from;

	for (*n = 0; at <= r->len; (*n)++, at++) {
		for (from = at; at < r->len && r->line[at] != ' '; at++)
			if (r->line[at] < '!' || r->line[at] > '~')
				return false;
		if (at == from)
			return false;
		if (*n < ARGS) {
			args[*n] = r->line + from;
			lens[*n] = at - from;
		}
	}
	return true;
}

static bool
is(const char *text, size_t len, const char *word)
{
	return len == strlen(word) && memcmp(text, word, len) == 0;
}

/*
 * The lines of a body, to the first that is not full; what fits of it into
 * ${out}, and how much there is of it in *${total}.
 */
static bool
read_body(struct reader *r, uint8_t out[SAR_AGE_BODY], size_t *total)
{
	uint8_t bytes[COLUMNS];
	size_t got;

	*total = 0;
	do {
		if (!next_line(r) ||
		    !bare_base64(r->line, r->len, bytes, sizeof(bytes), &got))
			return false;
		if (*total == 0)
			memcpy(out, bytes,
			    got < SAR_AGE_BODY ? got : SAR_AGE_BODY);
		*total += got;
	} while (r->len == COLUMNS);
	return true;
}

/* The stanza that begins on the line just read. */
static const char *
read_stanza(struct reader *r, struct sar_age_header *header, bool *scrypt)
{
	struct sar_age_stanza *stanza = &header->stanzas[header->n];
	const char *args[ARGS] = { "", "" };
	size_t lens[ARGS] = { 0 };
	uint8_t body[SAR_AGE_BODY];
	size_t n, total;

	if (!split(r, args, lens, &n))
		return "a stanza's arguments are not as they have to be";
	if (!read_body(r, body, &total))
		return "a stanza's body is not as it has to be";
	if (is(args[0], lens[0], "scrypt"))
		*scrypt = true;
	if (!is(args[0], lens[0], "X25519"))
		return NULL;
	if (header->n == SAR_AGE_RECIPIENTS)
		return "more recipients than are read";
	/* Another length would let a sender find out which key we have. */
	if (n != ARGS || total != SAR_AGE_BODY ||
	    !exactly(args[1], lens[1], stanza->share, SAR_AGE_KEY))
		return "a stanza of X25519 is not as it has to be";
	memcpy(stanza->body, body, SAR_AGE_BODY);
	header->n++;
	return NULL;
}

static const char *
read_stanzas(struct reader *r, struct sar_age_header *header)
{
	bool scrypt = false;
	const char *why;
	size_t n;

	for (n = 0; next_line(r); n++) {
		if (begins(r, mac_mark))
			return n == 0 || (scrypt && n > 1)
				   ? "its recipients are not as they have to be"
				   : NULL;
		if (n == STANZAS_MAX)
			return "more recipients than are read";
		if (!begins(r, arrow))
			return "neither a stanza nor the end of the header";
		if ((why = read_stanza(r, header, &scrypt)) != NULL)
			return why;
	}
	return "ends within its header";
}

const char *
sar_age_header_parse(const char *text, size_t len,
    struct sar_age_header *header)
{
	struct reader r = { .p = text, .end = text + len };
	size_t mark = strlen(mac_mark);
	const char *why;

	header->n = 0;
	if (!next_line(&r) || !is(r.line, r.len, version))
		return "does not begin as a file of age, version 1";
	if ((why = read_stanzas(&r, header)) != NULL)
		return why;
	if (!exactly(r.line + mark, r.len - mark, header->mac, SAR_AGE_KEY))
		return "the header's MAC is not as it has to be";
	/* Not the space that follows the mark. */
	header->mac_len = (size_t)(r.line - text) + mark - 1;
	header->len = (size_t)(r.p - text);
	return NULL;
}
