/*
 * Deprecated as all of its kind, and 1.4 to 2 times as fast as EVP on what
 * logs and trees are made of: a tree's node costs 60 ns this way and 140 ns
 * through EVP_DigestInit_ex2(), its line of 231 bytes 145 ns and 210 ns.  Long
 * inputs cost the same.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha256.h"

#include <endian.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)SHA256_CBLOCK)
#define WORDS (SAR_SHA256_LEN / sizeof(uint32_t))
#define NODE_LEN (1 + 2 * SAR_SHA256_LEN)

struct sar_sha256 {
	SHA256_CTX ctx;
};

struct sar_sha256 *
sar_sha256_new(struct sar_err *err)
{
	struct sar_sha256 *hash = calloc(1, sizeof(*hash));

	if (hash == NULL || SHA256_Init(&hash->ctx) != 1) {
		(void)sar_err_set(err, SAR_EFAIL, "cannot start SHA-256");
		sar_sha256_free(hash);
		return NULL;
	}
	return hash;
}

void
sar_sha256_add(struct sar_sha256 *hash, const void *data, size_t len)
{
	(void)SHA256_Update(&hash->ctx, data, len);
}

void
sar_sha256_end(struct sar_sha256 *hash, uint8_t out[SAR_SHA256_LEN])
{
	(void)SHA256_Final(out, &hash->ctx);
	(void)SHA256_Init(&hash->ctx);
}

void
sar_sha256_free(struct sar_sha256 *hash)
{
	if (hash == NULL)
		return;
	OPENSSL_cleanse(hash, sizeof(*hash));
	free(hash);
}

/* The digest once all blocks are in. */
static void
put_words(const SHA256_CTX *ctx, uint8_t out[SAR_SHA256_LEN])
{
	uint32_t word;
	size_t i;

	for (i = 0; i < WORDS; i++) {
		word = htobe32(ctx->h[i]);
		memcpy(out + i * sizeof(word), &word, sizeof(word));
	}
}

void
sar_sha256_marked(uint8_t mark, const void *data, size_t len,
    uint8_t out[SAR_SHA256_LEN])
{
	SHA256_CTX ctx;

	(void)SHA256_Init(&ctx);
	(void)SHA256_Update(&ctx, &mark, 1);
	(void)SHA256_Update(&ctx, data, len);
	(void)SHA256_Final(out, &ctx);
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

/* FIPS 180-4, 5.3.3 */
static const SHA_LONG start[WORDS] = { 0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U,
	0xa54ff53aU, 0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U };

/*
 * What was padded as FIPS 180-4, 5.1.1 has it: a one bit, zeros, the length in
 * bits.  All blocks go in at once, which is quicker than the last by itself.
 */
static void
hash_padded(const uint8_t *data, size_t blocks, uint8_t out[SAR_SHA256_LEN])
{
	SHA256_CTX ctx;

	/* All but the room for a part of a block, which there is not. */
	memcpy(ctx.h, start, sizeof(ctx.h));
	ctx.Nl = ctx.Nh = 0;
	ctx.num = 0;
	ctx.md_len = SHA256_DIGEST_LENGTH;
	(void)SHA256_Update(&ctx, data, blocks * BLOCK);
	put_words(&ctx, out);
}

void
sar_sha256_inplace(uint8_t *data, size_t len, uint8_t out[SAR_SHA256_LEN])
{
	size_t blocks = (len + 1 + sizeof(uint64_t) + BLOCK - 1) / BLOCK;
	size_t pad = blocks * BLOCK - len;
	uint64_t bits = htobe64((uint64_t)len * 8);
	uint8_t saved[SAR_SHA256_PAD];

	memcpy(saved, data + len, sizeof(saved));
	memset(data + len, 0, pad);
	data[len] = 0x80;
	memcpy(data + len + pad - sizeof(bits), &bits, sizeof(bits));
	hash_padded(data, blocks, out);
	memcpy(data + len, saved, sizeof(saved));
}

void
sar_sha256_node(const uint8_t left[SAR_SHA256_LEN],
    const uint8_t right[SAR_SHA256_LEN], uint8_t out[SAR_SHA256_LEN])
{
	static const uint16_t bits = NODE_LEN * 8;
	uint8_t block[2 * BLOCK] = { 0x01 };

	memcpy(block + 1, left, SAR_SHA256_LEN);
	memcpy(block + 1 + SAR_SHA256_LEN, right, SAR_SHA256_LEN);
	block[NODE_LEN] = 0x80;
	block[sizeof(block) - 2] = bits >> 8;
	block[sizeof(block) - 1] = bits & 0xFF;
	hash_padded(block, 2, out);
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
