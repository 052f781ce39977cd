#include "package/age_key.h"

#include <string.h>

#include "package/bech32.h"

static const char recipient_prefix[] = "age";
static const char identity_prefix[] = "AGE-SECRET-KEY-";

#define IDENTITY_LEN (sizeof(identity_prefix) - 1 + SAR_BECH32_LEN)

const uint8_t sar_age_last_chunk[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

/* A stanza's key is used once. */
static const uint8_t no_nonce[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];

static int
out_of_memory(struct sar_err *err)
{
	return sar_err_set(err, SAR_EFAIL, "age: no protected memory");
}

struct sar_age_work *
sar_age_work_new(struct sar_err *err)
{
	struct sar_age_work *work = NULL;

	if (sodium_init() == -1 ||
	    (work = sodium_malloc(sizeof(*work))) == NULL)
		(void)out_of_memory(err);
	return work;
}

void
sar_age_work_free(struct sar_age_work *work)
{
	sodium_free(work);
}

bool
sar_age_recipient_parse(const char *text, size_t len,
    struct sar_age_recipient *out)
{
	static const uint8_t any[SAR_AGE_KEY] = { 8 };
	uint8_t shared[SAR_AGE_KEY];

	/* A key of low order would let anybody open what is sealed to it. */
	return sar_bech32_get(recipient_prefix, text, len, out->key) &&
	       crypto_scalarmult(shared, any, out->key) == 0;
}

void
sar_age_recipient_format(const struct sar_age_recipient *recipient,
    char out[SAR_AGE_RECIPIENT_LEN])
{
	sar_bech32_put(recipient_prefix, recipient->key, out);
}

struct sar_secret *
sar_age_identity_generate(struct sar_age_recipient *recipient,
    struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	uint8_t *key = NULL;
	char *text = NULL;

	if (sodium_init() == -1 || (key = sodium_malloc(SAR_AGE_KEY)) == NULL ||
	    (text = sodium_malloc(IDENTITY_LEN)) == NULL) {
		(void)out_of_memory(err);
		goto out;
	}
	randombytes_buf(key, SAR_AGE_KEY);
	(void)crypto_scalarmult_base(recipient->key, key);
	sar_bech32_put(identity_prefix, key, text);
	secret = sar_secret_new(text, strlen(text), err);

out:
	sodium_free(key);
	sodium_free(text);
	return secret;
}

/* Add the key on a line of an identity file. */
static int
take_line(struct sar_age_identity *identity, const char *name, size_t line,
    const char *text, size_t len, struct sar_err *err)
{
	if (len > 0 && text[len - 1] == '\r')
		len--;
	if (len == 0 || text[0] == '#')
		return 0;
	if (identity->n == SAR_AGE_RECIPIENTS)
		return sar_err_set(err, SAR_ESECRET,
		    "%s: line %zu: more than %d keys", name, line,
		    SAR_AGE_RECIPIENTS);
	if (!sar_bech32_get(identity_prefix, text, len,
		identity->keys[identity->n].key)) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "%s: line %zu: expected AGE-SECRET-KEY-1... in capitals",
		    name, line);
		sar_err_hint(err, "a key file that has a passphrase itself is "
				  "opened by age: --identity-command \"age -d "
				  "FILE\"");
		return -1;
	}
	(void)crypto_scalarmult_base(identity->keys[identity->n].public.key,
	    identity->keys[identity->n].key);
	identity->n++;
	return 0;
}

static int
take_lines(struct sar_age_identity *identity, const char *name,
    const struct sar_secret *text, struct sar_err *err)
{
	const char *p = sar_secret_data(text);
	const char *end = p + sar_secret_len(text);
	const char *lf;
	size_t line;

	for (line = 1; p < end; line++, p = lf + 1) {
		if ((lf = memchr(p, '\n', (size_t)(end - p))) == NULL)
			lf = end;
		if (take_line(identity, name, line, p, (size_t)(lf - p), err) ==
		    -1)
			return -1;
	}
	if (identity->n == 0)
		return sar_err_set(err, SAR_ESECRET, "%s: no key in it", name);
	return 0;
}

struct sar_age_identity *
sar_age_identity_parse(const char *name, const struct sar_secret *text,
    struct sar_err *err)
{
	struct sar_age_identity *identity = NULL;

