#ifndef SAR_BASE_HEX_H
#define SAR_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters, with the NUL, of ${n} bytes in hexadecimal. */
#define SAR_HEX_LEN(n) ((n)*2 + 1)

/** sar_hex_put: Lower-case hexadecimal; ${out} has SAR_HEX_LEN. */
void sar_hex_put(const uint8_t *data, size_t len, char *out);

/** sar_hex_get: False unless ${text} is just 2 * ${len} lower-case digits. */
bool sar_hex_get(const char *text, uint8_t *out, size_t len);

/** sar_hex_digit: What ${c} stands for, in either case; -1 for nothing. */
int sar_hex_digit(char c);

/** sar_hex_escape: The byte that "%XX" at ${text} stands for, or -1. */
int sar_hex_escape(const char *text);

#endif
