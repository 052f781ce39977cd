/* Packages of another writer: names, and more than 4 GiB. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package/manifest.h"
#include "package_make.h"
#include "package_zip.h"

#define GIB (UINT64_C(1) << 30)

/* --- names and structure --------------------------------------------------*/

/* Does a zip of ${n} empty entries with ${names} open? */
static bool
names_pass(const char *const *names, size_t n)
{
	struct zip_made zip = { .n = 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t i;

	for (i = 0; i < n; i++)
		zip_sparse(&zip, names[i], 0, false);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	reader = sar_package_open(&source, &err);
	assert_int_equal(err.code, reader != NULL ? SAR_OK : SAR_ECORRUPT);
	sar_package_close(reader);
	zip_free(&zip);
	return reader != NULL;
}

static void
names_are_plain_and_the_last_are_the_manifest_and_its_signature(void **state)
{
	static const char *const bad[] = { "../a", "/a", "a/b", ".a", "A",
		"a b", "a\xC3\xA9", "manifest.json", "a.",
		"manifest.json.minisig" };
	const char *names[] = { "a", "b", "manifest.json",
		"manifest.json.minisig" };
	size_t i;

	(void)state;
	assert_true(names_pass(names, 4));
	assert_true(names_pass(names + 2, 2));
	assert_false(names_pass(names, 3));
	assert_false(names_pass(names, 2));
	assert_false(names_pass(names + 3, 1));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		names[0] = bad[i];
		assert_false(names_pass(names, 4));
	}
	names[0] = "b";
	assert_false(names_pass(names, 4));
}

/* A name at the very end of its memory, as the directory's last one is. */
static void
a_name_is_not_read_past_its_end(void **state)
{
	char *name = malloc(3);

	(void)state;
	assert_non_null(name);
	memcpy(name, "a.b", 3);
	assert_true(sar_manifest_name(name, 3));
	assert_false(sar_manifest_name(name, 2));
	free(name);
}

/* --- more than 4 GiB ------------------------------------------------------*/

/* Open a zip whose entries have ${sizes}; NULL when it is refused. */
static struct sar_package_reader *
open_sparse(struct zip_made *zip, struct sar_source *source,
    const uint64_t *sizes, size_t n, int local, int end)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_package_reader *reader;
	size_t i;

	memset(zip, 0, sizeof(*zip));
	for (i = 0; i < n; i++)
		zip_sparse(zip, names[i], sizes[i],
		    local == -1 ? sizes[i] + 28 >= 0xFFFFFFFFU : local);
	zip_sparse(zip, "manifest.json", 150, false);
	zip_sparse(zip, "manifest.json.minisig", 288, false);
	zip_end(zip, end == -1 ? zip->zip64 || zip->end >= 0xFFFFFFFFU : end);
	*source = zip_source_of(zip);
	reader = sar_package_open(source, &err);
	printf("%s\n", err.msg);
	assert_int_equal(err.code, reader != NULL ? SAR_OK : SAR_ECORRUPT);
	return reader;
}

static void
sizes_and_offsets_past_4_gib_are_read(void **state)
{
	static const uint64_t sizes[] = { 5 * GIB, 7, 4 * GIB - 29,
		UINT64_C(1) << 42 };
	struct zip_made zip;
	struct sar_source source;
	struct sar_package_reader *reader;
	size_t i;

	(void)state;
	reader = open_sparse(&zip, &source, sizes, 4, -1, -1);
	assert_non_null(reader);
	assert_int_equal(sar_package_count(reader), 6);
	for (i = 0; i < 4; i++)
		assert_true(sar_package_size(reader, i) == sizes[i]);
	sar_package_close(reader);
	zip_free(&zip);
}

static void
many_small_entries_can_reach_past_4_gib(void **state)
{
	static const uint64_t sizes[] = { 3 * GIB, 3 * GIB };
	struct zip_made zip;
	struct sar_source source;
	struct sar_package_reader *reader;

	(void)state;
	reader = open_sparse(&zip, &source, sizes, 2, -1, -1);
	assert_non_null(reader);
	sar_package_close(reader);
	zip_free(&zip);
}

static void
zip64_is_there_when_needed_and_only_then(void **state)
{
	static const uint64_t large[] = { 5 * GIB, 7 };
	static const uint64_t small[] = { 9, 7 };
	struct zip_made zip;
	struct sar_source source;
	struct sar_package_reader *reader;

	(void)state;
	/* Large, without the local field; without the end records. */
	assert_null(open_sparse(&zip, &source, large, 2, 0, -1));
	zip_free(&zip);
	assert_null(open_sparse(&zip, &source, large, 2, -1, 0));
	zip_free(&zip);
	/* Small, with end records; with a local field, which libzip writes. */
	assert_null(open_sparse(&zip, &source, small, 2, 0, 1));
	zip_free(&zip);
	reader = open_sparse(&zip, &source, small, 2, 1, -1);
	assert_non_null(reader);
	sar_package_close(reader);
	zip_free(&zip);
}

/* Is the byte at ${at} of all records of a salt, behind an entry's headers? */
static bool
is_salt(const struct zip_made *zip, size_t at)
{
	size_t end;
	size_t i;

	for (i = 0; i < zip->entries; i++) {
		end = zip->parts[i].from + zip->parts[i].len;
		if (at < end && at + SAR_AE2_SALT >= end)
			return true;
	}
	return false;
}

/* Every bit of the headers and end records of a zip64 package counts too. */
static void
one_flipped_bit_of_zip64_is_refused(void **state)
{
	static const uint64_t sizes[] = { 5 * GIB, 7 };
	struct sar_err err = SAR_ERR_INIT;
	struct zip_made zip;
	struct sar_source source;
	struct sar_package_reader *reader;
	unsigned bit;
	size_t at;

	(void)state;
	reader = open_sparse(&zip, &source, sizes, 2, -1, -1);
	assert_non_null(reader);
	sar_package_close(reader);
	assert_true(zip.zip64);
	for (at = 0; at < zip.bytes.len; at++)
		for (bit = 0; bit < 8 && !is_salt(&zip, at); bit++) {
			zip.bytes.data[at] = (char)(zip.bytes.data[at] ^
						    (1 << bit));
			reader = sar_package_open(&source, &err);
			assert_null(reader);
			assert_int_equal(err.code, SAR_ECORRUPT);
			zip.bytes.data[at] = (char)(zip.bytes.data[at] ^
						    (1 << bit));
		}
	zip_free(&zip);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    names_are_plain_and_the_last_are_the_manifest_and_its_signature),
		cmocka_unit_test(a_name_is_not_read_past_its_end),
		cmocka_unit_test(sizes_and_offsets_past_4_gib_are_read),
		cmocka_unit_test(many_small_entries_can_reach_past_4_gib),
		cmocka_unit_test(zip64_is_there_when_needed_and_only_then),
		cmocka_unit_test(one_flipped_bit_of_zip64_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
