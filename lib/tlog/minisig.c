#include "tlog/minisig.h"

#include <sodium.h>
#include <string.h>

#include "base/b64.h"
#include "tlog/key_sign.h"

#define UNTRUSTED "untrusted comment: signature of a sar-export package\n"
#define TRUSTED_HEAD "trusted comment: "
#define TRUSTED "sar-export package manifest"

#define ID_LEN ((size_t)8)
#define HEAD_LEN (2 + ID_LEN) /* the algorithm, the key's id */
#define HASH_LEN ((size_t)64)
#define SIGNED_LEN (HEAD_LEN + SAR_KEY_SIG_LEN)
#define SIGNED_B64 (SAR_B64_LEN(SIGNED_LEN) - 1)
#define GLOBAL_B64 (SAR_B64_LEN(SAR_KEY_SIG_LEN) - 1)

_Static_assert(sizeof(UNTRUSTED TRUSTED_HEAD TRUSTED) - 1 + SIGNED_B64 +
		       GLOBAL_B64 + 3 ==
		   SAR_MINISIG_LEN,
    "the length of a signature is what it is made of");
_Static_assert(SAR_B64_LEN(HEAD_LEN + 32) == SAR_MINISIG_PUBLIC,
    "the length of a public key is what it is made of");

/* What the second signature is of. */
struct global {
	uint8_t sig[SAR_KEY_SIG_LEN];
	char comment[sizeof(TRUSTED) - 1];
};

_Static_assert(sizeof(struct global) == SAR_KEY_SIG_LEN + sizeof(TRUSTED) - 1,
    "nothing is between the signature and the comment");

/* "Ed" or "ED", then the id that binds the key to its name. */
static int
put_head(const struct sar_key_public *key, const char *algorithm,
    uint8_t out[HEAD_LEN], struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_key_digest(key, digest, err) == -1)
		return -1;
	memcpy(out, algorithm, 2);
	memcpy(out + 2, digest, ID_LEN);
	return 0;
}

static void
prehash(const void *text, size_t len, uint8_t out[HASH_LEN])
{
	(void)crypto_generichash(out, HASH_LEN, text, len, NULL, 0);
}

static void
add_b64(struct sar_buf *out, const uint8_t *data, size_t len)
{
	char b64[SAR_B64_LEN(SIGNED_LEN)];

	sar_b64_put(data, len, b64);
	sar_buf_puts(out, b64);
	sar_buf_puts(out, "\n");
}

int
sar_minisig_sign(const struct sar_key_secret *key, const void *text, size_t len,
    struct sar_buf *out, struct sar_err *err)
{
	const struct sar_key_public *public = sar_key_secret_public(key);
	struct global global;
	uint8_t whole[SIGNED_LEN];
	uint8_t last[SAR_KEY_SIG_LEN];
	uint8_t hash[HASH_LEN];

	if (public->kind != SAR_KEY_LOG)
		return sar_err_set(err, SAR_ESECRET,
		    "signature: the key is not a log's");
	prehash(text, len, hash);
	memcpy(global.comment, TRUSTED, sizeof(global.comment));
	if (put_head(public, "ED", whole, err) == -1 ||
	    sar_key_sign(key, hash, sizeof(hash), global.sig, err) == -1 ||
	    sar_key_sign(key, &global, sizeof(global), last, err) == -1)
		return -1;
	memcpy(whole + HEAD_LEN, global.sig, sizeof(global.sig));
	sar_buf_puts(out, UNTRUSTED);
	add_b64(out, whole, sizeof(whole));
	sar_buf_puts(out, TRUSTED_HEAD TRUSTED "\n");
	add_b64(out, last, sizeof(last));
	return sar_buf_check(out, err);
}

/* Step over ${expected}, if that is what comes. */
static bool
skip(const char **at, const char *expected)
{
	size_t len = strlen(expected);

	if (strncmp(*at, expected, len) != 0)
		return false;
	*at += len;
	return true;
}

/* One line of Base64, ${chars} long, of ${len} bytes. */
static bool
take_b64(const char **at, size_t chars, uint8_t *out, size_t len)
{
	size_t got;

	if (strcspn(*at, "\n") != chars ||
	    !sar_b64_get(*at, chars, out, len, &got) || got != len)
		return false;
	*at += chars;
	return skip(at, "\n");
}

int
sar_minisig_verify(const struct sar_key_public *key, const void *text,
    size_t len, const char *signature, struct sar_err *err)
{
	struct global global;
	uint8_t whole[SIGNED_LEN];
	uint8_t last[SAR_KEY_SIG_LEN];
	uint8_t head[HEAD_LEN];
	uint8_t hash[HASH_LEN];

	if (!skip(&signature, UNTRUSTED) ||
	    !take_b64(&signature, SIGNED_B64, whole, sizeof(whole)) ||
	    !skip(&signature, TRUSTED_HEAD TRUSTED "\n") ||
	    !take_b64(&signature, GLOBAL_B64, last, sizeof(last)) ||
	    *signature != '\0' || memcmp(whole, "ED", 2) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "signature: not of the form a package has");
	if (put_head(key, "ED", head, err) == -1)
		return -1;
	if (memcmp(whole, head, sizeof(head)) != 0) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "signature: by another key than the log's");
		sar_err_hint(err, SAR_KEY_CHANGED);
		return -1;
	}
	memcpy(global.sig, whole + HEAD_LEN, sizeof(global.sig));
	memcpy(global.comment, TRUSTED, sizeof(global.comment));
	prehash(text, len, hash);
	if (!sar_key_verify(key, hash, sizeof(hash), global.sig) ||
	    !sar_key_verify(key, &global, sizeof(global), last))
		return sar_err_set(err, SAR_ETAMPER,
		    "signature: does not fit what is signed");
	return 0;
}

int
sar_minisig_public(const struct sar_key_public *key,
    char out[SAR_MINISIG_PUBLIC], struct sar_err *err)
{
	uint8_t whole[HEAD_LEN + sizeof(key->public)];

	/* minisign's public keys say "Ed" whichever way they sign. */
	if (put_head(key, "Ed", whole, err) == -1)
		return -1;
	memcpy(whole + HEAD_LEN, key->public, sizeof(key->public));
	sar_b64_put(whole, sizeof(whole), out);
	return 0;
}
