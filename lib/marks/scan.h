/*
 * Private to marks: JSON (RFC 8259), value by value, with its numbers as they
 * are written.  A library would give them as floating point.
 */
#ifndef SAR_MARKS_SCAN_H
#define SAR_MARKS_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "marks/lines.h"

#define SAR_SCAN_DEPTH 32

struct sar_scan {
	const char *at;
	const char *end;
	unsigned line;
	struct sar_buf text; /* of the last string */
	bool open; /* the object or list just entered has given nothing yet */
};

void sar_scan_open(struct sar_scan *scan, const struct sar_lines *lines);
void sar_scan_close(struct sar_scan *scan);

/** sar_scan_peek: The first byte of what comes next; '\0' at the end. */
char sar_scan_peek(struct sar_scan *scan);

/** sar_scan_enter: Take "{" or "[", which is ${bracket}; false: another. */
bool sar_scan_enter(struct sar_scan *scan, char bracket);

/**
 * sar_scan_more: Inside "{" or "[" that ends with ${bracket}: 1 when a member
 * or value follows, 0 when the end was taken, -1 for what is not JSON.
 */
int sar_scan_more(struct sar_scan *scan, char bracket);

/** sar_scan_name: Take a member's name, into ${scan}->text, and its colon. */
bool sar_scan_name(struct sar_scan *scan);

/** sar_scan_string: Take a string, into ${scan}->text. */
bool sar_scan_string(struct sar_scan *scan);

/** sar_scan_number: Take a number; its bytes are ${len} at *${text}. */
bool sar_scan_number(struct sar_scan *scan, const char **text, size_t *len);

/** sar_scan_skip: Take a value of any kind; false for what is not JSON. */
bool sar_scan_skip(struct sar_scan *scan);

/** sar_scan_is: Was the last string just ${text}? */
bool sar_scan_is(const struct sar_scan *scan, const char *text);

#endif
