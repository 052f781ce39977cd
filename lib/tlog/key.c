#include "tlog/key.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "tlog/key_sign.h"

#define SEED_LEN crypto_sign_SEEDBYTES
#define ID_LEN ((size_t)4)
#define TYPED_LEN (1 + 32) /* the type, then a public key or a seed */
#define SKEY_HEAD "PRIVATE+KEY+"
#define SKEY_MAX (sizeof(SKEY_HEAD) + SAR_VKEY_MAX)

struct sar_key_secret {
	struct sar_secret *signing; /* libsodium's form: seed, public key */
	struct sar_key_public public;
};

bool
sar_key_name_ok(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (i == SAR_KEY_NAME_MAX || name[i] <= ' ' || name[i] > '~' ||
		    name[i] == '+')
			return false;
	return i > 0;
}

int
sar_key_digest(const struct sar_key_public *key, uint8_t digest[SAR_SHA256_LEN],
    struct sar_err *err)
{
	const uint8_t middle[2] = { '\n', (uint8_t)key->kind };
	struct sar_sha256 *hash;

	if ((hash = sar_sha256_new(err)) == NULL)
		return -1;
	sar_sha256_add(hash, key->name, strlen(key->name));
	sar_sha256_add(hash, middle, sizeof(middle));
	sar_sha256_add(hash, key->public, sizeof(key->public));
	sar_sha256_end(hash, digest);
	sar_sha256_free(hash);
	return 0;
}

static int
set_id(struct sar_key_public *key, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_key_digest(key, digest, err) == -1)
		return -1;
	memcpy(key->id, digest, ID_LEN);
	return 0;
}

/* C2SP signed-note: its other types of key are not Ed25519's. */
static bool
is_kind(uint8_t type)
{
	return type == SAR_KEY_LOG || type == SAR_KEY_WITNESS;
}

/* Take "name+id+base64" apart; false unless it is just that. */
static bool
split(const char *text, size_t len, char name[SAR_KEY_NAME_MAX + 1],
    uint8_t id[ID_LEN], uint8_t typed[TYPED_LEN])
{
	const char *plus = memchr(text, '+', len);
	size_t head = plus == NULL ? 0 : (size_t)(plus - text);
	char hex[2 * ID_LEN + 1];
	size_t got;

	if (head == 0 || head > SAR_KEY_NAME_MAX ||
	    len - head < 2 * ID_LEN + 2 || plus[1 + 2 * ID_LEN] != '+')
		return false;
	memcpy(name, text, head);
	name[head] = '\0';
	memcpy(hex, plus + 1, 2 * ID_LEN);
	hex[2 * ID_LEN] = '\0';
	head += 2 + 2 * ID_LEN;
	return strlen(name) + 2 + 2 * ID_LEN == head && sar_key_name_ok(name) &&
	       sar_hex_get(hex, id, ID_LEN) &&
	       sar_b64_get(text + head, len - head, typed, TYPED_LEN, &got) &&
	       got == TYPED_LEN && is_kind(typed[0]);
}

/* Read a vkey, which has to be of ${kind}. */
static int
parse_public(const char *name, const char *text, size_t len,
    enum sar_key_kind kind, struct sar_key_public *key, struct sar_err *err)
{
	uint8_t typed[TYPED_LEN], id[ID_LEN];

	memset(key, 0, sizeof(*key));
	key->kind = kind;
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (!split(text, len, key->name, id, typed) || typed[0] != kind)
		return sar_err_set(err, SAR_EINPUT,
		    kind == SAR_KEY_LOG
			? "%s: expected an Ed25519 vkey, name+id+key"
			: "%s: expected an Ed25519 vkey of a witness, "
			  "name+id+key",
		    name);
	memcpy(key->public, typed + 1, sizeof(key->public));
	if (set_id(key, err) == -1)
		return -1;
	if (memcmp(key->id, id, ID_LEN) != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: the vkey's id is not that of its name and key", name);
	return 0;
}

int
sar_key_public_parse(const char *name, const char *text, size_t len,
    struct sar_key_public *key, struct sar_err *err)
{
	return parse_public(name, text, len, SAR_KEY_LOG, key, err);
}

int
sar_key_witness_parse(const char *name, const char *text, size_t len,
    struct sar_key_public *key, struct sar_err *err)
{
	return parse_public(name, text, len, SAR_KEY_WITNESS, key, err);
}

void
sar_key_public_format(const struct sar_key_public *key, char out[SAR_VKEY_MAX])
{
	char id[SAR_HEX_LEN(ID_LEN)], b64[SAR_B64_LEN(TYPED_LEN)];
	uint8_t typed[TYPED_LEN] = { (uint8_t)key->kind };

	memcpy(typed + 1, key->public, sizeof(key->public));
	sar_hex_put(key->id, ID_LEN, id);
	sar_b64_put(typed, sizeof(typed), b64);
	(void)snprintf(out, SAR_VKEY_MAX, "%s+%s+%s", key->name, id, b64);
}

/* Fill ${key}, whose name and kind are set, from the seed. */
static int
from_seed(struct sar_key_secret *key, const uint8_t seed[SEED_LEN],
    struct sar_err *err)
{
	uint8_t signing[crypto_sign_SECRETKEYBYTES];
	int rc = -1;

