#ifndef SAR_TLOG_LINES_H
#define SAR_TLOG_LINES_H

/* Private to tlog: texts of lines that each end with LF, as C2SP has them. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/range.h"

/* What is still to be read. */
struct sar_lines {
	const char *name; /* in messages */
	const char *at;
	const char *end;
	size_t n; /* of the line read last, from 1 */
};

/** sar_lines_next: The next line, without its LF; false at the end, and when
 * the LF is wanting. */
bool sar_lines_next(struct sar_lines *lines, const char **line, size_t *len);

/** sar_lines_fault: SAR_EINPUT: the line read last is not ${what}. */
int sar_lines_fault(const struct sar_lines *lines, const char *what,
    struct sar_err *err);

/** sar_lines_number: Is the line "${word} N", N below 2^63, without leading
 * zeros? */
bool sar_lines_number(const char *line, size_t len, const char *word,
    uint64_t *out);

/** sar_lines_proof: Read the hashes of a proof, and the empty line that ends
 * it. */
SAR_MUST_CHECK int sar_lines_proof(struct sar_lines *lines,
    struct sar_range_proof *proof, struct sar_err *err);

/** sar_lines_add_proof: Write these; SAR_EINPUT for too many. */
SAR_MUST_CHECK int sar_lines_add_proof(struct sar_buf *buf,
    const struct sar_range_proof *proof, struct sar_err *err);

#endif
