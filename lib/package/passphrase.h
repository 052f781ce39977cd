#ifndef SAR_PACKAGE_PASSPHRASE_H
#define SAR_PACKAGE_PASSPHRASE_H

#include <stddef.h>

#include "base/err.h"
#include "base/secret.h"

#define SAR_PASSPHRASE_WORDS 6 /* 77.5 bits: see sar-package(5) */
#define SAR_PASSPHRASE_WORDS_MAX 14
#define SAR_PASSPHRASE_MAX 99 /* 7-Zip takes no more */

/**
 * sar_passphrase_generate: ${words} words (6 to 14) of the EFF long list,
 * less its four with a hyphen, drawn by libsodium and joined with '-'.
 */
SAR_MUST_CHECK struct sar_secret *sar_passphrase_generate(unsigned words,
    struct sar_err *err);

/**
 * sar_passphrase_check: Is a passphrase somebody else chose usable: 12 to 99
 * printable ASCII characters?  SAR_ESECRET otherwise.
 */
SAR_MUST_CHECK int sar_passphrase_check(const struct sar_secret *secret,
    struct sar_err *err);

/**
 * sar_passphrase_strong: Can a passphrase somebody else chose be as strong as
 * six random words, which the format's weak key derivation needs?
 * SAR_ESECRET when it cannot, even if each character had been drawn at random
 * from the kinds of characters it has, or each word from a list; that it was
 * drawn at random nobody can see in it.
 */
SAR_MUST_CHECK int sar_passphrase_strong(const struct sar_secret *secret,
    struct sar_err *err);

/** sar_passphrase_words: The list, sorted, and its length. */
const char *const *sar_passphrase_words(size_t *n);

#endif
