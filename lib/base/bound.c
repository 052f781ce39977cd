#include "base/bound.h"

#include <assert.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)65536)
#define KEY 32 /* of Poly1305 */
#define SUM 16

struct sar_bound {
	struct sar_source inner;
	/*
	 * Nobody sees a sum, so one key does for all, and who does not know it
	 * cannot make a block that has the sum of another.  Poly1305 takes
	 * half the time of SHA-256 in libsodium, a seventh in libcrypto.
	 */
	uint8_t key[KEY];
	EVP_MAC_CTX *mac;
	uint8_t (*sums)[SUM];
	size_t n;
	bool broken;
	size_t held;   /* the block in data, which has its sum; n: none */
	uint8_t *data; /* a block; NULL while there is nothing to read */
};

/* A place in the pass that takes the sums. */
struct pass {
	struct sar_bound *bound;
	uint64_t at;
};

static int
failed(struct sar_err *err)
{
	return sar_err_set(err, SAR_EFAIL, "Poly1305: refused by libcrypto");
}

static int
end_sum(struct sar_bound *bound, uint8_t sum[SUM], struct sar_err *err)
{
	size_t len;

	if (EVP_MAC_final(bound->mac, sum, &len, SUM) != 1 || len != SUM)
		return failed(err);
	return 0;
}

static int
add(void *ctx, const char *data, size_t len, struct sar_err *err)
{
	struct pass *pass = ctx;
	struct sar_bound *bound = pass->bound;
	size_t room;
	size_t part;

	for (; len > 0; len -= part, data += part) {
		if (pass->at % BLOCK == 0 &&
		    EVP_MAC_init(bound->mac, bound->key, KEY, NULL) != 1)
			return failed(err);
		room = BLOCK - (size_t)(pass->at % BLOCK);
		part = len < room ? len : room;
		if (EVP_MAC_update(bound->mac, (const uint8_t *)data, part) !=
		    1)
			return failed(err);
		pass->at += part;
		if ((pass->at % BLOCK == 0 || pass->at == bound->inner.size) &&
		    end_sum(bound, bound->sums[(pass->at - 1) / BLOCK], err) ==
			-1)
			return -1;
	}
	return 0;
}

static int
begin(struct sar_bound *bound, struct sar_err *err)
{
	EVP_MAC *poly1305 = EVP_MAC_fetch(NULL, "POLY1305", NULL);

	if (poly1305 == NULL)
		return failed(err);
	bound->mac = EVP_MAC_CTX_new(poly1305);
	EVP_MAC_free(poly1305);
	bound->sums = calloc(bound->n + 1, sizeof(*bound->sums));
	if (bound->mac == NULL || bound->sums == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	randombytes_buf(bound->key, sizeof(bound->key));
	return 0;
}

struct sar_bound *
sar_bound_new(const struct sar_source *inner, uint8_t digest[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_bound *bound = calloc(1, sizeof(*bound));
	struct pass pass = { .bound = bound };

	if (bound == NULL || inner->size / BLOCK >= SIZE_MAX / sizeof(*bound)) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	bound->inner = *inner;
	bound->n = (size_t)((inner->size + BLOCK - 1) / BLOCK);
	bound->held = bound->n;
	if (begin(bound, err) == 0 &&
	    sar_sha256_each(inner, add, &pass, digest, err) == 0 &&
	    sar_bound_again(bound, inner, err) == 0)
		return bound;

out:
	sar_bound_free(bound);
	return NULL;
}

void
sar_bound_leave(struct sar_bound *bound)
{
	if (bound->data != NULL)
		explicit_bzero(bound->data, BLOCK);
	free(bound->data);
	bound->data = NULL;
	bound->held = bound->n;
}

int
sar_bound_again(struct sar_bound *bound, const struct sar_source *inner,
    struct sar_err *err)
{
	if (inner->size != bound->inner.size) {
		bound->broken = true;
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: somebody writes to the file", inner->name);
	}
	sar_bound_leave(bound);
	bound->inner = *inner;
	if ((bound->data = malloc(BLOCK)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* Have block ${k} in data, as it was. */
static int
hold(struct sar_bound *bound, size_t k, struct sar_err *err)
{
	uint64_t off = (uint64_t)k * BLOCK;
	uint64_t left = bound->inner.size - off;
	size_t len = left < BLOCK ? (size_t)left : BLOCK;
	uint8_t sum[SUM];

	assert(bound->data != NULL);
	if (bound->held == k)
		return 0;
	bound->held = bound->n;
	if (sar_source_read(&bound->inner, bound->data, len, off, err) == -1)
		return -1;
	if (EVP_MAC_init(bound->mac, bound->key, KEY, NULL) != 1 ||
	    EVP_MAC_update(bound->mac, bound->data, len) != 1)
		return failed(err);
	if (end_sum(bound, sum, err) == -1)
		return -1;
	if (sodium_memcmp(bound->sums[k], sum, SUM) != 0) {
		bound->broken = true;
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: somebody writes to the file", bound->inner.name);
	}
	bound->held = k;
	return 0;
}

static ssize_t
pread_bound(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	struct sar_bound *bound = ctx;
	size_t k = (size_t)(off / BLOCK);
	size_t skip = (size_t)(off % BLOCK);
	uint64_t left;

	if (off >= bound->inner.size || len == 0)
		return 0;
	if (bound->broken)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: somebody writes to the file", bound->inner.name);
	if (hold(bound, k, err) == -1)
		return -1;
	left = bound->inner.size - off;
	if (len > left)
		len = (size_t)left;
	if (len > BLOCK - skip)
		len = BLOCK - skip;
	memcpy(buf, bound->data + skip, len);
	return (ssize_t)len;
}

void
sar_bound_source(struct sar_bound *bound, struct sar_source *source)
{
	source->ctx = bound;
	source->pread = pread_bound;
	source->size = bound->inner.size;
	source->name = bound->inner.name;
}

bool
sar_bound_broken(const struct sar_bound *bound)
{
	return bound->broken;
}

void
sar_bound_free(struct sar_bound *bound)
{
	if (bound == NULL)
		return;
	sar_bound_leave(bound);
	EVP_MAC_CTX_free(bound->mac);
	free(bound->sums);
	explicit_bzero(bound, sizeof(*bound));
	free(bound);
}
