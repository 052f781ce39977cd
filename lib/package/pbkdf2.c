/* SHA1_Transform() is deprecated as all of its kind; EVP has none. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "package/pbkdf2.h"

#include <endian.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <string.h>

#define BLOCK ((size_t)SHA_CBLOCK)
#define HASH SHA_DIGEST_LENGTH
#define WORDS (HASH / sizeof(uint32_t))

/* HMAC with a key that does not change: both pads have been hashed. */
struct hmac {
	SHA_CTX inner;
	SHA_CTX outer;
};

static void
set_pad(SHA_CTX *ctx, const uint8_t *key, uint8_t pad)
{
	uint8_t block[BLOCK];
	size_t i;

	for (i = 0; i < sizeof(block); i++)
		block[i] = key[i] ^ pad;
	(void)SHA1_Init(ctx);
	(void)SHA1_Update(ctx, block, sizeof(block));
	sodium_memzero(block, sizeof(block));
}

static void
set_key(struct hmac *hmac, const struct sar_secret *passphrase)
{
	const uint8_t *text = (const uint8_t *)sar_secret_data(passphrase);
	size_t len = sar_secret_len(passphrase);
	uint8_t key[BLOCK] = { 0 };
	SHA_CTX ctx;

	if (len > sizeof(key)) {
		(void)SHA1_Init(&ctx);
		(void)SHA1_Update(&ctx, text, len);
		(void)SHA1_Final(key, &ctx);
		sodium_memzero(&ctx, sizeof(ctx));
	} else {
		memcpy(key, text, len);
	}
	set_pad(&hmac->inner, key, 0x36);
	set_pad(&hmac->outer, key, 0x5C);
	sodium_memzero(key, sizeof(key));
}

/* What SHA-1 makes of the one block that follows a pad. */
static void
hash_block(const SHA_CTX *after, const uint8_t *block, uint8_t *out)
{
	SHA_CTX ctx = *after;
	uint32_t words[WORDS];

	SHA1_Transform(&ctx, block);
	words[0] = htobe32(ctx.h0);
	words[1] = htobe32(ctx.h1);
	words[2] = htobe32(ctx.h2);
	words[3] = htobe32(ctx.h3);
	words[4] = htobe32(ctx.h4);
	memcpy(out, words, sizeof(words));
}

/* The first round, of which the message is salt and number. */
static void
first_round(const struct hmac *hmac, const uint8_t *salt, size_t salt_len,
    uint32_t number, uint8_t *out)
{
	uint32_t be = htobe32(number);
	SHA_CTX ctx = hmac->inner;

	(void)SHA1_Update(&ctx, salt, salt_len);
	(void)SHA1_Update(&ctx, &be, sizeof(be));
	(void)SHA1_Final(out, &ctx);
	ctx = hmac->outer;
	(void)SHA1_Update(&ctx, out, HASH);
	(void)SHA1_Final(out, &ctx);
	sodium_memzero(&ctx, sizeof(ctx));
}

/* The other rounds, each of the hash before: one block, padded once. */
static void
more_rounds(const struct hmac *hmac, unsigned rounds, uint8_t *sum)
{
	uint8_t block[BLOCK] = { 0 };
	uint16_t bits = htobe16((uint16_t)((BLOCK + HASH) * 8));
	unsigned i, k;

	memcpy(block, sum, HASH);
	block[HASH] = 0x80;
	memcpy(block + BLOCK - sizeof(bits), &bits, sizeof(bits));
	for (i = 1; i < rounds; i++) {
		hash_block(&hmac->inner, block, block);
		hash_block(&hmac->outer, block, block);
		for (k = 0; k < HASH; k++)
			sum[k] ^= block[k];
	}
	sodium_memzero(block, sizeof(block));
}

void
sar_pbkdf2_derive(const struct sar_secret *passphrase, const uint8_t *salt,
    size_t salt_len, unsigned rounds, uint8_t *out, size_t len)
{
	uint8_t sum[HASH];
	struct hmac hmac;
	uint32_t number;
	size_t part;

	set_key(&hmac, passphrase);
	for (number = 1; len > 0; number++) {
		first_round(&hmac, salt, salt_len, number, sum);
		more_rounds(&hmac, rounds, sum);
		part = len < sizeof(sum) ? len : sizeof(sum);
		memcpy(out, sum, part);
		out += part;
		len -= part;
	}
	sodium_memzero(&hmac, sizeof(hmac));
	sodium_memzero(sum, sizeof(sum));
}
