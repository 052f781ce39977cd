#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdlib.h>

/*
 * The algorithm is fetched once: OpenSSL's one-shot functions fetch it at
 * every call, which triples the cost of small inputs.
 */
struct sar_sha256 {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct sar_sha256 *
sar_sha256_new(struct sar_err *err)
{
	struct sar_sha256 *hash = calloc(1, sizeof(*hash));

	if (hash == NULL ||
	    (hash->md = EVP_MD_fetch(NULL, "SHA256", NULL)) == NULL ||
	    (hash->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex2(hash->ctx, hash->md, NULL) != 1) {
		(void)sar_err_set(err, SAR_EFAIL, "cannot start SHA-256");
		sar_sha256_free(hash);
		return NULL;
	}
	return hash;
}

void
sar_sha256_add(struct sar_sha256 *hash, const void *data, size_t len)
{
	(void)EVP_DigestUpdate(hash->ctx, data, len);
}

void
sar_sha256_end(struct sar_sha256 *hash, uint8_t out[SAR_SHA256_LEN])
{
	(void)EVP_DigestFinal_ex(hash->ctx, out, NULL);
	(void)EVP_DigestInit_ex2(hash->ctx, hash->md, NULL);
}

void
sar_sha256_free(struct sar_sha256 *hash)
{
	if (hash == NULL)
		return;
	EVP_MD_CTX_free(hash->ctx);
	EVP_MD_free(hash->md);
	free(hash);
}

int
sar_sha256_source(const struct sar_source *source, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_sha256 *hash;
	uint8_t block[65536];
	uint64_t off = 0;
	size_t len;
	int rc = -1;

	if ((hash = sar_sha256_new(err)) == NULL)
		return -1;
	while (off < source->size) {
		len = sizeof(block);
		if (len > source->size - off)
			len = (size_t)(source->size - off);
		if (sar_source_read(source, block, len, off, err) == -1)
			goto out;
		sar_sha256_add(hash, block, len);
		off += len;
	}
	sar_sha256_end(hash, out);
	rc = 0;

out:
	sar_sha256_free(hash);
	return rc;
}

int
sar_sha256_text(const void *data, size_t len, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_sha256 *hash;

	if ((hash = sar_sha256_new(err)) == NULL)
		return -1;
	sar_sha256_add(hash, data, len);
	sar_sha256_end(hash, out);
	sar_sha256_free(hash);
	return 0;
}
