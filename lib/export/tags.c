#include "export/tags.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/secret.h"

#define LEN crypto_auth_hmacsha256_KEYBYTES
#define HEX ((size_t)SAR_HEX_LEN(LEN) - 1)

static int
make_key(const char *path, struct sar_err *err)
{
	char text[HEX + 1];
	struct sar_secret *secret;
	uint8_t key[LEN];
	int rc = -1;

	randombytes_buf(key, sizeof(key));
	sar_hex_put(key, sizeof(key), text);
	if ((secret = sar_secret_new(text, HEX, err)) != NULL)
		rc = sar_secret_to_file(secret, path, err);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(text, sizeof(text));
	sar_secret_free(secret);
	/* Two at once: the other's is the home's. */
	if (rc == -1 && err->code == SAR_EREFUSED) {
		*err = (struct sar_err)SAR_ERR_INIT;
		rc = 0;
	}
	return rc;
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, SAR_SHA256_LEN);
}

/* Of each of ${n} texts, after ${before}. */
static int
tag_texts(const char *path, const char *before, const char *const *texts,
    size_t n, uint8_t (*out)[SAR_SHA256_LEN], struct sar_err *err)
{
	crypto_auth_hmacsha256_state state;
	struct sar_secret *secret;
	uint8_t key[LEN];
	size_t i;
	int rc = -1;

	if ((secret = sar_secret_from_file(path, err)) == NULL)
		return -1;
	if (sar_secret_len(secret) != HEX ||
	    !sar_hex_get(sar_secret_data(secret), key, sizeof(key))) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "%s: not a key of %zu hexadecimal digits", path, HEX);
		goto out;
	}
	for (i = 0; i < n; i++) {
		crypto_auth_hmacsha256_init(&state, key, sizeof(key));
		crypto_auth_hmacsha256_update(&state,
		    (const unsigned char *)before, strlen(before));
		crypto_auth_hmacsha256_update(&state,
		    (const unsigned char *)texts[i], strlen(texts[i]));
		crypto_auth_hmacsha256_final(&state, out[i]);
	}
	rc = 0;

out:
	sodium_memzero(&state, sizeof(state));
	sodium_memzero(key, sizeof(key));
	sar_secret_free(secret);
	return rc;
}

static int
tag_all(const char *path, const struct sar_request *request,
    struct sar_tags *out, struct sar_err *err)
{
	const char *texts[SAR_REQUEST_NUMBERS];
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		texts[i] = request->numbers[i].digits;
	if (tag_texts(path, "", texts, request->n_numbers, out->tag, err) == -1)
		return -1;
	out->n = request->n_numbers;
	qsort(out->tag, out->n, SAR_SHA256_LEN, by_bytes);
	return 0;
}

int
sar_tags_make(const struct sar_home *home, const struct sar_request *request,
    bool make, struct sar_tags *out, struct sar_err *err)
{
	char *path = sar_home_path(home, SAR_TAG_KEY, err);
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (path == NULL)
		return -1;
	if (sar_file_exists(path))
		rc = tag_all(path, request, out, err);
	else if (!make)
		rc = 0;
	else if (make_key(path, err) == 0)
		rc = tag_all(path, request, out, err);
	free(path);
	return rc;
}

/* Numbers begin with "+". */
int
sar_tags_ref(const struct sar_home *home, const char *ref, bool make,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	uint8_t tag[1][SAR_SHA256_LEN];
	char *path = sar_home_path(home, SAR_TAG_KEY, err);
	int rc = -1;

	if (path == NULL)
		return -1;
	if (make && !sar_file_exists(path) && make_key(path, err) == -1)
		goto out;
	if (tag_texts(path, "case ", &ref, 1, tag, err) == 0) {
		memcpy(out, tag[0], SAR_SHA256_LEN);
		rc = 0;
	}

out:
	free(path);
	return rc;
}
