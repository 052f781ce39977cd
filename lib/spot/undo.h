#ifndef SAR_SPOT_UNDO_H
#define SAR_SPOT_UNDO_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Private to spot: a text as it is shown.  All work in place; what comes out
 * is never longer, and has the line breaks of the text and no others.
 */

/** sar_undo_escapes: &#48; \u0030 %30 and their like, once.  Any? */
bool sar_undo_escapes(char *text, size_t *len);

/**
 * sar_undo_tags: What is between < and > goes; a tab stays for what ends a
 * cell or a line, nothing for what stands within one.
 */
bool sar_undo_tags(char *text, size_t *len);

/** sar_undo_values: Digits outside the quotes of JSON become letters. */
void sar_undo_values(char *text, size_t len);

#endif
