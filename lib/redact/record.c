/* The record of the log that registered a batch: sar-log(5). */
#include <string.h>

#include "base/b64.h"
#include "base/text.h"
#include "base/utc.h"
#include "redact/record.h"

#define LINE_MAX 16384 /* as long as the log's may be */
#define STAFF_MAX 32
#define NUMBER_MAX (((uint64_t)1 << 53) - 1)
#define NUMBER_LEN 16 /* digits of that */
#define SALT 16

/* What is still to be read, of a line that has an end. */
struct scan {
	const char *p;
	const char *end;
};

/* All but the values is the same in each: nothing else can be in between. */
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

/* What comes before ${stop}, copied with a NUL; of ${max} characters at
   most. */
static bool
take_until(struct scan *scan, char stop, char *out, size_t max)
{
	const char *at = memchr(scan->p, stop, (size_t)(scan->end - scan->p));
	size_t len = at == NULL ? 0 : (size_t)(at - scan->p);

	if (len == 0 || len > max || memchr(scan->p, '\0', len) != NULL)
		return false;
	memcpy(out, scan->p, len);
	out[len] = '\0';
	scan->p = at;
	return true;
}

static bool
take_staff(struct scan *scan)
{
	char by[STAFF_MAX + 1];

	return take_until(scan, '"', by, STAFF_MAX) &&
	       sar_text_plain(by, STAFF_MAX);
}

static bool
take_number(struct scan *scan, uint64_t *out)
{
	char digits[NUMBER_LEN + 1];

	return take_until(scan, ',', digits, NUMBER_LEN) &&
	       (digits[0] != '0' || digits[1] == '\0') &&
	       sar_text_number(digits, NUMBER_MAX, out);
}

static bool
take_bytes(struct scan *scan, uint8_t *out, size_t n)
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t got = 0;

	return take_until(scan, '"', b64, sizeof(b64) - 1) &&
	       sar_b64_get(b64, strlen(b64), out, n, &got) && got == n;
}

static bool
take_time(struct scan *scan, char when[SAR_UTC_LEN])
{
	int64_t utc;

	return take_until(scan, '"', when, SAR_UTC_LEN - 1) &&
	       sar_utc_parse(when, &utc);
}

bool
sar_redact_record_read(const char *line, size_t len,
    struct sar_redact_record *out)
{
	struct scan scan = { line, line + len };
	uint8_t salt[SALT];

	memset(out, 0, sizeof(*out));
	return len <= LINE_MAX && take(&scan, "{\"by\":\"") &&
	       take_staff(&scan) && take(&scan, "\",\"n\":") &&
	       take_number(&scan, &out->n) && take(&scan, ",\"root\":\"") &&
	       take_bytes(&scan, out->root, sizeof(out->root)) &&
	       take(&scan, "\",\"salt\":\"") &&
	       take_bytes(&scan, salt, sizeof(salt)) &&
	       take(&scan, "\",\"seq\":") && take_number(&scan, &out->seq) &&
	       take(&scan, ",\"t\":\"") && take_time(&scan, out->when) &&
	       take(&scan, "\",\"type\":\"register\",\"v\":1}") &&
	       scan.p == scan.end;
}
