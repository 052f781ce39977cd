#ifndef SAR_SPOT_FOLD_H
#define SAR_SPOT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Private to spot: a character as it is compared.  Digits of any script are
 * 0-9; letters are a-z without accents, or UTF-8 of another script in lower
 * case; marks nobody sees are nothing; dashes are -, spaces are a space; the
 * rest of ASCII is as it is and all else is SAR_FOLD_OTHER.
 */
#define SAR_FOLD_OTHER '\001'
#define SAR_FOLD_MAX 4

/**
 * sar_fold_next: The character at ${text}, of which ${len} bytes are left, one
 * at least, to ${out}, ${n} of them.  Return how many bytes it has.
 */
size_t sar_fold_next(const char *text, size_t len, char out[SAR_FOLD_MAX],
    size_t *n);

__attribute__((unused)) static inline bool
sar_fold_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Of a word: UTF-8 of other scripts too. */
__attribute__((unused)) static inline bool
sar_fold_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}

#endif
