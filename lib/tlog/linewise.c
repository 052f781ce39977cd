#include "tlog/linewise.h"

#include <string.h>

#include "base/b64.h"
#include "base/text.h"

/* tlog-witness: a client sends no more, and no tree below 2^63 is deeper. */
#define HASHES_MAX 63
#define SIZE_DIGITS 19 /* of 2^63 - 1 */

bool
sar_linewise_next(struct sar_linewise *lines, const char **line, size_t *len)
{
	const char *lf;

	lines->n++;
	lf = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
	if (lf == NULL)
		return false;
	*line = lines->at;
	*len = (size_t)(lf - lines->at);
	lines->at = lf + 1;
	return true;
}

int
sar_linewise_fault(const struct sar_linewise *lines, const char *what,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: line %zu: expected %s",
	    lines->name, lines->n, what);
}

bool
sar_linewise_number(const char *line, size_t len, const char *word,
    uint64_t *out)
{
	char digits[SIZE_DIGITS + 1];
	size_t head = strlen(word);
	size_t n;

	if (len <= head + 1 || memcmp(line, word, head) != 0 ||
	    line[head] != ' ')
		return false;
	n = len - head - 1;
	if (n > SIZE_DIGITS || (n > 1 && line[head + 1] == '0'))
		return false;
	memcpy(digits, line + head + 1, n);
	digits[n] = '\0';
	return strlen(digits) == n && sar_text_number(digits, INT64_MAX, out);
}

int
sar_linewise_proof(struct sar_linewise *lines, struct sar_range_proof *proof,
    struct sar_err *err)
{
	const char *line;
	size_t len, got;

	memset(proof, 0, sizeof(*proof));
	for (;;) {
		if (!sar_linewise_next(lines, &line, &len))
			return sar_linewise_fault(lines,
			    "a hash or an empty line, with its line end", err);
		if (len == 0)
			return 0;
		if (proof->n == HASHES_MAX)
			return sar_linewise_fault(lines,
			    "no more hashes than a proof can have", err);
		if (!sar_b64_get(line, len, proof->hashes[proof->n],
			SAR_SHA256_LEN, &got) ||
		    got != SAR_SHA256_LEN)
			return sar_linewise_fault(lines,
			    "a hash in Base64 or an empty line", err);
		proof->n++;
	}
}

int
sar_linewise_add_proof(struct sar_buf *buf, const struct sar_range_proof *proof,
    struct sar_err *err)
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t i;

	if (proof->n > HASHES_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "proof: more hashes than a proof can have");
	for (i = 0; i < proof->n; i++) {
		sar_b64_put(proof->hashes[i], SAR_SHA256_LEN, b64);
		sar_buf_puts(buf, b64);
		sar_buf_puts(buf, "\n");
	}
	sar_buf_puts(buf, "\n");
	return sar_buf_check(buf, err);
}
