#ifndef SAR_TLOG_LINEWISE_H
#define SAR_TLOG_LINEWISE_H

/* Private to tlog: texts of lines that each end with LF, as C2SP has them. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/range.h"

/* What is still to be read. */
struct sar_linewise {
	const char *name; /* in messages */
	const char *at;
	const char *end;
	size_t n; /* of the line read last, from 1 */
};

/** sar_linewise_next: The next line, without its LF; false at the end, and when
 * the LF is wanting. */
bool sar_linewise_next(struct sar_linewise *lines, const char **line,
    size_t *len);

/** sar_linewise_fault: SAR_EINPUT: the line read last is not ${what}. */
int sar_linewise_fault(const struct sar_linewise *lines, const char *what,
    struct sar_err *err);

/** sar_linewise_number: Is the line "${word} N", N below 2^63, without leading
 * zeros? */
bool sar_linewise_number(const char *line, size_t len, const char *word,
    uint64_t *out);

/** sar_linewise_proof: Read the hashes of a proof, and the empty line that ends
 * it. */
SAR_MUST_CHECK int sar_linewise_proof(struct sar_linewise *lines,
    struct sar_range_proof *proof, struct sar_err *err);

/** sar_linewise_add_proof: Write these; SAR_EINPUT for too many. */
SAR_MUST_CHECK int sar_linewise_add_proof(struct sar_buf *buf,
    const struct sar_range_proof *proof, struct sar_err *err);

#endif
