#ifndef SAR_BASE_DIGITS_H
#define SAR_BASE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

/* Private to base: numbers of a fixed width, as dates are written. */

/**
 * sar_digits_read: Read ${text} by ${form}, where '0' stands for a digit and a
 * space for a space or a 'T'; all else stands for itself.  The digits go to
 * ${out}, one number for each run.  strptime(3) takes 30 February and loose
 * digits.
 */
bool sar_digits_read(const char *text, const char *form, int *out);

/** sar_digits_put: ${value} at ${out} in just ${width} digits, no NUL. */
void sar_digits_put(int value, size_t width, char *out);

#endif
