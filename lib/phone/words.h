#ifndef SAR_PHONE_WORDS_H
#define SAR_PHONE_WORDS_H

#include <stdbool.h>

/**
 * sar_phone_no_number: Does ${text}, folded and trimmed, say in words that
 * there is no number?  Never when it has a digit: words beside digits are
 * for a person to look at.
 */
bool sar_phone_no_number(const char *text);

#endif
