#ifndef SAR_MARKS_LINES_H
#define SAR_MARKS_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The lines of a text file a person may have made on any system. */
struct sar_lines {
	const char *name; /* for messages */
	const char *at;
	const char *end;
	unsigned number; /* of the last line given */
};

struct sar_line {
	const char *text; /* not NUL-terminated */
	size_t len;
	unsigned number; /* from 1 */
};

/**
 * sar_lines_start(lines, name, text, len, err):
 * Look at all of the text, which outlives ${lines}, before any line is taken:
 * UTF-8 (a mark at the start is dropped), lines ended by LF or CRLF, at most
 * SAR_MARKS_MAX bytes.  -1 with ${err} set to SAR_EINPUT for UTF-16, NUL or
 * other control characters, and anything else a program may take for the end
 * of a line: what one reader sees as two labels must not be one to another.
 */
SAR_MUST_CHECK int sar_lines_start(struct sar_lines *lines, const char *name,
    const char *text, size_t len, struct sar_err *err);

/** sar_lines_next: The next line; false after the last. */
bool sar_lines_next(struct sar_lines *lines, struct sar_line *line);

/** sar_lines_blank: Is ${c} what parts words within a line? */
bool sar_lines_blank(char c);

/** sar_lines_trim: Leave out the spaces around the *${len} bytes. */
void sar_lines_trim(const char **text, size_t *len);

/** sar_lines_bad: SAR_EINPUT, "NAME: line N: WHY"; return -1. */
int sar_lines_bad(const struct sar_lines *lines, unsigned number,
    const char *why, struct sar_err *err);

#endif
