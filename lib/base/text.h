#ifndef SAR_BASE_TEXT_H
#define SAR_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** sar_text_number: Just decimal digits, no sign, up to ${max}. */
bool sar_text_number(const char *text, uint64_t max, uint64_t *out);

/**
 * sar_text_character: The length of the character that the ${len} bytes begin
 * with, its value in *${code}; 0 when they do not begin with one of UTF-8
 * (RFC 3629).
 */
size_t sar_text_character(const char *text, size_t len, uint32_t *code);

/**
 * sar_text_shown: Is the character seen as what it is?  Not so control
 * characters but tab and LF, and what turns the direction of writing, breaks a
 * line or cannot be seen at all: who reads would not read what is there.
 */
bool sar_text_shown(uint32_t code);

/** sar_text_encode: ${code} as UTF-8 to ${out}: how many bytes. */
size_t sar_text_encode(uint32_t code, char out[4]);

/** sar_text_decimals: How many digits ${value} is written with. */
unsigned sar_text_decimals(uint64_t value);

/** sar_text_utf8: Are the ${len} bytes well-formed UTF-8 without NUL? */
bool sar_text_utf8(const char *text, size_t len);

/** sar_text_plain: 1 to ${max} of A-Z a-z 0-9 . _ -, the first not . or -. */
bool sar_text_plain(const char *text, size_t max);

#endif
