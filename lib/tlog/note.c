#include "tlog/note.h"

#include <string.h>

#include "base/b64.h"
#include "base/text.h"
#include "tlog/key_sign.h"
#include "tlog/note_line.h"

#define DASH SAR_NOTE_DASH
#define DASH_LEN 4
#define ID_LEN ((size_t)4)
#define BLOB_LEN (ID_LEN + SAR_KEY_SIG_LEN) /* key id, signature */
#define BLOB_B64 (SAR_B64_LEN(BLOB_LEN) - 1)
#define ROOT_B64 (SAR_B64_LEN(SAR_SHA256_LEN) - 1)
#define SIZE_DIGITS 19     /* of 2^63 - 1 */
#define SIG_LINE_MAX 16384 /* other keys' signatures can be large */

/* What is still to be read. */
struct scan {
	const char *p;
	const char *end;
};

static size_t
left(const struct scan *scan)
{
	return (size_t)(scan->end - scan->p);
}

/* Take ${text} if it comes next. */
static bool
take(struct scan *scan, const char *text, size_t len)
{
	if (left(scan) < len || memcmp(scan->p, text, len) != 0)
		return false;
	scan->p += len;
	return true;
}

/* Take "<size>\n": no sign, no leading zero, at most 2^63 - 1. */
static bool
take_size(struct scan *scan, uint64_t *size)
{
	char digits[SIZE_DIGITS + 1];
	size_t n = 0;

	while (n < SIZE_DIGITS && n < left(scan) && scan->p[n] >= '0' &&
	       scan->p[n] <= '9') {
		digits[n] = scan->p[n];
		n++;
	}
	digits[n] = '\0';
	if ((n > 1 && digits[0] == '0') ||
	    !sar_text_number(digits, INT64_MAX, size))
		return false;
	scan->p += n;
	return take(scan, "\n", 1);
}

static bool
take_root(struct scan *scan, uint8_t root[SAR_SHA256_LEN])
{
	size_t got;

	if (left(scan) < ROOT_B64 ||
	    !sar_b64_get(scan->p, ROOT_B64, root, SAR_SHA256_LEN, &got) ||
	    got != SAR_SHA256_LEN)
		return false;
	scan->p += ROOT_B64;
	return take(scan, "\n", 1);
}

/* Unicode's spaces past ASCII, which C2SP keeps out of key names. */
static bool
is_space(uint32_t code)
{
	return code == 0x85 || code == 0xa0 || code == 0x1680 ||
	       (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
	       code == 0x2029 || code == 0x202f || code == 0x205f ||
	       code == 0x3000;
}

/* May a key, of whatever kind, have this name? */
static bool
is_name(const char *name, size_t len)
{
	uint32_t code;
	size_t i, n;

	for (i = 0; i < len; i += n)
		if ((n = sar_text_character(name + i, len - i, &code)) == 0 ||
		    code <= ' ' || code == '+' || code == 0x7f ||
		    is_space(code))
			return false;
	return len > 0;
}

/* "name base64", of any key and length. */
static bool
is_signature(const char *line, size_t len)
{
	uint8_t blob[SIG_LINE_MAX];
	const char *space = memchr(line, ' ', len);
	size_t name = space == NULL ? 0 : (size_t)(space - line);
	size_t got;

	return name > 0 && len <= SIG_LINE_MAX && is_name(line, name) &&
	       sar_b64_get(space + 1, len - name - 1, blob, sizeof(blob),
		   &got) &&
	       got > ID_LEN;
}

enum sar_note_whose
sar_note_whose(const char *line, size_t len, const struct sar_key_public *key,
    uint8_t *payload, size_t payload_len)
{
	uint8_t blob[SIG_LINE_MAX];
	size_t name = strlen(key->name);
	size_t got;

	if (len <= name || memcmp(line, key->name, name) != 0 ||
	    line[name] != ' ' ||
	    !sar_b64_get(line + name + 1, len - name - 1, blob, sizeof(blob),
		&got) ||
	    got < ID_LEN || memcmp(blob, key->id, ID_LEN) != 0)
		return SAR_NOTE_OTHERS;
	if (got != ID_LEN + payload_len)
		return SAR_NOTE_BROKEN;
	memcpy(payload, blob + ID_LEN, payload_len);
	return SAR_NOTE_OURS;
}

bool
sar_note_line(const char *text, const struct sar_note *note, size_t *at,
    const char **line, size_t *len)
{
	const char *lf;

	if (*at == 0)
		*at = note->text_len + 1; /* the empty line */
	if (*at >= note->len)
		return false;
	*line = text + *at + DASH_LEN;
	lf = memchr(*line, '\n', note->len - *at - DASH_LEN);
	*len = lf == NULL ? note->len - *at - DASH_LEN : (size_t)(lf - *line);
	*at += DASH_LEN + *len + (lf != NULL);
	return true;
}

/* Take all signature lines, of which there is one at least. */
static bool
take_signatures(struct scan *scan)
{
	size_t lines = 0;
	const char *lf;
	size_t len;

	while (take(scan, DASH, DASH_LEN)) {
		lf = memchr(scan->p, '\n', left(scan));
		len = lf == NULL ? left(scan) : (size_t)(lf - scan->p);
		if (++lines > SAR_NOTE_SIGS_MAX || !is_signature(scan->p, len))
			return false;
		scan->p += len + (lf != NULL);
	}
	return lines > 0;
}

bool
sar_note_read(const char *text, size_t len, char origin[SAR_KEY_NAME_MAX + 1],
    struct sar_note *note)
{
	struct scan scan = { text, text + len };
	const char *lf = memchr(text, '\n', len);
	size_t name = lf == NULL ? 0 : (size_t)(lf - text);

	memset(note, 0, sizeof(*note));
	if (name == 0 || name > SAR_KEY_NAME_MAX)
		return false;
	memcpy(origin, text, name);
	origin[name] = '\0';
	scan.p += name + 1;
	if (strlen(origin) != name || !sar_key_name_ok(origin) ||
	    !take_size(&scan, &note->size) || !take_root(&scan, note->root))
		return false;
	note->text_len = (size_t)(scan.p - text);
	if (!take(&scan, "\n", 1) || !take_signatures(&scan))
		return false;
	note->len = (size_t)(scan.p - text);
	return true;
}

bool
sar_note_parse(const char *text, size_t len, const struct sar_key_public *key,
    struct sar_note *note)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	enum sar_note_whose whose;
	size_t ours = 0, at = 0, n;
	const char *line;

	if (!sar_note_read(text, len, origin, note) ||
	    strcmp(origin, key->name) != 0)
		return false;
	while (sar_note_line(text, note, &at, &line, &n)) {
		whose = sar_note_whose(line, n, key, note->sig,
		    sizeof(note->sig));
		if (whose == SAR_NOTE_BROKEN)
			return false;
		ours += whose == SAR_NOTE_OURS;
	}
	return ours == 1;
}

