#include "tlog/note.h"

#include <string.h>

#include "base/b64.h"
#include "base/text.h"
#include "tlog/key_sign.h"

/* A signature line begins with an em dash and a space. */
#define DASH "\xe2\x80\x94 "
#define DASH_LEN 4
#define BLOB_LEN (4 + SAR_KEY_SIG_LEN) /* key id, signature */
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

/* Is the line ours?  Then its signature is in ${blob}. */
static bool
is_ours(const char *line, size_t len, const struct sar_key_public *key,
    uint8_t blob[BLOB_LEN])
{
	size_t name = strlen(key->name);
	size_t got;

	return len == name + 1 + BLOB_B64 &&
	       memcmp(line, key->name, name) == 0 && line[name] == ' ' &&
	       sar_b64_get(line + name + 1, BLOB_B64, blob, BLOB_LEN, &got) &&
	       got == BLOB_LEN && memcmp(blob, key->id, sizeof(key->id)) == 0;
}

/* "name base64", of any key and length. */
static bool
is_signature(const char *line, size_t len)
{
	uint8_t blob[SIG_LINE_MAX];
	const char *space = memchr(line, ' ', len);
	size_t name = space == NULL ? 0 : (size_t)(space - line);
	size_t got;

	return name > 0 && len <= SIG_LINE_MAX &&
	       memchr(line, '+', name) == NULL &&
	       sar_b64_get(space + 1, len - name - 1, blob, sizeof(blob),
		   &got) &&
	       got >= 5;
}

/* Take all signature lines; just one must be by ${key}. */
static bool
take_signatures(struct scan *scan, const struct sar_key_public *key,
    struct sar_note *note)
{
	uint8_t blob[BLOB_LEN];
	size_t ours = 0, lines = 0;
	const char *lf;
	size_t len;

	while (take(scan, DASH, DASH_LEN)) {
		lf = memchr(scan->p, '\n', left(scan));
		len = lf == NULL ? left(scan) : (size_t)(lf - scan->p);
		if (++lines > SAR_NOTE_SIGS_MAX)
			return false;
		if (is_ours(scan->p, len, key, blob)) {
			memcpy(note->sig, blob + 4, sizeof(note->sig));
			ours++;
		} else if (!is_signature(scan->p, len)) {
			return false;
		}
		scan->p += len + (lf != NULL);
	}
	return ours == 1;
}

bool
sar_note_parse(const char *text, size_t len, const struct sar_key_public *key,
    struct sar_note *note)
{
	struct scan scan = { text, text + len };

	memset(note, 0, sizeof(*note));
	if (!take(&scan, key->name, strlen(key->name)) ||
	    !take(&scan, "\n", 1) || !take_size(&scan, &note->size) ||
	    !take_root(&scan, note->root))
		return false;
	note->text_len = (size_t)(scan.p - text);
	if (!take(&scan, "\n", 1) || !take_signatures(&scan, key, note))
		return false;
	note->len = (size_t)(scan.p - text);
	return true;
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
