/* The strict reader over hidden packages that are damaged or forged. */
#include "package_reveal.h"

static void
only_package_zip_hides_a_package(void **state)
{
	static const char *const wrong[] = { "package-0.zip", "package-01.zip",
		"package-1000.zip", "package.zip.zip", "package-1-2.zip",
		"packages.zip", "letter.txt", "manifest.json" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct zip_made zip;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		memset(&zip, 0, sizeof(zip));
		zip_sparse(&zip, wrong[i], 500, false);
		zip_end(&zip, false);
		source = zip_source_of(&zip);
		assert_null(sar_package_open(&source, &err));
		assert_int_equal(err.code, SAR_ECORRUPT);
		zip_free(&zip);
	}
	/* Nor with something beside it. */
	memset(&zip, 0, sizeof(zip));
	zip_sparse(&zip, "package.zip", 500, false);
	zip_sparse(&zip, "manifest.json", 100, false);
	zip_sparse(&zip, "manifest.json.minisig", 100, false);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	assert_null(sar_package_open(&source, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	zip_free(&zip);
}

/* Each was encrypted by somebody who has the passphrase. */
static void
what_does_not_fit_inside_is_named(void **state)
{
	static const struct {
		const char *spoil;
		const char *why;
	} cases[] = {
		{ "Dear request", "zip: letter.txt: CRC-32 does not fit" },
		{ "untrusted comment: sig",
		    "zip: manifest.json.minisig: CRC-32 does not fit" },
		{ "\"volumes\"", "zip: manifest.json: CRC-32 does not fit" },
		{ "moreP", "zip: package.zip: entry 2: descriptor and central "
			   "header differ" },
		{ "PK\1\2", "zip: package.zip: entry 1: version made by not "
			    "as in a package" },
		{ "PK\3", "zip: package.zip: entry 1: local header not as in "
			  "a package" },
		{ "PK\5", "zip: package.zip: end record not as in a package" },
		{ "letter", "zip: package.zip: entry 1: local and central "
			    "names differ" },
	};
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		recipe.spoil = cases[i].spoil;
		err = verdict(&recipe);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg, cases[i].why);
	}
}

/* Where a word could be hidden, or a length told. */
static void
padding_is_zeros_and_as_many_as_there_have_to_be(void **state)
{
	static const int more[] = { -1, 1, -8, 8, 16, 64 };
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	recipe.padded = true;
	err = verdict(&recipe);
	assert_string_equal(err.msg, "");
	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		recipe.more = more[i];
		err = verdict(&recipe);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg,
		    "zip: padding.bin: not as long as it has to be");
	}
	recipe.more = 0;
	recipe.spoil = "padding.bin";
	err = verdict(&recipe);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "zip: padding.bin: not zeros");
}

