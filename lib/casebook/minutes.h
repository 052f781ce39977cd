#ifndef SAR_CASEBOOK_MINUTES_H
#define SAR_CASEBOOK_MINUTES_H

/* Private to casebook: checkpoints that went through hands, mail and editors.
 */

#include <stddef.h>

/**
 * sar_minutes_unmail: Take the byte order mark, and the CR of each CR LF, out
 * of the ${len} bytes at ${text}; return how many are left.  No note has
 * either: one that verifies without them is what was signed.
 */
size_t sar_minutes_unmail(char *text, size_t len);

/**
 * sar_minutes_unindent: Take up to four spaces off each line's beginning, as
 * the report has them, and the empty lines at the end; return how many bytes
 * are left.  Only for what has no signature.
 */
size_t sar_minutes_unindent(char *text, size_t len);

/** sar_minutes_blank: How many bytes of LF begin the ${len} at ${text}? */
size_t sar_minutes_blank(const char *text, size_t len);

#endif