	(void)crypto_sign_seed_keypair(key->public.public, signing, seed);
	key->signing = sar_secret_new(signing, sizeof(signing), err);
	if (key->signing != NULL)
		rc = set_id(&key->public, err);
	sodium_memzero(signing, sizeof(signing));
	return rc;
}

struct sar_key_secret *
sar_key_of_seed(const char *name, enum sar_key_kind kind,
    const uint8_t seed[SAR_KEY_SEED_LEN], struct sar_err *err)
{
	struct sar_key_secret *key = calloc(1, sizeof(*key));

	if (key == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	(void)snprintf(key->public.name, sizeof(key->public.name), "%s", name);
	key->public.kind = kind;
	if (from_seed(key, seed, err) == -1) {
		sar_key_secret_free(key);
		return NULL;
	}
	return key;
}

struct sar_key_secret *
sar_key_secret_parse(const struct sar_secret *skey, struct sar_err *err)
{
	static const size_t head = sizeof(SKEY_HEAD) - 1;
	struct sar_key_secret *key = NULL;
	uint8_t typed[TYPED_LEN] = { 0 }, id[ID_LEN];
	const char *text = sar_secret_data(skey);
	size_t len = sar_secret_len(skey);
	char name[SAR_KEY_NAME_MAX + 1];

	if (len <= head || memcmp(text, SKEY_HEAD, head) != 0 ||
	    !split(text + head, len - head, name, id, typed)) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key: expected an Ed25519 skey, " SKEY_HEAD "name+id+seed");
		goto out;
	}
	key = sar_key_of_seed(name, (enum sar_key_kind)typed[0], typed + 1,
	    err);
	if (key != NULL && memcmp(key->public.id, id, ID_LEN) != 0) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key: the skey's id is not that of its name and seed");
		sar_key_secret_free(key);
		key = NULL;
	}

out:
	sodium_memzero(typed, sizeof(typed));
	return key;
}

const uint8_t *
sar_key_seed(const struct sar_key_secret *key)
{
	return (const uint8_t *)sar_secret_data(key->signing);
}

struct sar_key_secret *
sar_key_secret_read(const char *path, struct sar_err *err)
{
	struct sar_secret *text = sar_secret_from_file(path, err);
	struct sar_key_secret *key = NULL;

	if (text != NULL)
		key = sar_key_secret_parse(text, err);
	sar_secret_free(text);
	return key;
}

void
sar_key_secret_free(struct sar_key_secret *key)
{
	if (key == NULL)
		return;
	sar_secret_free(key->signing);
	free(key);
}

const struct sar_key_public *
sar_key_secret_public(const struct sar_key_secret *key)
{
	return &key->public;
}

/* A new skey of ${kind} for ${name}. */
static struct sar_secret *
generate(const char *name, enum sar_key_kind kind, struct sar_err *err)
{
	char id[SAR_HEX_LEN(ID_LEN)], b64[SAR_B64_LEN(TYPED_LEN)];
	uint8_t typed[TYPED_LEN] = { (uint8_t)kind };
	struct sar_key_secret *key;
	struct sar_secret *skey = NULL;
	char line[SKEY_MAX];

	if (!sar_key_name_ok(name)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "key: a name is 1 to %d ASCII characters, no space, no '+'",
		    SAR_KEY_NAME_MAX);
		return NULL;
	}
	if (sodium_init() == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "libsodium cannot start");
		return NULL;
	}
	randombytes_buf(typed + 1, SEED_LEN);
	if ((key = sar_key_of_seed(name, kind, typed + 1, err)) != NULL) {
		sar_hex_put(key->public.id, ID_LEN, id);
		sar_b64_put(typed, sizeof(typed), b64);
		(void)snprintf(line, sizeof(line), SKEY_HEAD "%s+%s+%s", name,
		    id, b64);
		skey = sar_secret_new(line, strlen(line), err);
	}
	sar_key_secret_free(key);
	sodium_memzero(typed, sizeof(typed));
	sodium_memzero(b64, sizeof(b64));
	sodium_memzero(line, sizeof(line));
	return skey;
}

struct sar_secret *
sar_key_generate(const char *name, struct sar_err *err)
{
	return generate(name, SAR_KEY_LOG, err);
}

struct sar_secret *
sar_key_generate_witness(const char *name, struct sar_err *err)
{
	return generate(name, SAR_KEY_WITNESS, err);
}

int
sar_key_sign(const struct sar_key_secret *key, const void *text, size_t len,
    uint8_t sig[SAR_KEY_SIG_LEN], struct sar_err *err)
{
	const uint8_t *signing = (const uint8_t *)sar_secret_data(key->signing);

	if (crypto_sign_detached(sig, NULL, text, len, signing) != 0)
		return sar_err_set(err, SAR_EFAIL, "key: cannot sign");
	return 0;
}

bool
sar_key_verify(const struct sar_key_public *key, const void *text, size_t len,
    const uint8_t sig[SAR_KEY_SIG_LEN])
{
	return crypto_sign_verify_detached(sig, text, len, key->public) == 0;
}
