#include "base/sha512.h"

#include <sodium.h>

_Static_assert(crypto_hash_sha512_BYTES == SAR_SHA512_LEN, "SHA-512");

static int
take_block(void *ctx, const char *data, size_t len, struct sar_err *err)
{
	(void)err;
	(void)crypto_hash_sha512_update(ctx, (const uint8_t *)data, len);
	return 0;
}

int
sar_sha512_source(const struct sar_source *source, uint8_t out[SAR_SHA512_LEN],
    struct sar_err *err)
{
	crypto_hash_sha512_state state;

	(void)crypto_hash_sha512_init(&state);
	if (sar_source_each(source, take_block, &state, err) == -1)
		return -1;
	(void)crypto_hash_sha512_final(&state, out);
	return 0;
}
