#ifndef SAR_BASE_WORDS_H
#define SAR_BASE_WORDS_H

#include "base/err.h"

/**
 * sar_words_split(what, text, err):
 * Split ${text} into words by the quoting rules of a POSIX shell.  Return an
 * argv that ends with NULL and is one block for free(3).  NULL with ${err}
 * set to SAR_EINPUT, naming ${what} and quoting nothing, for an open quote,
 * no word at all, or an unquoted character that only a shell could act on
 * (| & ; < > ( ) $ ` and a line break): it would not do what it says.
 */
SAR_MUST_CHECK char **sar_words_split(const char *what, const char *text,
    struct sar_err *err);

#endif
