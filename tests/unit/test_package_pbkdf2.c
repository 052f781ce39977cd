/* The derivation of keys, against RFC 6070 and against libcrypto's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <string.h>

#include "package/pbkdf2.h"

static struct sar_secret *
secret_of(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(text, len, &err);

	assert_non_null(secret);
	return secret;
}

/* RFC 6070, those that end today and have a passphrase without a NUL. */
static const struct {
	const char *passphrase;
	const char *salt;
	unsigned rounds;
	size_t len;
	uint8_t out[25];
} vectors[] = {
	{ "password", "salt", 1, 20,
	    { 0x0c, 0x60, 0xc8, 0x0f, 0x96, 0x1f, 0x0e, 0x71, 0xf3, 0xa9, 0xb5,
		0x24, 0xaf, 0x60, 0x12, 0x06, 0x2f, 0xe0, 0x37, 0xa6 } },
	{ "password", "salt", 2, 20,
	    { 0xea, 0x6c, 0x01, 0x4d, 0xc7, 0x2d, 0x6f, 0x8c, 0xcd, 0x1e, 0xd9,
		0x2a, 0xce, 0x1d, 0x41, 0xf0, 0xd8, 0xde, 0x89, 0x57 } },
	{ "password", "salt", 4096, 20,
	    { 0x4b, 0x00, 0x79, 0x01, 0xb7, 0x65, 0x48, 0x9a, 0xbe, 0xad, 0x49,
		0xd9, 0x26, 0xf7, 0x21, 0xd0, 0x65, 0xa4, 0x29, 0xc1 } },
	{ "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt",
	    4096, 25,
	    { 0x3d, 0x2e, 0xec, 0x4f, 0xe4, 0x1c, 0x84, 0x9b, 0x80, 0xc8, 0xd8,
		0x36, 0x62, 0xc0, 0xe4, 0x4a, 0x8b, 0x29, 0x1a, 0x96, 0x4c,
		0xf2, 0xf0, 0x70, 0x38 } },
};

static void
it_is_that_of_rfc_6070(void **state)
{
	struct sar_secret *secret;
	uint8_t out[26];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		secret = secret_of(vectors[i].passphrase,
		    strlen(vectors[i].passphrase));
		memset(out, 0xEE, sizeof(out));
		sar_pbkdf2_derive(secret, (const uint8_t *)vectors[i].salt,
		    strlen(vectors[i].salt), vectors[i].rounds, out,
		    vectors[i].len);
		assert_memory_equal(out, vectors[i].out, vectors[i].len);
		assert_int_equal(out[vectors[i].len], 0xEE);
		sar_secret_free(secret);
	}
}

/* Every length that a passphrase may have: above 64 it is hashed first. */
static void
it_is_libcryptos_for_every_length(void **state)
{
	uint8_t out[66], want[66], salt[16];
	struct sar_secret *secret;
	char text[130];
	size_t len, i;

	(void)state;
	for (len = 1; len < sizeof(text); len++) {
		for (i = 0; i < len; i++)
			text[i] = (char)('!' + (i * 7 + len) % 90);
		for (i = 0; i < sizeof(salt); i++)
			salt[i] = (uint8_t)(len * 31 + i * 17);
		secret = secret_of(text, len);
		sar_pbkdf2_derive(secret, salt, sizeof(salt), 10, out,
		    sizeof(out));
		assert_int_equal(PKCS5_PBKDF2_HMAC(text, (int)len, salt,
				     sizeof(salt), 10, EVP_sha1(), sizeof(want),
				     want),
		    1);
		assert_memory_equal(out, want, sizeof(want));
		sar_secret_free(secret);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_that_of_rfc_6070),
		cmocka_unit_test(it_is_libcryptos_for_every_length),
	};

	return cmocka_run_group_tests_name("package: pbkdf2", tests, NULL,
	    NULL);
}
