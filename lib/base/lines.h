#ifndef SAR_BASE_LINES_H
#define SAR_BASE_LINES_H

#include <stddef.h>

#include "base/err.h"

/* A line, without its LF or CR LF; not ended by a NUL. */
struct sar_line {
	const char *text;
	size_t len;
};

/* A text, cut into lines. */
struct sar_lines {
	struct sar_line *line;
	size_t n;
};

/**
 * sar_lines_split: The lines of ${len} bytes at ${text}, which is borrowed; a
 * last one without its end is one.  The caller frees them.
 */
SAR_MUST_CHECK int sar_lines_split(const char *text, size_t len,
    struct sar_lines *out, struct sar_err *err);
void sar_lines_free(struct sar_lines *lines);

/* Lines that are in the place of others: counted from 0, either may be none. */
struct sar_lines_change {
	size_t then, n_then;
	size_t now, n_now;
};

typedef void sar_lines_fn(void *ctx, const struct sar_lines_change *change);

/**
 * sar_lines_compare(then, now, fn, ctx, err):
 * Call ${fn} for each stretch in which ${now} differs from ${then}, in order.
 * As few lines as can be, where there are not too many to find that out;
 * everything between the first and the last difference else.  -1 with ${err}
 * set when memory runs out.
 */
SAR_MUST_CHECK int sar_lines_compare(const struct sar_lines *then,
    const struct sar_lines *now, sar_lines_fn *fn, void *ctx,
    struct sar_err *err);

#endif
