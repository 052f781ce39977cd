/* The cryptography of an entry, against what others have made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "package/ae2.h"
#include "package_make.h"

/*
 * One entry as 7-Zip 26.02 wrote it (-tzip -mx0 -mem=AES256): salt, verifier,
 * ciphertext, tag.
 */
static const char seven_zip[] =
    "3998ad1d30107f446ca002e1e5e7abd2aac506e909f54408fd1da4c6cb0b717db4f98b"
    "3eb4a632ef52c910d6a9bc9eb0ba718f0aa668daa8f134df15718eff799cf38259a965"
    "0d142998";
static const char fox[] = "the quick brown fox rang 020 7946 0123 at noon";

struct made_by_7zip {
	uint8_t data[SAR_AE2_OVERHEAD + sizeof(fox) - 1];
	struct sar_ae2_kit *kit;
	struct sar_ae2 *ae2;
	uint8_t verifier[SAR_AE2_VERIFIER];
};

static struct made_by_7zip
open_7zip(void)
{
	struct made_by_7zip z = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of("correct-horse-battery");

	assert_true(sar_hex_get(seven_zip, z.data, sizeof(z.data)));
	z.kit = sar_ae2_kit_new(&err);
	assert_non_null(z.kit);
	z.ae2 = sar_ae2_new(z.kit, secret, z.data, z.verifier, &err);
	assert_non_null(z.ae2);
	sar_secret_free(secret);
	return z;
}

static void
close_7zip(struct made_by_7zip *z)
{
	sar_ae2_free(z->ae2);
	sar_ae2_kit_free(z->kit);
}

static void
an_entry_of_7zip_opens(void **state)
{
	struct made_by_7zip z = open_7zip();
	struct sar_err err = SAR_ERR_INIT;
	uint8_t tag[SAR_AE2_TAG];
	size_t len = sizeof(fox) - 1;

	(void)state;
	assert_memory_equal(z.verifier, z.data + SAR_AE2_SALT,
	    SAR_AE2_VERIFIER);
	assert_int_equal(sar_ae2_auth(z.ae2, z.data + SAR_AE2_HEAD, len, &err),
	    0);
	assert_int_equal(sar_ae2_tag(z.ae2, tag, &err), 0);
	assert_memory_equal(tag, z.data + SAR_AE2_HEAD + len, SAR_AE2_TAG);
	assert_int_equal(sar_ae2_crypt(z.ae2, z.data + SAR_AE2_HEAD, len, 0,
			     &err),
	    0);
	assert_memory_equal(z.data + SAR_AE2_HEAD, fox, len);
	close_7zip(&z);
}

static void
any_range_decrypts_by_itself(void **state)
{
	struct made_by_7zip z = open_7zip();
	struct sar_err err = SAR_ERR_INIT;
	size_t all = sizeof(fox) - 1;
	uint8_t part[sizeof(fox)];
	size_t from, len;

	(void)state;
	for (from = 0; from < all; from++)
		for (len = 1; len <= all - from; len++) {
			memcpy(part, z.data + SAR_AE2_HEAD + from, len);
			assert_int_equal(sar_ae2_crypt(z.ae2, part, len, from,
					     &err),
			    0);
			assert_memory_equal(part, fox + from, len);
		}
	close_7zip(&z);
}

static void
counters_go_on_past_32_bits(void **state)
{
	struct made_by_7zip z = open_7zip();
	struct sar_err err = SAR_ERR_INIT;
	uint64_t off = (UINT64_C(0xFFFFFFFF) - 100) * 16 + 5;
	size_t len = 70000;
	uint8_t *whole = calloc(1, len);
	uint8_t *pieces = calloc(1, len);
	size_t at, step;

	(void)state;
	assert_non_null(whole);
	assert_non_null(pieces);
	assert_int_equal(sar_ae2_crypt(z.ae2, whole, len, off, &err), 0);
	for (at = 0, step = 1; at < len; at += step, step = step * 3 % 9973) {
		if (step > len - at)
			step = len - at;
		assert_int_equal(sar_ae2_crypt(z.ae2, pieces + at, step,
				     off + at, &err),
		    0);
	}
	assert_memory_equal(whole, pieces, len);
	/* A counter of 32 bits would begin again inside this range. */
	memset(pieces, 0, 64);
	assert_int_equal(sar_ae2_crypt(z.ae2, pieces, 64, 0, &err), 0);
	for (at = 0; at + 64 <= len; at++)
		assert_memory_not_equal(whole + at, pieces, 64);
	free(whole);
	free(pieces);
	close_7zip(&z);
}

static void
pbkdf2_is_that_of_rfc_6070(void **state)
{
	static const struct {
		int rounds;
		const char *key;
	} vectors[] = {
		{ 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6" },
		{ 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957" },
		{ 4096, "4b007901b765489abead49d926f721d065a429c1" },
	};
	uint8_t key[20];
	char hex[SAR_HEX_LEN(20)];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		assert_int_equal(PKCS5_PBKDF2_HMAC("password", 8,
				     (const uint8_t *)"salt", 4,
				     vectors[i].rounds, EVP_sha1(), sizeof(key),
				     key),
		    1);
		sar_hex_put(key, sizeof(key), hex);
		assert_string_equal(hex, vectors[i].key);
	}
}

static void
another_passphrase_has_another_verifier_and_keystream(void **state)
{
	struct made_by_7zip z = open_7zip();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of("correct-horse-batterz");
	uint8_t verifier[SAR_AE2_VERIFIER];
	uint8_t a[16] = { 0 };
	uint8_t b[16] = { 0 };
	struct sar_ae2 *other = sar_ae2_new(z.kit, secret, z.data, verifier,
	    &err);

	(void)state;
	assert_non_null(other);
	assert_memory_not_equal(verifier, z.verifier, sizeof(verifier));
	assert_int_equal(sar_ae2_crypt(z.ae2, a, 16, 0, &err), 0);
	assert_int_equal(sar_ae2_crypt(other, b, 16, 0, &err), 0);
	assert_memory_not_equal(a, b, 16);
	sar_ae2_free(other);
	sar_secret_free(secret);
	close_7zip(&z);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_of_7zip_opens),
		cmocka_unit_test(any_range_decrypts_by_itself),
		cmocka_unit_test(counters_go_on_past_32_bits),
		cmocka_unit_test(pbkdf2_is_that_of_rfc_6070),
		cmocka_unit_test(
		    another_passphrase_has_another_verifier_and_keystream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
