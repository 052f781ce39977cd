/* The strict reader over packages that somebody has changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package_check.h"
#include "package_make.h"

static const char wave[] = "RIFF, and then what the caller said at 01632 "
			   "960 123";

/* As small as can be, to change every byte of it. */
static const struct content two[] = {
	{ "a", "Dear requester", 14, false },
	{ "b", wave, sizeof(wave) - 1, true },
};

/* How opening and then checking ${len} bytes at ${data} ends. */
static struct sar_err
verdict(const char *data, size_t len, const char *passphrase, bool *opened)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(passphrase);
	uint8_t manifest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;

	sar_source_text(&data, len, "package", &source);
	reader = sar_package_open(&source, &err);
	*opened = reader != NULL;
	if (reader != NULL && check_reader(reader, secret, manifest, &err) == 0)
		assert_int_equal(err.code, SAR_OK);
	else
		assert_int_not_equal(err.code, SAR_OK);
	sar_package_close(reader);
	sar_secret_free(secret);
	return err;
}

static void
a_sealed_package_opens_and_checks(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	const char *text = made.data;
	uint8_t manifest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;

	(void)state;
	sar_source_text(&text, made.len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_count(reader), 4);
	assert_string_equal(sar_package_name(reader, 0), "a");
	assert_string_equal(sar_package_name(reader, 2), "manifest.json");
	assert_string_equal(sar_package_name(reader, 3),
	    "manifest.json.minisig");
	assert_int_equal(sar_package_size(reader, 1), sizeof(wave) - 1);
	assert_int_equal(check_reader(reader, secret, manifest, &err), 0);
	assert_memory_equal(manifest, made.receipt.manifest, SAR_SHA256_LEN);
	/* And again. */
	assert_int_equal(check_reader(reader, secret, manifest, &err), 0);
	sar_package_close(reader);
	sar_secret_free(secret);
	free(made.data);
}

/* What somebody who checks the signature, or looks for volumes, needs. */
static void
a_check_gives_manifest_and_signature(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_package_check_options options = { .passphrase = secret,
		.jobs = 1 };
	struct sar_package_findings found = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	const char *data = made.data;
	struct sar_package_reader *reader;
	struct sar_source source;
	uint8_t digest[SAR_SHA256_LEN];

	(void)state;
	sar_source_text(&data, made.len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_check(reader, &options, &found, &err), 0);
	assert_int_equal(found.len, strlen(found.text));
	assert_int_equal(found.len, sar_package_size(reader, 2));
	assert_int_equal(sar_sha256_text(found.text, found.len, digest, &err),
	    0);
	assert_memory_equal(digest, made.receipt.manifest, SAR_SHA256_LEN);
	assert_memory_equal(digest, found.manifest, SAR_SHA256_LEN);
	assert_memory_equal(found.content, made.receipt.content,
	    SAR_SHA256_LEN);
	assert_int_equal(found.volume, 1);
	assert_int_equal(found.volumes, 1);
	assert_ptr_equal(strstr(found.signature, SIGNATURE), found.signature);
	assert_int_equal(strlen(found.signature), sar_package_size(reader, 3));
	sar_package_findings_free(&found);
	assert_null(found.text);
	sar_package_close(reader);
	sar_secret_free(secret);
	free(made.data);
}

static void
the_wrong_passphrase_is_named_as_such(void **state)
{
	static const char *const wrong[] = { PASSPHRASE "s", "Abacus",
		"abacus-banjo-canopy-dagger-eagle-falcom", "x" };
	struct made made = make_package(PASSPHRASE, two, 2);
	struct sar_err err;
	bool opened;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		err = verdict(made.data, made.len, wrong[i], &opened);
		assert_true(opened);
		assert_int_equal(err.code, SAR_ESECRET);
		assert_null(strstr(err.msg, wrong[i]));
	}
	free(made.data);
}

