#ifndef SAR_LETTER_SECTIONS_H
#define SAR_LETTER_SECTIONS_H

#include <stdbool.h>

#include "base/buf.h"
#include "letter/letter.h"

/* Private to the letter: its parts, in order. */

void sar_letter_found(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_taken_out(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_about(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_rights(struct sar_buf *out, const struct sar_letter *letter);

/** sar_letter_value: A value of [profile], checked before. */
const char *sar_letter_value(const struct sar_conf *profile, const char *key);

/**
 * sar_letter_hides: Must date, time and length of the item be left out?  Until
 * somebody has said that it is the requester who speaks, that somebody else
 * called from the same telephone, and when, is that person's data (UK GDPR
 * Art. 15(4)): a number is not a person.
 */
bool sar_letter_hides(const struct sar_plan_item *item);

/* Said of a recording that its file promises more of than there is. */
#define SAR_LETTER_TRUNCATED                                                   \
	"The end of this recording is missing. We give the length of what we " \
	"hold, and hold nothing more of it."

#endif
