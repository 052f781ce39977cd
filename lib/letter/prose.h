#ifndef SAR_LETTER_PROSE_H
#define SAR_LETTER_PROSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil.h"

/* Plain text for people: lines of at most so many characters, ended by CRLF. */
#define SAR_PROSE_WIDTH 72

/** sar_prose_columns: Characters, not bytes, of ${len} bytes of UTF-8. */
size_t sar_prose_columns(const char *text, size_t len);

/** sar_prose_line: An empty line. */
void sar_prose_line(struct sar_buf *out);

/* What is underlined, if it is as short as it may be. */
#define SAR_PROSE_RULE 3

/** sar_prose_heading: ${text} underlined, with an empty line round it. */
void sar_prose_heading(struct sar_buf *out, const char *text);

/**
 * sar_prose_add: ${text} in lines, the first after ${first}, the others after
 * as many spaces.  A line break in it stays one; other control characters
 * become spaces.
 */
void sar_prose_add(struct sar_buf *out, const char *first, const char *text);

/** sar_prose_printf: The same from a format, and an empty line after it. */
void sar_prose_printf(struct sar_buf *out, const char *fmt, ...)
    SAR_PRINTF(2, 3);

/** sar_prose_gap: An empty line, unless there is one, or nothing before. */
void sar_prose_gap(struct sar_buf *out);

/**
 * sar_prose_lines: Each line of ${text} after ${first}, by itself: what a
 * person wrote, whose lines and paragraphs are kept.
 */
void sar_prose_lines(struct sar_buf *out, const char *first, const char *text);

#define SAR_PROSE_DATE 32
#define SAR_PROSE_TIME 64

/** sar_prose_date: "10 October 2026". */
void sar_prose_date(struct sar_date date, char out[SAR_PROSE_DATE]);

/** sar_prose_tenths: ${frames} at ${rate} in tenths of a second, rounded; at
 * least one of anything. */
uint64_t sar_prose_tenths(uint64_t frames, uint32_t rate);

/** sar_prose_tenths_down, sar_prose_tenths_up: The same, never after the frame,
 * and never before it. */
uint64_t sar_prose_tenths_down(uint64_t frames, uint32_t rate);
uint64_t sar_prose_tenths_up(uint64_t frames, uint32_t rate);

/** sar_prose_place: A place in a recording, "2:07.5", "1:02:07.5". */
void sar_prose_place(uint64_t tenths, char out[SAR_PROSE_TIME]);

/** sar_prose_length: "3 minutes 12 seconds", "0.4 seconds", from tenths. */
void sar_prose_length(uint64_t tenths, char out[SAR_PROSE_TIME]);

#endif