/* Does the structure of ${len} bytes at ${data} pass? */
static bool
opens(const char *data, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;

	sar_source_text(&data, len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_int_equal(err.code, reader != NULL ? SAR_OK : SAR_ECORRUPT);
	sar_package_close(reader);
	return reader != NULL;
}

/* Bytes of salts, verifiers, ciphertexts and tags. */
static size_t
data_bytes(const struct made *made)
{
	const char *text = made->data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t total = 0;
	size_t i;

	sar_source_text(&text, made->len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	for (i = 0; i < sar_package_count(reader); i++)
		total += 28 + (size_t)sar_package_size(reader, i);
	sar_package_close(reader);
	return total;
}

/*
 * All bits of what is not encrypted are refused before a passphrase is asked
 * for; of the rest, one bit of each byte has to fail the check, and every one
 * in a soak.
 */
static void
one_flipped_bit_is_never_a_success(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	size_t expected = data_bytes(&made);
	bool soak = getenv("SAR_SOAK") != NULL;
	size_t passed = 0;
	struct sar_err err;
	unsigned bit;
	bool opened;
	size_t at;

	(void)state;
	for (at = 0; at < made.len; at++) {
		for (bit = 0; bit < 8; bit++) {
			made.data[at] = (char)(made.data[at] ^ (1 << bit));
			opened = opens(made.data, made.len);
			passed += opened;
			if (opened && (soak || bit == at % 8)) {
				err = verdict(made.data, made.len, PASSPHRASE,
				    &opened);
				assert_int_equal(err.code, SAR_ECORRUPT);
			}
			made.data[at] = (char)(made.data[at] ^ (1 << bit));
		}
	}
	assert_int_equal(passed, 8 * expected);
	err = verdict(made.data, made.len, PASSPHRASE, &opened);
	assert_int_equal(err.code, SAR_OK);
	free(made.data);
}

static void
a_package_cut_short_at_any_length_is_refused(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	size_t len;
	char *copy;

	(void)state;
	for (len = 0; len < made.len; len++) {
		/* Its own memory, so that a byte too far is noticed. */
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, made.data, len);
		assert_false(opens(copy, len));
		free(copy);
	}
	free(made.data);
}

static void
bytes_before_or_after_are_refused(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	char *copy = calloc(1, made.len + 100);
	size_t extra;

	(void)state;
	assert_non_null(copy);
	for (extra = 1; extra <= 100; extra++) {
		memset(copy, 0, made.len + 100);
		memcpy(copy, made.data, made.len);
		assert_false(opens(copy, made.len + extra));
		memmove(copy + extra, copy, made.len);
		memset(copy, 0, extra);
		assert_false(opens(copy, made.len + extra));
	}
	free(copy);
	free(made.data);
}

/* A comment is where a zip can hide anything, another zip too. */
static void
an_archive_comment_is_refused(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	char *copy = malloc(made.len + 5);

	(void)state;
	assert_non_null(copy);
	memcpy(copy, made.data, made.len);
	copy[made.len - 2] = 5;
	memcpy(copy + made.len, "hello", 5);
	assert_false(opens(copy, made.len + 5));
	free(copy);
	free(made.data);
}

/* A reader of ${made} unlocked with the right passphrase. */
static struct sar_package_reader *
open_unlocked(struct sar_source *source, const char **text, struct made *made)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_package_reader *reader;
	size_t i;

	*text = made->data;
	sar_source_text(text, made->len, "package", source);
	reader = sar_package_open(source, &err);
	assert_non_null(reader);
	for (i = 0; i < sar_package_count(reader); i++)
		assert_int_equal(sar_package_unlock(reader, i, secret, &err),
		    0);
	sar_secret_free(secret);
	return reader;
}