bool
sar_note_claims(const char *text, size_t len, const struct sar_key_public *key)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	const char *line;
	size_t at = 0, n;

	if (!sar_note_read(text, len, origin, &note) ||
	    strcmp(origin, key->name) != 0)
		return false;
	while (sar_note_line(text, &note, &at, &line, &n))
		if (sar_note_whose(line, n, key, note.sig, sizeof(note.sig)) !=
		    SAR_NOTE_OTHERS)
			return true;
	return false;
}

bool
sar_note_named(const char *text, const struct sar_note *note,
    const char *origin)
{
	size_t name = strlen(origin), at = 0, got, n;
	uint8_t blob[BLOB_LEN];
	const char *line;

	while (sar_note_line(text, note, &at, &line, &n))
		if (n == name + 1 + BLOB_B64 && line[name] == ' ' &&
		    memcmp(line, origin, name) == 0 &&
		    sar_b64_get(line + name + 1, BLOB_B64, blob, BLOB_LEN,
			&got) &&
		    got == BLOB_LEN)
			return true;
	return false;
}

bool
sar_note_verify(const char *text, const struct sar_note *note,
    const struct sar_key_public *key)
{
	return sar_key_verify(key, text, note->text_len, note->sig);
}

/* Take what there is of ${text}; true if that was all of it. */
static bool
take_torn(struct scan *scan, const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && n < left(scan) && scan->p[n] == text[n])
		n++;
	scan->p += n;
	return n == len;
}

/* Take up to ${max} of ${set}; true if something may follow them. */
static bool
take_torn_set(struct scan *scan, const char *set, size_t max)
{
	size_t n = 0;

	while (n < max && n < left(scan) && scan->p[n] != '\0' &&
	       strchr(set, scan->p[n]) != NULL)
		n++;
	scan->p += n;
	return n > 0;
}

size_t
sar_note_torn(const char *text, size_t len, const struct sar_key_public *key)
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "0123456789+/=";
	struct scan scan = { text, text + len };
	size_t name = strlen(key->name);

	/* A whole last line would make it a note, not a torn one. */
	if (take_torn(&scan, key->name, name) && take_torn(&scan, "\n", 1) &&
	    take_torn_set(&scan, "0123456789", SIZE_DIGITS) &&
	    take_torn(&scan, "\n", 1) &&
	    take_torn_set(&scan, base64, ROOT_B64) &&
	    take_torn(&scan, "\n\n" DASH, 2 + DASH_LEN) &&
	    take_torn(&scan, key->name, name) && take_torn(&scan, " ", 1))
		(void)take_torn_set(&scan, base64, BLOB_B64 - 1);
	return (size_t)(scan.p - text);
}

int
sar_note_add(struct sar_buf *buf, const struct sar_key_secret *key,
    uint64_t size, const uint8_t root[SAR_SHA256_LEN], struct sar_err *err)
{
	const struct sar_key_public *public = sar_key_secret_public(key);
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)], blob64[SAR_B64_LEN(BLOB_LEN)];
	uint8_t blob[BLOB_LEN];
	size_t from = buf->len;

	if (public->kind != SAR_KEY_LOG)
		return sar_err_set(err, SAR_ESECRET,
		    "checkpoint: the key is not a log's");
	sar_b64_put(root, SAR_SHA256_LEN, root64);
	sar_buf_printf(buf, "%s\n%llu\n%s\n", public->name,
	    (unsigned long long)size, root64);
	if (sar_buf_check(buf, err) == -1)
		return -1;
	memcpy(blob, public->id, sizeof(public->id));
	if (sar_key_sign(key, buf->data + from, buf->len - from,
		blob + sizeof(public->id), err) == -1)
		return -1;
	sar_b64_put(blob, sizeof(blob), blob64);
	sar_buf_printf(buf, "\n" DASH "%s %s\n", public->name, blob64);
	return sar_buf_check(buf, err);
}
