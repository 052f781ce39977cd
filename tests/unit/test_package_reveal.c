/* The strict reader over hidden packages as they should be. */
#include "package_reveal.h"

static void
nothing_is_told_before_it_is_revealed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;

	(void)state;
	open_recipe(&usual, &o);
	assert_true(sar_package_hidden(o.reader));
	assert_int_equal(sar_package_count(o.reader), 1);
	assert_string_equal(sar_package_name(o.reader, 0), "package.zip");
	assert_null(memmem(o.zip.bytes.data, o.zip.bytes.len, "letter", 6));
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_true(sar_package_hidden(o.reader));
	assert_int_equal(sar_package_count(o.reader), 4);
	assert_string_equal(sar_package_name(o.reader, 1), "call-01.wav");
	assert_int_equal(sar_package_size(o.reader, 1), 13);
	/* Once is enough. */
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_int_equal(sar_package_count(o.reader), 4);
	close_opened(&o);
}

static void
what_is_inside_is_read_as_in_any_package(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source entry;
	const char *call = some[1].data;
	struct opened o;
	char text[20];
	size_t from;

	(void)state;
	open_recipe(&usual, &o);
	assert_int_equal(sar_package_reveal(o.reader, o.secret, &err), 0);
	assert_int_equal(sar_package_entry(o.reader, 1, &entry, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_package_unlock(o.reader, 1, o.secret, &err), 0);
	assert_int_equal(sar_package_entry(o.reader, 1, &entry, &err), 0);
	assert_string_equal(entry.name, "call-01.wav");
	assert_int_equal(entry.size, 13);
	for (from = 0; from < 13; from++) {
		assert_int_equal(sar_source_read(&entry, text, 13 - from, from,
				     &err),
		    0);
		assert_memory_equal(text, &call[from], 13 - from);
	}
	sar_package_lock(o.reader, 1);
	assert_int_equal(sar_source_read(&entry, text, 1, 0, &err), -1);
	close_opened(&o);
}

static void
the_wrong_passphrase_reveals_nothing(void **state)
{
	struct sar_secret *wrong = secret_of("something-else");
	struct sar_err err = SAR_ERR_INIT;
	uint8_t manifest[SAR_SHA256_LEN];
	struct opened o;

	(void)state;
	open_recipe(&usual, &o);
	assert_int_equal(sar_package_reveal(o.reader, wrong, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(check_reader(o.reader, wrong, manifest, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_package_count(o.reader), 1);
	/* It can be tried again, and a third time. */
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	assert_int_equal(check_reader(o.reader, wrong, manifest, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(check_reader(o.reader, o.secret, manifest, &err), 0);
	sar_secret_free(wrong);
	close_opened(&o);
}

struct seen {
	size_t n;
	char text[4][20];
};

static int
see(void *ctx, size_t i, const struct sar_source *entry, struct sar_err *err)
{
	struct seen *seen = ctx;

	assert_int_equal(i, seen->n);
	assert_in_range(entry->size, 1, 19);
	seen->n++;
	return sar_source_read(entry, seen->text[i], (size_t)entry->size, 0,
	    err);
}

static void
a_check_finds_what_it_finds_in_any_package(void **state)
{
	struct made open = make_package(PASSPHRASE, some, 2);
	struct recipe recipe = usual;
	struct sar_err err = SAR_ERR_INIT;
	struct opened o;
	unsigned padded;

	(void)state;
	for (padded = 0; padded < 2; padded++) {
		struct sar_package_findings found = { 0 };
		struct seen seen = { .n = 0 };
		struct sar_package_check_options options = { .jobs = 1,
			.each = see,
			.each_ctx = &seen };

		recipe.padded = padded == 1;
		open_recipe(&recipe, &o);
		options.passphrase = o.secret;
		assert_int_equal(sar_package_check(o.reader, &options, &found,
				     &err),
		    0);
		/* The padding is in the manifest, but no content. */
		assert_int_equal(memcmp(found.manifest, open.receipt.manifest,
				     SAR_SHA256_LEN) == 0,
		    padded == 0);
		assert_memory_equal(found.content, open.receipt.content,
		    SAR_SHA256_LEN);
		assert_int_equal(found.padded, padded == 1);
		assert_int_equal(seen.n, 2);
		assert_string_equal(seen.text[0], "Dear requester");
		assert_string_equal(seen.text[1], "RIFF and more");
		assert_int_equal(sar_package_count(o.reader), 4 + padded);
		sar_package_findings_free(&found);
		close_opened(&o);
	}
	free(open.data);
}

static void
a_volume_is_called_by_its_number(void **state)
{
	static const struct {
		const char *outer;
		unsigned volume, volumes;
		bool good;
	} cases[] = { { "package.zip", 1, 1, true },
		{ "package-2.zip", 2, 3, true },
		{ "package-1.zip", 1, 1, false },
		{ "package.zip", 2, 3, false },
		{ "package-3.zip", 2, 3, false } };
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		recipe.outer = cases[i].outer;
		recipe.volume = cases[i].volume;
		recipe.volumes = cases[i].volumes;
		err = verdict(&recipe);
		assert_int_equal(err.code,
		    cases[i].good ? SAR_OK : SAR_ECORRUPT);
	}
}

static void
so_is_its_padding(void **state)
{
	static const struct {
		const char *padding;
		unsigned volume, volumes;
		const char *why;
	} cases[] = { { NULL, 1, 1, "" }, { NULL, 2, 3, "" },
		{ "padding-2.bin", 2, 3, "" },
		{ "padding-1.bin", 1, 1,
		    "padding-1.bin: not the padding of this volume" },
		{ "padding.bin", 2, 3,
		    "padding.bin: not the padding of this volume" },
		{ "padding-3.bin", 2, 3,
		    "padding-3.bin: not the padding of this volume" } };
	struct recipe recipe = usual;
	struct sar_err err;
	size_t i;

	(void)state;
	recipe.padded = true;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		recipe.padding = cases[i].padding;
		recipe.volume = cases[i].volume;
		recipe.volumes = cases[i].volumes;
		err = verdict(&recipe);
		assert_string_equal(err.msg, cases[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_told_before_it_is_revealed),
		cmocka_unit_test(what_is_inside_is_read_as_in_any_package),
		cmocka_unit_test(the_wrong_passphrase_reveals_nothing),
		cmocka_unit_test(a_check_finds_what_it_finds_in_any_package),
		cmocka_unit_test(a_volume_is_called_by_its_number),
		cmocka_unit_test(so_is_its_padding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
