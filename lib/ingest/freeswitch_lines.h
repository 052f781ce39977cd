/* Private to ingest: rows whose fields are quoted and never escaped. */
#ifndef SAR_INGEST_FREESWITCH_LINES_H
#define SAR_INGEST_FREESWITCH_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/format.h"

#define SAR_FREESWITCH_FIELDS 128

/* The fields of a row, in the text that was split. */
struct sar_freeswitch_fields {
	char *at[SAR_FREESWITCH_FIELDS];
	size_t len[SAR_FREESWITCH_FIELDS];
	size_t n;
};

/**
 * sar_freeswitch_fields_split: Cut ${len} bytes at ${text} at each '","', and
 * '", "', which nobody escapes: a name with that in it gives fields too many.
 */
bool sar_freeswitch_fields_split(char *text, size_t len,
    struct sar_freeswitch_fields *out);

/**
 * sar_freeswitch_fields_join: Put ${extra} fields after the one at ${at} back
 * into it, and end all with a NUL.
 */
void sar_freeswitch_fields_join(struct sar_freeswitch_fields *fields, size_t at,
    size_t extra);

struct sar_freeswitch_lines {
	/* Is it a row?  ${text} can be written to, and stays till row(). */
	bool (*fits)(void *ctx, char *text, size_t len);
	int (*row)(void *ctx, uint64_t line, struct sar_err *err);
	void *ctx;
};

/**
 * sar_freeswitch_lines_read: Hand over each line of in->source that is a row,
 * or is one together with the next, for nothing escapes a line feed either.
 * Any other is a reject, but the last one, if it has no line feed at its end,
 * is torn: SAR_EINPUT.
 */
SAR_MUST_CHECK int sar_freeswitch_lines_read(struct sar_reading *in,
    const struct sar_freeswitch_lines *lines, struct sar_err *err);

#endif