static void
what_is_hidden_is_a_whole_package(void **state)
{
	static const struct content one[] = { { "package.zip", "PK", 2,
	    false } };
	struct sar_content_entry listed[1];
	struct sar_buf inner = make_inner(one, 1, 99, listed);
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;

	(void)state;
	open_hidden("package.zip", &inner, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "zip: package.zip: does not end with "
				     "manifest and signature");
	assert_int_equal(sar_package_count(o.reader), 1);
	close_opened(&o);
	inner.len = 10;
	open_hidden("package.zip", &inner, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	close_opened(&o);
	sar_buf_free(&inner);
}

/*
 * Not only those that would be seen inside: the tag is over all of it.  All
 * bits of what is not encrypted; of the rest one of each byte, and all of them
 * in a soak.
 */
static void
one_flipped_bit_is_never_a_success(void **state)
{
	static const struct content one = { "a", "x", 1, false };
	const struct recipe recipe = { .contents = &one,
		.n = 1,
		.volume = 1,
		.volumes = 1 };
	bool soak = getenv("SAR_SOAK") != NULL;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	uint8_t manifest[SAR_SHA256_LEN];
	struct opened o;
	unsigned bit;
	size_t at;

	(void)state;
	open_recipe(&recipe, &o);
	for (at = 0; at < o.zip.bytes.len; at++)
		for (bit = 0; bit < 8; bit++) {
			o.zip.bytes.data[at] = (char)(o.zip.bytes.data[at] ^
						      (1 << bit));
			reader = sar_package_open(&o.source, &err);
			if (reader != NULL && (soak || bit == at % 8))
				assert_int_equal(check_reader(reader, o.secret,
						     manifest, &err),
				    -1);
			assert_true(err.code == SAR_ECORRUPT ||
				    err.code == SAR_ESECRET);
			sar_package_close(reader);
			o.zip.bytes.data[at] = (char)(o.zip.bytes.data[at] ^
						      (1 << bit));
		}
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	close_opened(&o);
}

/* Whatever it makes of what is inside, and however many look at it. */
static void
damage_is_told_as_such(void **state)
{
	struct sar_package_check_options options = { .jobs = 1 };
	struct sar_package_findings found = { 0 };
	struct sar_package_reader *reader;
	struct sar_err err;
	struct opened o;
	size_t at, from;

	(void)state;
	open_recipe(&usual, &o);
	options.passphrase = o.secret;
	/* The ciphertext and the tag; before them, the passphrase is wrong. */
	from = 30 + 11 + 11 + 18;
	for (at = from; at < from + sar_package_size(o.reader, 0) + 10;
	     at += 7) {
		o.zip.bytes.data[at] ^= 4;
		options.jobs = 1 + (unsigned)(at % 4);
		err = (struct sar_err)SAR_ERR_INIT;
		reader = sar_package_open(&o.source, &err);
		assert_non_null(reader);
		assert_int_equal(sar_package_check(reader, &options, &found,
				     &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg,
		    "zip: package.zip: "
		    "authentication code does not fit");
		sar_package_close(reader);
		o.zip.bytes.data[at] ^= 4;
	}
	o.zip.bytes.data[from - 3] ^= 4;
	reader = sar_package_open(&o.source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_check(reader, &options, &found, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.hint, "if it is the right one, the beginning "
				      "of the file is damaged");
	sar_package_close(reader);
	close_opened(&o);
}

/* A disk that breaks, here and there. */
struct breaking {
	struct sar_source inner;
	size_t calls;
	size_t fail; /* the call that does */
};

static ssize_t
pread_breaking(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	struct breaking *b = ctx;

	if (++b->calls == b->fail)
		return sar_err_set(err, SAR_ESPACE, "disk: broken");
	if (len > 1 + b->calls % 200)
		len = 1 + b->calls % 200;
	return b->inner.pread(b->inner.ctx, buf, len, off, err);
}

static void
a_source_that_fails_is_reported_as_it_says(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct breaking broken = { .calls = 0 };
	struct sar_package_reader *reader;
	uint8_t manifest[SAR_SHA256_LEN];
	struct sar_source source;
	struct opened o;
	size_t calls;

	(void)state;
	open_recipe(&usual, &o);
	broken.inner = source = o.source;
	source.ctx = &broken;
	source.pread = pread_breaking;
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(check_reader(reader, o.secret, manifest, &err), 0);
	sar_package_close(reader);
	for (calls = broken.calls; calls > 0; calls -= calls > 7 ? 7 : 1) {
		broken.calls = 0;
		broken.fail = calls;
		err.code = SAR_OK;
		reader = sar_package_open(&source, &err);
		assert_true(reader == NULL || check_reader(reader, o.secret,
						  manifest, &err) == -1);
		assert_int_equal(err.code, SAR_ESPACE);
		assert_string_equal(err.msg, "disk: broken");
		sar_package_close(reader);
	}
	close_opened(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_package_zip_hides_a_package),
		cmocka_unit_test(what_does_not_fit_inside_is_named),
		cmocka_unit_test(
		    padding_is_zeros_and_as_many_as_there_have_to_be),
		cmocka_unit_test(what_is_hidden_is_a_whole_package),
		cmocka_unit_test(one_flipped_bit_is_never_a_success),
		cmocka_unit_test(damage_is_told_as_such),
		cmocka_unit_test(a_source_that_fails_is_reported_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
