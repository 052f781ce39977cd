#include "tlog/keyfile.h"

#include <sodium.h>
#include <string.h>

#include "tlog/key_sign.h"
#include "tlog/keyfile_text.h"

#define HEAD "sar-key/"
#define KEY_LEN crypto_aead_chacha20poly1305_ietf_KEYBYTES

_Static_assert(crypto_pwhash_SALTBYTES == SAR_KEYFILE_SALT,
    "the salt is as long as Argon2id's");
_Static_assert(crypto_aead_chacha20poly1305_ietf_ABYTES ==
		   SAR_KEYFILE_BOX - SAR_KEYFILE_PLAIN,
    "the box is as much longer as its tag");

/* The salt is new in each file, and so is the key: it seals one message. */
static const uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

bool
sar_keyfile_sealed(const struct sar_secret *text)
{
	return sar_secret_len(text) >= sizeof(HEAD) - 1 &&
	       memcmp(sar_secret_data(text), HEAD, sizeof(HEAD) - 1) == 0;
}

static int
derive(const struct sar_keyfile_text *file, const struct sar_secret *passphrase,
    uint8_t key[KEY_LEN], struct sar_err *err)
{
	if (sodium_init() == -1)
		return sar_err_set(err, SAR_EFAIL, "libsodium cannot start");
	if (crypto_pwhash(key, KEY_LEN, sar_secret_data(passphrase),
		sar_secret_len(passphrase), file->salt, file->cost.passes,
		(size_t)file->cost.memory * 1024,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		return sar_err_set(err, SAR_EFAIL,
		    "key file: not enough memory for its Argon2id");
	return 0;
}

/* Fill in the box: the kind and the seed of ${key}. */
static int
close_box(struct sar_keyfile_text *file, const struct sar_key_secret *key,
    const struct sar_secret *passphrase, const struct sar_buf *head,
    struct sar_err *err)
{
	uint8_t plain[SAR_KEYFILE_PLAIN] = { (uint8_t)file->public.kind };
	uint8_t with[KEY_LEN];
	int rc;

	memcpy(plain + 1, sar_key_seed(key), SAR_KEY_SEED_LEN);
	rc = derive(file, passphrase, with, err);
	if (rc == 0)
		(void)crypto_aead_chacha20poly1305_ietf_encrypt(file->box, NULL,
		    plain, sizeof(plain), (const uint8_t *)head->data,
		    head->len, NULL, nonce, with);
	sodium_memzero(with, sizeof(with));
	sodium_memzero(plain, sizeof(plain));
	return rc;
}

struct sar_secret *
sar_keyfile_seal(const struct sar_secret *skey,
    const struct sar_secret *passphrase, const struct sar_keyfile_cost *cost,
    struct sar_err *err)
{
	struct sar_keyfile_text file = { .cost = *cost };
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_key_secret *key = NULL;
	struct sar_secret *sealed = NULL;

	if (cost->memory < SAR_KEYFILE_MEMORY_MIN ||
	    cost->memory > SAR_KEYFILE_MEMORY_MAX || cost->passes < 1 ||
	    cost->passes > SAR_KEYFILE_PASSES_MAX) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "key file: the cost is out of bounds");
		return NULL;
	}
	if (sar_secret_len(passphrase) == 0) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key file: the passphrase is empty");
		return NULL;
	}
	if ((key = sar_key_secret_parse(skey, err)) == NULL)
		return NULL;
	file.public = *sar_key_secret_public(key);
	randombytes_buf(file.salt, sizeof(file.salt));
	if (sar_keyfile_text_head(&text, &file, err) == 0 &&
	    close_box(&file, key, passphrase, &text, err) == 0 &&
	    sar_keyfile_text_box(&text, &file, err) == 0)
		sealed = sar_secret_new(text.data, text.len, err);
	sar_key_secret_free(key);
	sar_buf_free(&text);
	return sealed;
}

/* The key in the box of ${file}, whose text begins at ${head}. */
static struct sar_key_secret *
open_box(const struct sar_keyfile_text *file, const char *head,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	uint8_t plain[SAR_KEYFILE_PLAIN] = { 0 }, with[KEY_LEN] = { 0 };
	struct sar_key_secret *key = NULL;

	if (derive(file, passphrase, with, err) == -1)
		goto out;
	if (crypto_aead_chacha20poly1305_ietf_decrypt(plain, NULL, NULL,
		file->box, sizeof(file->box), (const uint8_t *)head, file->head,
		nonce, with) != 0) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key file: wrong passphrase, or the file was changed");
		goto out;
	}
	key = sar_key_of_seed(file->public.name, file->public.kind, plain + 1,
	    err);
	if (key != NULL &&
	    (plain[0] != file->public.kind ||
		memcmp(sar_key_secret_public(key)->public, file->public.public,
		    sizeof(file->public.public)) != 0)) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key file: the vkey is not of the key that is sealed");
		sar_key_secret_free(key);
		key = NULL;
	}

out:
	sodium_memzero(with, sizeof(with));
	sodium_memzero(plain, sizeof(plain));
	return key;
}

struct sar_key_secret *
sar_keyfile_open(const struct sar_secret *text,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	struct sar_keyfile_text file;

	if (!sar_keyfile_sealed(text)) {
		if (passphrase == NULL)
			return sar_key_secret_parse(text, err);
		(void)sar_err_set(err, SAR_ESECRET,
		    "key file: not under a passphrase, though one is given");
		return NULL;
	}
	if (sar_keyfile_text_read(sar_secret_data(text), sar_secret_len(text),
		&file, err) == -1)
		return NULL;
	if (passphrase == NULL) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "key file: under a passphrase, and none is given");
		return NULL;
	}
	return open_box(&file, sar_secret_data(text), passphrase, err);
}
