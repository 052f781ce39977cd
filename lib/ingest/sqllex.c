#include "ingest/sqllex.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)
#define COMMENT 32 /* bytes of a comment that are looked at */

void
sar_sqllex_start(struct sar_sqllex *lex, const struct sar_source *source,
    struct sar_sha256 *hash, struct sar_err *err)
{
	memset(lex, 0, sizeof(*lex));
	lex->source = source;
	lex->hash = hash;
	lex->err = err;
	lex->line = 1;
}

int
sar_sqllex_fail(struct sar_sqllex *lex, uint64_t line, const char *why)
{
	if (!lex->failed)
		(void)sar_err_set(lex->err, SAR_EINPUT,
		    "%s: line %" PRIu64 ": %s", lex->source->name, line, why);
	lex->failed = true;
	return -1;
}

static bool
fill(struct sar_sqllex *lex)
{
	size_t len = sizeof(lex->block);

	if (lex->failed || lex->off >= lex->source->size)
		return false;
	if (len > lex->source->size - lex->off)
		len = (size_t)(lex->source->size - lex->off);
	if (sar_source_read(lex->source, lex->block, len, lex->off, lex->err) ==
	    -1) {
		lex->failed = true;
		return false;
	}
	sar_sha256_add(lex->hash, lex->block, len);
	lex->at = lex->off == 0 && len >= 3 &&
			  memcmp(lex->block, "\xEF\xBB\xBF", 3) == 0
		      ? 3
		      : 0;
	lex->off += len;
	lex->len = len;
	return lex->at < len;
}

/* The next character, or -1. */
static inline int
peek(struct sar_sqllex *lex)
{
	if (lex->at == lex->len && !fill(lex))
		return -1;
	return (unsigned char)lex->block[lex->at];
}

/* Go over the character that was peeked at. */
static inline void
pass(struct sar_sqllex *lex)
{
	if (lex->block[lex->at++] == '\n')
		lex->line++;
}

static bool
is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	       c == '\v';
}

static bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       is_digit(c) || c == '_' || c == '$' || c == '@' || c >= 0x80;
}

static void
add(struct sar_sqllex *lex, struct sar_buf *out, const char *text, size_t len)
{
	if (out == NULL)
		return;
	if (len > TEXT_MAX - out->len) {
		(void)sar_sqllex_fail(lex, lex->line,
		    "longer than 1 MiB, or a quote that is never closed");
		return;
	}
	sar_buf_add(out, text, len);
}

/* A comment to the end of its line. */
static void
pass_line(struct sar_sqllex *lex)
{
	char text[COMMENT];

	if (!sar_sqllex_line(lex, text, sizeof(text)))
		return;
	if (strncmp(text, "MySQL dump ", 11) == 0 ||
	    strncmp(text, "MariaDB dump ", 13) == 0) {
		lex->begun = true;
		lex->completed = false;
	}
	if (strncmp(text, "Dump completed", 14) == 0)
		lex->completed = true;
}

bool
sar_sqllex_line(struct sar_sqllex *lex, char *out, size_t size)
{
	size_t len = 0;
	int c;

	if (peek(lex) == -1)
		return false;
	while ((c = peek(lex)) != -1 && c != '\n') {
		if (len < size - 1 && (len > 0 || !is_blank(c)))
			out[len++] = (char)c;
		pass(lex);
	}
	if (c == '\n')
		pass(lex);
	while (len > 0 && is_blank((unsigned char)out[len - 1]))
		len--;
	out[len] = '\0';
	return true;
}

/*
 * After the beginning of a comment.  What is in one that begins with an
 * exclamation mark, and maybe a version, MySQL executes: only its ends are
 * passed over.
 */
static void
pass_comment(struct sar_sqllex *lex)
{
	uint64_t line = lex->line;
	int before = 0;
	int c;

	if (peek(lex) == '!') {
		do
			pass(lex);
		while (is_digit(peek(lex)));
		lex->executable = true;
		return;
	}
	while ((c = peek(lex)) != -1) {
		pass(lex);
		if (before == '*' && c == '/')
			return;
		before = c;
	}
	(void)sar_sqllex_fail(lex, line, "a comment that is never closed");
}

/* A character that may begin or end a comment; the mark when it does not. */
static int
pass_if_comment(struct sar_sqllex *lex, int c)
{
	int next;

	pass(lex);
	if (c == '#') {
		pass_line(lex);
		return 0;
	}
	next = peek(lex);
	if (c == '-' && next == '-') {
		pass(lex);
		pass_line(lex);
		return 0;
	}
	if (c == '/' && next == '*') {
		pass(lex);
		pass_comment(lex);
		return 0;
	}
	if (c == '*' && next == '/' && lex->executable) {
		pass(lex);
		lex->executable = false;
		return 0;
	}
	return c;
}

