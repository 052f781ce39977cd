/* Passphrases: the list they come from, and which are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "package/passphrase.h"

static void
the_list_is_the_effs_less_four_words(void **state)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sha256 *hash = sar_sha256_new(&err);
	const char *const *words;
	size_t n, i;

	(void)state;
	assert_non_null(hash);
	words = sar_passphrase_words(&n);
	assert_int_equal(n, 7772);
	for (i = 0; i < n; i++) {
		assert_in_range(strlen(words[i]), 3, 9);
		assert_int_equal(strspn(words[i], "abcdefghijklmnopqrstuvwxyz"),
		    strlen(words[i]));
		/* Sorted and without doubles. */
		if (i > 0)
			assert_true(strcmp(words[i - 1], words[i]) < 0);
		if (i > 0)
			sar_sha256_add(hash, "\n", 1);
		sar_sha256_add(hash, words[i], strlen(words[i]));
	}
	sar_sha256_end(hash, digest);
	sar_sha256_free(hash);
	sar_hex_put(digest, sizeof(digest), hex);
	assert_string_equal(hex,
	    "76e3348ad957cad7d9c5c68873e89410ed998c19f4956367ab52d9aec4eee884");
}

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

/* Split ${text} at hyphens; every part has to be a word of the list. */
static unsigned
count_words(const char *text)
{
	char word[64];
	const char *const *words;
	unsigned found = 0;
	size_t n, len;

	words = sar_passphrase_words(&n);
	for (;; text += len + 1) {
		len = strcspn(text, "-");
		assert_in_range(len, 3, 9);
		memcpy(word, text, len);
		word[len] = '\0';
		assert_non_null(bsearch(word, words, n, sizeof(*words),
		    compare));
		found++;
		if (text[len] == '\0')
			return found;
	}
}

static void
a_generated_passphrase_has_the_words_asked_for(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;
	unsigned words, round;

	(void)state;
	for (words = 6; words <= 14; words++) {
		for (round = 0; round < 20; round++) {
			secret = sar_passphrase_generate(words, &err);
			assert_non_null(secret);
			assert_int_equal(count_words(sar_secret_data(secret)),
			    words);
			assert_true(sar_secret_len(secret) <= 99);
			assert_int_equal(sar_passphrase_check(secret, &err), 0);
			sar_secret_free(secret);
		}
	}
}

static void
two_passphrases_are_never_the_same(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *a = sar_passphrase_generate(6, &err);
	struct sar_secret *b = sar_passphrase_generate(6, &err);

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_string_not_equal(sar_secret_data(a), sar_secret_data(b));
	sar_secret_free(a);
	sar_secret_free(b);
}

static void
words_are_drawn_from_the_whole_list(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;
	unsigned seen[26] = { 0 };
	unsigned i, letters = 0;

	(void)state;
	for (i = 0; i < 400; i++) {
		secret = sar_passphrase_generate(6, &err);
		assert_non_null(secret);
		seen[sar_secret_data(secret)[0] - 'a']++;
		sar_secret_free(secret);
	}
	for (i = 0; i < 26; i++)
		letters += seen[i] > 0;
	/* 400 draws miss a letter as common as these once in 10^5 runs. */
	assert_true(seen['s' - 'a'] > 0 && seen['u' - 'a'] > 0);
	assert_true(seen['c' - 'a'] > 0 && seen['p' - 'a'] > 0);
	assert_true(letters >= 15);
}

