#include "base/csp.h"

#include "base/b64.h"
#include "base/sha256.h"

int
sar_csp_hash(struct sar_buf *out, const void *text, size_t len,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];

	if (sar_sha256_text(text, len, digest, err) == -1)
		return -1;
	sar_b64_put(digest, sizeof(digest), b64);
	sar_buf_printf(out, "'sha256-%s'", b64);
	return 0;
}
