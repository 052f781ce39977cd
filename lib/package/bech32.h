/* Private to package: 32 bytes as age writes its keys (BIP 173). */
#ifndef SAR_PACKAGE_BECH32_H
#define SAR_PACKAGE_BECH32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAR_BECH32_DATA 32

/* Characters, with the NUL, after the prefix: "1", 52 digits, 6 of checksum. */
#define SAR_BECH32_LEN 60

/**
 * sar_bech32_put: ${data} after ${prefix}, all in the prefix's case; ${out} has
 * room for the prefix and SAR_BECH32_LEN.
 */
void sar_bech32_put(const char *prefix, const uint8_t data[SAR_BECH32_DATA],
    char *out);

/**
 * sar_bech32_get: False unless the ${len} bytes at ${text} are just what
 * sar_bech32_put() writes.
 */
bool sar_bech32_get(const char *prefix, const char *text, size_t len,
    uint8_t data[SAR_BECH32_DATA]);

#endif
