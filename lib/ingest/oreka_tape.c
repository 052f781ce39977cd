#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "ingest/oreka.h"
#include "ingest/oreka_pending.h"

#define LINE_MAX_LEN 65536

/* The values of a message, in the order of oreka_pending.h. */
static const char *const keys[SAR_OREKA_KEYS] = { "recid", "stage", "timestamp",
	"filename", "localparty", "localentrypoint", "remoteparty", "direction",
	"duration", "nativecallid", "side" };

/* A log or a list of messages being read, line by line. */
struct tapes {
	struct sar_reading *in;
	struct sar_oreka_pending *pending;
	uint64_t line;
	size_t len;
	bool too_long;
	char text[LINE_MAX_LEN + 1];
};

/* In place; false when what follows a percent sign is nothing. */
static bool
decode_url(char *text)
{
	char *to = text;
	int byte;

	for (; *text != '\0'; text++) {
		if (*text != '%') {
			*to++ = (char)(*text == '+' ? ' ' : *text);
			continue;
		}
		if ((byte = sar_hex_escape(text)) == -1)
			return false;
		*to++ = (char)byte;
		/* Kept as no text, for the check that follows. */
		if (to[-1] == '\0')
			to[-1] = '\1';
		text += 2;
	}
	*to = '\0';
	return true;
}

/* Oreka's own escapes of a line: a blank, a percent and an equals sign. */
static bool
decode_line(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text != '%') {
			*to++ = *text;
			continue;
		}
		text++;
		if (*text != 's' && *text != 'p' && *text != 'e')
			return false;
		*to++ = (char)(*text == 's' ? ' ' : *text == 'p' ? '%' : '=');
	}
	*to = '\0';
	return true;
}

/* Text that a row may hold: no control characters in it. */
static bool
is_clean(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (iscntrl((unsigned char)text[i]))
			return false;
	return sar_text_utf8(text, i);
}

static bool
take_pair(struct sar_oreka_message *m, char *pair, bool url,
    const char **column)
{
	char *value = strchr(pair, '=');
	size_t i;

	if (value == NULL)
		return pair[0] == '\0';
	*value++ = '\0';
	for (i = 0; i < SAR_OREKA_KEYS; i++) {
		if (strcmp(pair, keys[i]) != 0)
			continue;
		*column = keys[i];
		if (m->values[i] != NULL ||
		    !(url ? decode_url(value) : decode_line(value)) ||
		    !is_clean(value))
			return false;
		m->values[i] = value;
	}
	return true;
}

/* The pairs from "type=tape" on; ${text} is cut up. */
static bool
take_pairs(struct sar_oreka_message *m, char *text, const char **column)
{
	const char between = text[strlen("type=tape")];
	const bool url = between != ' ';
	char *next;

	if (url)
		text[strcspn(text, " \t\"'")] = '\0';
	for (; text != NULL; text = next) {
		if ((next = strchr(text, url ? '&' : ' ')) != NULL)
			*next++ = '\0';
		*column = "-";
		if (!take_pair(m, text, url, column))
			return false;
	}
	return true;
}

/* Where a message begins; NULL: the line is something else. */
static char *
find_message(char *text)
{
	static const char mark[] = "type=tape";
	char *at = text;
	char before, after;

	while ((at = strstr(at, mark)) != NULL) {
		before = (char)(at == text ? ' ' : at[-1]);
		after = at[sizeof(mark) - 1];
		if (strchr(" \t?&\"'", before) != NULL &&
		    (after == '&' || after == ' '))
			return at;
		at++;
	}
	return NULL;
}

static int
end_line(struct tapes *t, struct sar_err *err)
{
	struct sar_oreka_message m = { 0 };
	const char *column = "-";
	char *at;
	int rc = 0;

	t->line++;
	t->text[t->len] = '\0';
	m.line = t->line;
	while (t->len > 0 && t->text[t->len - 1] == '\r')
		t->text[--t->len] = '\0';
	if ((at = find_message(t->text)) == NULL)
		rc = 0;
	else if (t->too_long)
		rc = sar_sink_reject(t->in, t->line, "-",
		    "a line longer than 64 KiB", err);
	else if (!take_pairs(&m, at, &column))
		rc = sar_sink_reject(t->in, t->line, column,
		    "not a value of a tape message", err);
	else
		rc = sar_oreka_pending_take(t->pending, &m, err);
	t->len = 0;
	t->too_long = false;
	return rc;
}

static int
take_block(void *ctx, const char *text, size_t len, struct sar_err *err)
{
	struct tapes *t = ctx;
	const char *end;
	size_t n, room;

	if (memchr(text, '\0', len) != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: after line %llu: a NUL byte", t->in->name,
		    (unsigned long long)t->line);
	while (len > 0) {
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		room = LINE_MAX_LEN - t->len;
		t->too_long = t->too_long || n > room;
		memcpy(t->text + t->len, text, n < room ? n : room);
		t->len += n < room ? n : room;
		if (end == NULL)
			return 0;
		if (end_line(t, err) == -1)
			return -1;
		text += n + 1;
		len -= n + 1;
	}
	return 0;
}

static int
read_tapes(struct sar_reading *in, struct sar_err *err)
{
	struct tapes *t = calloc(1, sizeof(*t));
	int rc = -1;

	if (t == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	t->in = in;
	in->context.basis = SAR_TIME_EPOCH;
	in->evidence = "format";
	if ((t->pending = sar_oreka_pending_new(in, err)) == NULL ||
	    sar_sha256_each(in->source, take_block, t, in->sha256, err) == -1 ||
	    (t->len > 0 && end_line(t, err) == -1))
		goto out;
	rc = sar_oreka_pending_end(t->pending, err);

out:
	sar_oreka_pending_free(t->pending);
	explicit_bzero(t, sizeof(*t));
	free(t);
	return rc;
}

/* A message with the three keys that every one has. */
static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "recid=", "stage=", "timestamp=" };
	const char *text = probe->head;
	const char *at, *end;
	size_t i, len;

	if (probe->db != NULL)
		return false;
	while ((at = strstr(text, "type=tape")) != NULL) {
		end = strchr(at, '\n');
		len = end == NULL ? strlen(at) : (size_t)(end - at);
		for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
			if (memmem(at, len, own[i], strlen(own[i])) == NULL)
				break;
		if (i == sizeof(own) / sizeof(own[0]) &&
		    (at[9] == '&' || at[9] == ' '))
			return true;
		text = at + 1;
	}
	return false;
}

const struct sar_format sar_format_oreka_tape = {
	.name = "oreka-tape",
	.version = 1,
	.title = "Oreka, tape messages of orkaudio",
	.system = "oreka",
	.grouped = "nativecallid",
	.probe = probe,
	.read = read_tapes,
};