	if (sodium_init() == -1 ||
	    (identity = sodium_malloc(sizeof(*identity))) == NULL) {
		(void)out_of_memory(err);
		return NULL;
	}
	identity->n = 0;
	if (take_lines(identity, name, text, err) == -1) {
		sodium_free(identity);
		return NULL;
	}
	(void)sodium_mprotect_readonly(identity);
	return identity;
}

void
sar_age_identity_free(struct sar_age_identity *identity)
{
	sodium_free(identity);
}

/* HMAC-SHA-256 of two pieces, into ${out}. */
static void
hmac(struct sar_age_work *work, const uint8_t *key, size_t key_len,
    const void *text, size_t len, uint8_t out[SAR_AGE_KEY])
{
	crypto_auth_hmacsha256_init(&work->hmac, key, key_len);
	crypto_auth_hmacsha256_update(&work->hmac, text, len);
	crypto_auth_hmacsha256_final(&work->hmac, out);
}

/* HKDF-SHA-256 (RFC 5869) of one block, into ${work}'s key. */
static void
derive(struct sar_age_work *work, const uint8_t *from, size_t from_len,
    const uint8_t *salt, size_t salt_len, const char *info)
{
	static const uint8_t block = 1;

	hmac(work, salt, salt_len, from, from_len, work->pseudo);
	crypto_auth_hmacsha256_init(&work->hmac, work->pseudo, SAR_AGE_KEY);
	crypto_auth_hmacsha256_update(&work->hmac, (const uint8_t *)info,
	    strlen(info));
	crypto_auth_hmacsha256_update(&work->hmac, &block, 1);
	crypto_auth_hmacsha256_final(&work->hmac, work->key);
}

static void
wrap_key(struct sar_age_work *work, const uint8_t share[SAR_AGE_KEY],
    const struct sar_age_recipient *to)
{
	uint8_t salt[2 * SAR_AGE_KEY];

	memcpy(salt, share, SAR_AGE_KEY);
	memcpy(salt + SAR_AGE_KEY, to->key, SAR_AGE_KEY);
	derive(work, work->shared, SAR_AGE_KEY, salt, sizeof(salt),
	    "age-encryption.org/v1/X25519");
}

int
sar_age_wrap(struct sar_age_work *work, const struct sar_age_recipient *to,
    struct sar_age_stanza *stanza, struct sar_err *err)
{
	randombytes_buf(work->ephemeral, SAR_AGE_KEY);
	(void)crypto_scalarmult_base(stanza->share, work->ephemeral);
	if (crypto_scalarmult(work->shared, work->ephemeral, to->key) == -1)
		return sar_err_set(err, SAR_EFAIL, "age: not a key to seal to");
	wrap_key(work, stanza->share, to);
	(void)crypto_aead_chacha20poly1305_ietf_encrypt(stanza->body, NULL,
	    work->file_key, SAR_AGE_FILE_KEY, NULL, 0, NULL, no_nonce,
	    work->key);
	return 0;
}

enum sar_age_try
sar_age_unwrap(struct sar_age_work *work,
    const struct sar_age_identity *identity, size_t n,
    const struct sar_age_stanza *stanza)
{
	/* All zero for a share of low order: anybody could have sent it. */
	if (crypto_scalarmult(work->shared, identity->keys[n].key,
		stanza->share) == -1)
		return SAR_AGE_FORGED;
	wrap_key(work, stanza->share, &identity->keys[n].public);
	if (crypto_aead_chacha20poly1305_ietf_decrypt(work->file_key, NULL,
		NULL, stanza->body, SAR_AGE_BODY, NULL, 0, no_nonce,
		work->key) == -1)
		return SAR_AGE_OTHER;
	return SAR_AGE_OPENED;
}

void
sar_age_mac(struct sar_age_work *work, const char *header, size_t len,
    uint8_t mac[SAR_AGE_KEY])
{
	static const uint8_t none[1];

	derive(work, work->file_key, SAR_AGE_FILE_KEY, none, 0, "header");
	hmac(work, work->key, SAR_AGE_KEY, header, len, mac);
}

void
sar_age_payload_key(struct sar_age_work *work,
    const uint8_t nonce[SAR_AGE_NONCE])
{
	derive(work, work->file_key, SAR_AGE_FILE_KEY, nonce, SAR_AGE_NONCE,
	    "payload");
}