static void
any_part_of_an_entry_can_be_read(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source zip, entry;
	const char *text;
	struct sar_package_reader *reader = open_unlocked(&zip, &text, &made);
	char part[sizeof(wave)];
	size_t from, len;

	(void)state;
	assert_int_equal(sar_package_entry(reader, 1, &entry, &err), 0);
	assert_int_equal(entry.size, sizeof(wave) - 1);
	assert_string_equal(entry.name, "b");
	for (from = 0; from < entry.size; from++)
		for (len = 1; len <= entry.size - from; len++) {
			assert_int_equal(sar_source_read(&entry, part, len,
					     from, &err),
			    0);
			assert_memory_equal(part, wave + from, len);
		}
	assert_int_equal(sar_source_read(&entry, part, 2, entry.size - 1, &err),
	    -1);
	sar_package_close(reader);
	free(made.data);
}

static void
a_locked_entry_gives_nothing(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	struct sar_secret *wrong = secret_of("something-else");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source zip, entry, other;
	const char *text;
	struct sar_package_reader *reader = open_unlocked(&zip, &text, &made);
	char part[4];

	(void)state;
	assert_int_equal(sar_package_entry(reader, 0, &entry, &err), 0);
	assert_int_equal(sar_package_unlock(reader, 0, wrong, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	/* Neither a new source nor one from before. */
	err.code = SAR_OK;
	assert_int_equal(sar_package_entry(reader, 0, &other, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	err.code = SAR_OK;
	assert_int_equal(sar_source_read(&entry, part, 4, 0, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	/* The others are as they were. */
	assert_int_equal(sar_package_entry(reader, 1, &entry, &err), 0);
	assert_int_equal(sar_source_read(&entry, part, 4, 0, &err), 0);
	assert_memory_equal(part, "RIFF", 4);
	sar_package_close(reader);
	sar_secret_free(wrong);
	free(made.data);
}

/* A source that gives little at a time, and fails after a while. */
struct stutter {
	const char *data;
	size_t calls;
	size_t fail; /* the call that does */
};

static ssize_t
pread_stutter(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	struct stutter *s = ctx;

	if (++s->calls == s->fail)
		return sar_err_set(err, SAR_ESPACE, "disk: broken");
	if (len > 1 + s->calls % 7)
		len = 1 + s->calls % 7;
	memcpy(buf, s->data + off, len);
	return (ssize_t)len;
}

static void
a_source_that_fails_is_reported_as_it_says(void **state)
{
	struct made made = make_package(PASSPHRASE, two, 2);
	struct stutter stutter = { .data = made.data };
	struct sar_source source = { .ctx = &stutter,
		.pread = pread_stutter,
		.size = made.len,
		.name = "package" };
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_package_reader *reader;
	uint8_t manifest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	size_t calls;

	(void)state;
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(check_reader(reader, secret, manifest, &err), 0);
	sar_package_close(reader);
	for (calls = stutter.calls; calls > 0; calls -= calls > 9 ? 9 : 1) {
		stutter.calls = 0;
		stutter.fail = calls;
		err.code = SAR_OK;
		reader = sar_package_open(&source, &err);
		if (reader != NULL)
			assert_int_equal(check_reader(reader, secret, manifest,
					     &err),
			    -1);
		assert_int_equal(err.code, SAR_ESPACE);
		assert_string_equal(err.msg, "disk: broken");
		sar_package_close(reader);
	}
	sar_secret_free(secret);
	free(made.data);
}

/* Where the salt of entry ${i} of ${made} is. */
static size_t
salt_of(const struct made *made, size_t i)
{
	const char *at = made->data;
	size_t left = made->len;

	for (;; at++, left--) {
		at = memmem(at, left, "PK\3\4", 4);
		assert_non_null(at);
		left = made->len - (size_t)(at - made->data);
		if (i-- == 0)
			break;
	}
	return (size_t)(at - made->data) + 30 + (uint8_t)at[26] +
	       (uint8_t)at[28];
}

static void
two_entries_with_one_salt_are_refused_without_a_passphrase(void **state)
{
	static const char why[] =
	    "package: two entries have one salt: whoever has both can read "
	    "them";
	struct sar_err err;
	struct made made;
	size_t i, k;
	bool opened;

	(void)state;
	for (i = 0; i < 4; i++)
		for (k = 0; k < i; k++) {
			made = make_package(PASSPHRASE, two, 2);
			memcpy(made.data + salt_of(&made, i),
			    made.data + salt_of(&made, k), 16);
			err = verdict(made.data, made.len, PASSPHRASE, &opened);
			assert_false(opened);
			assert_int_equal(err.code, SAR_ECORRUPT);
			assert_string_equal(err.msg, why);
			free(made.data);
		}
}

/* Texts long enough to be told from what AES gives, and any in AES. */
static void
what_is_not_encrypted_does_not_look_so(void **state)
{
	static char zeros[1024];
	static const struct content long_ones[] = {
		{ "a", zeros, sizeof(zeros), false },
		{ "b", zeros, sizeof(zeros), true },
	};
	static const int none = 0, signal = 15;
	struct made made = make_package(PASSPHRASE, long_ones, 2);
	const char *text = made.data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t head;

	(void)state;
	sar_source_text(&text, made.len, "package", &source);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_look(reader, &none, &err), 0);
	assert_int_equal(sar_package_look(reader, &signal, &err), -1);
	assert_int_equal(err.code, SAR_ESIGNAL);
	head = salt_of(&made, 1) + 18;
	memset(made.data + head, 'x', 63);
	made.data[head + 63] = '\0';
	memset(made.data + head + 64, 'x', 63);
	made.data[head + 127] = '\0';
	err.code = SAR_OK;
	/* Too few in a row, though too many of one kind. */
	assert_int_equal(sar_package_look(reader, &none, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg,
	    "package: b: said to be encrypted, and does not look so");
	sar_package_close(reader);
	free(made.data);
}

static void
a_salt_of_another_package_is_found(void **state)
{
	struct made made[2] = { make_package(PASSPHRASE, two, 2),
		make_package(PASSPHRASE, two, 2) };
	const char *texts[2] = { made[0].data, made[1].data };
	struct sar_package_reader *readers[2];
	struct sar_source sources[2];
	struct sar_err err = SAR_ERR_INIT;
	int again, i;

	(void)state;
	for (again = 0; again < 2; again++) {
		for (i = 0; i < 2; i++) {
			sar_source_text(&texts[i], made[i].len, "package",
			    &sources[i]);
			readers[i] = sar_package_open(&sources[i], &err);
			assert_non_null(readers[i]);
		}
		assert_int_equal(sar_package_salts(readers, 0, &err), 0);
		assert_int_equal(sar_package_salts(readers, 1, &err), 0);
		assert_int_equal(sar_package_salts(readers, 2, &err), -again);
		sar_package_close(readers[0]);
		sar_package_close(readers[1]);
		memcpy(made[1].data + salt_of(&made[1], 3),
		    made[0].data + salt_of(&made[0], 1), 16);
	}
	assert_int_equal(err.code, SAR_ECORRUPT);
	free(made[0].data);
	free(made[1].data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sealed_package_opens_and_checks),
		cmocka_unit_test(
		    two_entries_with_one_salt_are_refused_without_a_passphrase),
		cmocka_unit_test(a_salt_of_another_package_is_found),
		cmocka_unit_test(what_is_not_encrypted_does_not_look_so),
		cmocka_unit_test(a_check_gives_manifest_and_signature),
		cmocka_unit_test(the_wrong_passphrase_is_named_as_such),
		cmocka_unit_test(one_flipped_bit_is_never_a_success),
		cmocka_unit_test(a_package_cut_short_at_any_length_is_refused),
		cmocka_unit_test(bytes_before_or_after_are_refused),
		cmocka_unit_test(an_archive_comment_is_refused),
		cmocka_unit_test(any_part_of_an_entry_can_be_read),
		cmocka_unit_test(a_locked_entry_gives_nothing),
		cmocka_unit_test(a_source_that_fails_is_reported_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
