#ifndef SAR_PACKAGE_WORDS_H
#define SAR_PACKAGE_WORDS_H

/* Private to passphrase.c: the EFF's 7776 words less four with a hyphen. */
#define SAR_PACKAGE_WORDS 7772

extern const char *const sar_package_words[SAR_PACKAGE_WORDS];

#endif
