#include "tlog/commitment.h"

#include <string.h>

int
sar_commitment_make(const uint8_t salt[32], const char *value,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	static const char purpose[] = "sar-export/commit/v1"; /* with its NUL */
	struct sar_sha256 *hash;

	if ((hash = sar_sha256_new(err)) == NULL)
		return -1;
	sar_sha256_add(hash, purpose, sizeof(purpose));
	sar_sha256_add(hash, salt, 32);
	sar_sha256_add(hash, value, strlen(value));
	sar_sha256_end(hash, out);
	sar_sha256_free(hash);
	return 0;
}