/* What a backslash makes of ${c} (MySQL 8.0 manual, 9.1.1). */
static void
add_escaped(struct sar_sqllex *lex, struct sar_buf *out, int c)
{
	static const char from[] = "0bnrtZ";
	static const char to[] = "\0\b\n\r\t\x1a";
	const char *at = c == 0 ? NULL : strchr(from, c);
	char text[2] = { '\\', (char)c };

	if (c == '%' || c == '_')
		add(lex, out, text, 2);
	else if (at != NULL)
		add(lex, out, &to[at - from], 1);
	else
		add(lex, out, &text[1], 1);
}

/* How many bytes of the block from here are nothing special. */
static size_t
plain_run(struct sar_sqllex *lex, char quote)
{
	const char *p = lex->block + lex->at;
	const char *end = lex->block + lex->len;

	for (; p < end && *p != quote && *p != '\\'; p++)
		if (*p == '\n')
			lex->line++;
	return (size_t)(p - lex->block) - lex->at;
}

/* After the opening quote: up to and over the closing one. */
static void
take_quoted(struct sar_sqllex *lex, char quote, bool escapes,
    struct sar_buf *out)
{
	uint64_t line = lex->line;
	size_t run;
	int c;

	while ((c = peek(lex)) != -1) {
		run = plain_run(lex, quote);
		add(lex, out, lex->block + lex->at, run);
		lex->at += run;
		if (run > 0)
			continue;
		pass(lex);
		if (c == '\\' && escapes) {
			if ((c = peek(lex)) == -1)
				break;
			add_escaped(lex, out, c);
			pass(lex);
			continue;
		}
		if (c == quote) {
			if (peek(lex) != quote)
				return;
			pass(lex);
		}
		add(lex, out, &(char){ (char)c }, 1);
	}
	(void)sar_sqllex_fail(lex, line, "a quote that is never closed");
}

static void
take_word(struct sar_sqllex *lex, bool number, struct sar_buf *out)
{
	size_t len = 0;
	int before = 0;
	char text;
	int c;

	while ((c = peek(lex)) != -1 &&
	       (is_word(c) || (number && c == '.') ||
		   (number && (before == 'e' || before == 'E') &&
		       (c == '-' || c == '+')))) {
		text = (char)c;
		add(lex, out, &text, 1);
		if (len < sizeof(lex->word) - 1)
			lex->word[len++] = text;
		before = c;
		pass(lex);
	}
	lex->word[len] = '\0';
}

static enum sar_sqllex_kind
take_mark(struct sar_sqllex *lex, int c, struct sar_buf *out)
{
	lex->mark = (char)c;
	add(lex, out, &lex->mark, 1);
	return SAR_SQLLEX_MARK;
}

/* The token that begins with ${c}, which was peeked at. */
static enum sar_sqllex_kind
take_token(struct sar_sqllex *lex, int c, struct sar_buf *out)
{
	if (is_word(c)) {
		take_word(lex, is_digit(c), out);
		return is_digit(c) ? SAR_SQLLEX_NUMBER : SAR_SQLLEX_WORD;
	}
	pass(lex);
	switch (c) {
	case '\'':
		take_quoted(lex, '\'', !lex->literal, out);
		return SAR_SQLLEX_STRING;
	case '"':
		take_quoted(lex, '"', !lex->literal, out);
		return SAR_SQLLEX_DOUBLE;
	case '`':
		take_quoted(lex, '`', false, out);
		return SAR_SQLLEX_NAME;
	case '[':
		take_quoted(lex, ']', false, out);
		return SAR_SQLLEX_NAME;
	default:
		return take_mark(lex, c, out);
	}
}

static enum sar_sqllex_kind
take_minus(struct sar_sqllex *lex, struct sar_buf *out)
{
	if (!is_digit(peek(lex)))
		return take_mark(lex, '-', out);
	add(lex, out, "-", 1);
	take_word(lex, true, out);
	return SAR_SQLLEX_NUMBER;
}

static enum sar_sqllex_kind
next_token(struct sar_sqllex *lex, struct sar_buf *out)
{
	int c;

	while ((c = peek(lex)) != -1) {
		if (is_blank(c)) {
			pass(lex);
			continue;
		}
		if (c != '#' && c != '-' && c != '/' && c != '*')
			return take_token(lex, c, out);
		if ((c = pass_if_comment(lex, c)) == 0)
			continue;
		if (c == '-')
			return take_minus(lex, out);
		return take_mark(lex, c, out);
	}
	return SAR_SQLLEX_END;
}

enum sar_sqllex_kind
sar_sqllex_next(struct sar_sqllex *lex, struct sar_buf *out)
{
	enum sar_sqllex_kind kind = next_token(lex, out);

	if (out != NULL && !lex->failed) {
		sar_buf_add(out, "", 1);
		if (sar_buf_check(out, lex->err) == -1)
			lex->failed = true;
	}
	return lex->failed ? SAR_SQLLEX_END : kind;
}