static void
fewer_than_six_words_or_more_than_fourteen_are_refused(void **state)
{
	static const unsigned wrong[] = { 0, 5, 15, 4000000000U };
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_null(sar_passphrase_generate(wrong[i], &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
}

/* What sar_passphrase_check() says of ${len} bytes at ${text}. */
static enum sar_code
verdict(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(text, len, &err);
	int rc;

	assert_non_null(secret);
	rc = sar_passphrase_check(secret, &err);
	sar_secret_free(secret);
	assert_int_equal(rc, err.code == SAR_OK ? 0 : -1);
	assert_null(strstr(err.msg, "sesame"));
	return err.code;
}

static void
a_chosen_passphrase_has_12_to_99_characters(void **state)
{
	char text[100];

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(verdict(text, 1), SAR_ESECRET);
	assert_int_equal(verdict(text, 11), SAR_ESECRET);
	assert_int_equal(verdict(text, 12), SAR_OK);
	assert_int_equal(verdict(text, 99), SAR_OK);
	assert_int_equal(verdict(text, 100), SAR_ESECRET);
}

static void
a_chosen_passphrase_is_printable_ascii(void **state)
{
	(void)state;
	assert_int_equal(verdict("open sesame ~!", 14), SAR_OK);
	assert_int_equal(verdict("open sesame \xC2\xA3", 14), SAR_ESECRET);
	assert_int_equal(verdict("open sesame\t1", 13), SAR_ESECRET);
	assert_int_equal(verdict("open sesame\x7F"
				 "1",
			     13),
	    SAR_ESECRET);
	assert_int_equal(verdict("open sesame\0001", 13), SAR_ESECRET);
}

/* Why ${text} is weak; "" when it may be strong. */
static const char *
weakness(const char *text)
{
	static struct sar_err err;
	struct sar_secret *secret;
	int rc;

	err = (struct sar_err)SAR_ERR_INIT;
	secret = sar_secret_new(text, strlen(text), &err);
	assert_non_null(secret);
	rc = sar_passphrase_strong(secret, &err);
	sar_secret_free(secret);
	assert_int_equal(rc, err.code == SAR_OK ? 0 : -1);
	assert_true(rc == 0 || err.code == SAR_ESECRET);
	assert_null(strstr(err.msg, text));
	return err.msg;
}

static void
a_chosen_passphrase_that_cannot_be_strong_is_refused(void **state)
{
	static const char few[] =
	    "passphrase: weak: fewer than six different characters";
	static const char brief[] =
	    "passphrase: weak: too short for what it is made of";
	static const char words[] = "passphrase: weak: fewer than six words";
	static const struct {
		const char *text;
		const char *why;
	} cases[] = {
		{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", few },
		{ "abcdeabcdeabcdeabcdeabcdeabcde", few },
		/* One kind: 24 digits, 17 letters. */
		{ "01234567890123456789012", brief },
		{ "012345678901234567890123", "" },
		{ "qwertyuiopasdfgh", brief },
		{ "qwertyuiopasdfghj", "" },
		{ "QWERTYUIOPASDFGH", brief },
		/* Two: 15 and 14. */
		{ "q1w2e3r4t5y6u7", brief },
		{ "q1w2e3r4t5y6u7i", "" },
		{ "qWeRtYuIoPaSd", brief },
		{ "qWeRtYuIoPaSdF", "" },
		/* Three: 13.  All four: 12. */
		{ "qW1eR2tY3uI4", brief },
		{ "qW1eR2tY3uI4o", "" },
		{ "qW1!eR2?tY3", brief },
		{ "qW1!eR2?tY3#", "" },
		{ "correct horse battery staple", words },
		{ "correct-horse-battery-staple-again", words },
		{ "Abacus, banjo, canopy, dagger.", words },
		{ "abacus-banjo-canopy-dagger-eagle-falcon", "" },
		{ "abacus banjo canopy dagger eagle falcon", "" },
		/* Words as short as ours may be, beside a long one. */
		{ "abacus-ace-ice-tea-cat-act", "" },
		{ "abacus-ace-ice-tea-cat-cat", "" },
		{ "abacus-ace-ace-ace-ace-ace", brief },
		{ "abacus-ac-ec-te-ca-ac", brief },
		/* With words in it, the rest counts once. */
		{ "abacus-banjo-canopy-7", brief },
		{ "correct-horse-battery-2026", brief },
		{ "abacus-banjo-canopy-2026-%", brief },
		{ "Winter-2026!", brief },
		{ "WINTER-2026!", brief },
		{ "Password1234!?", brief },
		{ "abacus-banjo-canopy-dagger-eagle-7", "" },
		/* Letters as they come are no words. */
		{ "hT7!kQw2zP#m", "" },
		{ "xigmoj-wyrgiB-2dikty", brief },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(weakness(cases[i].text), cases[i].why);
}

static void
every_generated_passphrase_is_strong(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;
	unsigned i;

	(void)state;
	for (i = 0; i < 500; i++) {
		secret = sar_passphrase_generate(6, &err);
		assert_non_null(secret);
		assert_string_equal(weakness(sar_secret_data(secret)), "");
		sar_secret_free(secret);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_is_the_effs_less_four_words),
		cmocka_unit_test(
		    a_generated_passphrase_has_the_words_asked_for),
		cmocka_unit_test(two_passphrases_are_never_the_same),
		cmocka_unit_test(words_are_drawn_from_the_whole_list),
		cmocka_unit_test(
		    fewer_than_six_words_or_more_than_fourteen_are_refused),
		cmocka_unit_test(a_chosen_passphrase_has_12_to_99_characters),
		cmocka_unit_test(a_chosen_passphrase_is_printable_ascii),
		cmocka_unit_test(
		    a_chosen_passphrase_that_cannot_be_strong_is_refused),
		cmocka_unit_test(every_generated_passphrase_is_strong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
