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

/* What is hashed and read on. */
struct reading {
	struct sar_sha256 *hash;
	sar_source_fn *fn; /* or NULL */
	void *ctx;
};

static int
take_block(void *ctx, const char *data, size_t len, struct sar_err *err)
{
	struct reading *reading = ctx;

	sar_sha256_add(reading->hash, data, len);
	return reading->fn == NULL ? 0
				   : reading->fn(reading->ctx, data, len, err);
}

int
sar_sha256_each(const struct sar_source *source, sar_source_fn *fn, void *ctx,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	struct reading reading = { sar_sha256_new(err), fn, ctx };
	int rc;

	if (reading.hash == NULL)
		return -1;
	rc = sar_source_each(source, take_block, &reading, err);
	if (rc == 0)
		sar_sha256_end(reading.hash, out);
	sar_sha256_free(reading.hash);
	return rc;
}

int
sar_sha256_source(const struct sar_source *source, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err)
{
	return sar_sha256_each(source, NULL, NULL, out, err);
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
