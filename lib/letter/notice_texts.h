#ifndef SAR_LETTER_NOTICE_TEXTS_H
#define SAR_LETTER_NOTICE_TEXTS_H

#include "letter/notice.h"

/* Private to the letter: the built-in templates, sar-letter(5). */
extern const char *const sar_notice_builtins[SAR_NOTICES];

#endif
