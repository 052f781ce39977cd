#ifndef SAR_PHONE_FOLD_H
#define SAR_PHONE_FOLD_H

#include <stddef.h>

#define FOLD_MAX 1024 /* bytes: a SIP header with its parameters */

/* Stands for every character that no telephone number has. */
#define FOLD_FOREIGN '\001'

/**
 * sar_phone_fold: ${len} bytes of UTF-8 at ${text}, at most FOLD_MAX, as
 * plain ASCII in ${out}: digits of other scripts as digits, their dashes,
 * spaces and brackets as ours, invisible marks dropped, anything else, and
 * what is not UTF-8, as FOLD_FOREIGN.
 */
void sar_phone_fold(const char *text, size_t len, char out[FOLD_MAX + 1]);

#endif
