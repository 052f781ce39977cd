#include "tlog/keyfile_text.h"

#include <string.h>

#include "base/b64.h"
#include "base/text.h"

#define DIGITS 7 /* of 1048576 */
#define SALT_B64 (SAR_B64_LEN(SAR_KEYFILE_SALT) - 1)
#define BOX_B64 (SAR_B64_LEN(SAR_KEYFILE_BOX) - 1)

/* What is still to be read. */
struct scan {
	const char *p;
	const char *end;
};

static bool
take(struct scan *scan, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(scan->end - scan->p) < len ||
	    memcmp(scan->p, text, len) != 0)
		return false;
	scan->p += len;
	return true;
}

/* 1 to ${max}, no sign, no leading zero; anything longer is more than that. */
static bool
take_number(struct scan *scan, uint64_t max, uint32_t *out)
{
	char digits[DIGITS + 1];
	uint64_t value = 0;
	size_t n = 0;

	while (n < DIGITS && scan->p + n < scan->end && scan->p[n] >= '0' &&
	       scan->p[n] <= '9') {
		digits[n] = scan->p[n];
		n++;
	}
	digits[n] = '\0';
	if (digits[0] == '0' || !sar_text_number(digits, max, &value))
		return false;
	scan->p += n;
	*out = (uint32_t)value;
	return true;
}

static bool
take_b64(struct scan *scan, size_t chars, uint8_t *out, size_t len)
{
	size_t got;

	if ((size_t)(scan->end - scan->p) < chars ||
	    !sar_b64_get(scan->p, chars, out, len, &got) || got != len)
		return false;
	scan->p += chars;
	return true;
}

/* A vkey, of either kind, and its LF. */
static bool
take_vkey(struct scan *scan, struct sar_key_public *out)
{
	const char *lf = memchr(scan->p, '\n', (size_t)(scan->end - scan->p));
	size_t len = lf == NULL ? 0 : (size_t)(lf - scan->p);
	struct sar_err err = SAR_ERR_INIT;

	if (lf == NULL ||
	    (sar_key_public_parse("", scan->p, len, out, &err) == -1 &&
		sar_key_witness_parse("", scan->p, len, out, &err) == -1))
		return false;
	scan->p = lf + 1;
	return true;
}

int
sar_keyfile_text_read(const char *text, size_t len,
    struct sar_keyfile_text *out, struct sar_err *err)
{
	struct scan scan = { text, text + len };

	memset(out, 0, sizeof(*out));
	if (!take(&scan, "sar-key/v1 argon2id m="))
		return sar_err_set(err, SAR_ESECRET,
		    "key file: not of the form sar-key/v1 argon2id");
	if (!take_number(&scan, SAR_KEYFILE_MEMORY_MAX, &out->cost.memory) ||
	    out->cost.memory < SAR_KEYFILE_MEMORY_MIN || !take(&scan, " t=") ||
	    !take_number(&scan, SAR_KEYFILE_PASSES_MAX, &out->cost.passes) ||
	    !take(&scan, " p=1 s="))
		return sar_err_set(err, SAR_ESECRET,
		    "key file: line 1: a cost that is malformed or out of "
		    "bounds");
	if (!take_b64(&scan, SALT_B64, out->salt, sizeof(out->salt)) ||
	    !take(&scan, "\n"))
		return sar_err_set(err, SAR_ESECRET,
		    "key file: line 1: the salt is malformed");
	if (!take(&scan, "vkey ") || !take_vkey(&scan, &out->public))
		return sar_err_set(err, SAR_ESECRET,
		    "key file: line 2: expected vkey and a vkey");
	out->head = (size_t)(scan.p - text);
	if (!take(&scan, "box ") ||
	    !take_b64(&scan, BOX_B64, out->box, sizeof(out->box)))
		return sar_err_set(err, SAR_ESECRET,
		    "key file: line 3: expected box and what is sealed");
	(void)take(&scan, "\n");
	if (scan.p != scan.end)
		return sar_err_set(err, SAR_ESECRET,
		    "key file: more than three lines");
	return 0;
}

int
sar_keyfile_text_head(struct sar_buf *buf, const struct sar_keyfile_text *file,
    struct sar_err *err)
{
	char salt[SAR_B64_LEN(SAR_KEYFILE_SALT)], vkey[SAR_VKEY_MAX];

	sar_b64_put(file->salt, sizeof(file->salt), salt);
	sar_key_public_format(&file->public, vkey);
	sar_buf_printf(buf, "sar-key/v1 argon2id m=%u t=%u p=1 s=%s\nvkey %s\n",
	    (unsigned)file->cost.memory, (unsigned)file->cost.passes, salt,
	    vkey);
	return sar_buf_check(buf, err);
}

int
sar_keyfile_text_box(struct sar_buf *buf, const struct sar_keyfile_text *file,
    struct sar_err *err)
{
	char box[SAR_B64_LEN(SAR_KEYFILE_BOX)];

	sar_b64_put(file->box, sizeof(file->box), box);
	sar_buf_printf(buf, "box %s", box);
	return sar_buf_check(buf, err);
}
