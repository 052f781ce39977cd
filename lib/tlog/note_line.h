#ifndef SAR_TLOG_NOTE_LINE_H
#define SAR_TLOG_NOTE_LINE_H

/* Private to tlog: the signature lines of a note, whoever's they are. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tlog/key.h"
#include "tlog/note.h"

/* A signature line begins with an em dash and a space. */
#define SAR_NOTE_DASH "\xe2\x80\x94 "

/**
 * sar_note_line: The next signature line of ${note} at ${text}, without its
 * dash and its LF; *${at} is 0 at first.  False when there are no more.
 */
bool sar_note_line(const char *text, const struct sar_note *note, size_t *at,
    const char **line, size_t *len);

/* Whose a signature line is, by its name and the id in it. */
enum sar_note_whose {
	SAR_NOTE_OTHERS,
	SAR_NOTE_OURS,
	SAR_NOTE_BROKEN /* ours, but not of the length that ours have */
};

/** sar_note_whose: Is the line ${key}'s?  Then what it has besides the id is
 * copied to ${payload}, if it is of just that length. */
enum sar_note_whose sar_note_whose(const char *line, size_t len,
    const struct sar_key_public *key, uint8_t *payload, size_t payload_len);

#endif
