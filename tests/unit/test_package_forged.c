/* Packages of another writer: zip64, and contents that deny the manifest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package/manifest.h"
#include "package_make.h"
#include "package_zip.h"

#define GIB (UINT64_C(1) << 30)

/* The text of the manifest of ${n} of ${contents}. */
static struct sar_buf
manifest_of(const struct content *contents, size_t n)
{
	struct sar_content_entry entries[8];
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		entries[i].name = contents[i].name;
		entries[i].size = contents[i].len;
		assert_int_equal(sar_sha256_text(contents[i].data,
				     contents[i].len, entries[i].sha256, &err),
		    0);
	}
	sar_manifest_text(entries, n, &text);
	return text;
}

/* How the check of ${n} of ${contents} with ${manifest} ends. */
static struct sar_err
check(const struct content *contents, size_t n, const char *manifest)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct zip_made zip = { .n = 0 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		zip_entry(&zip, secret, contents[i].name, contents[i].data,
		    contents[i].len);
	zip_entry(&zip, secret, "manifest.json", manifest, strlen(manifest));
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	reader = sar_package_open(&source, &err);
	assert_string_equal(err.msg, "");
	assert_non_null(reader);
	rc = sar_package_check(reader, secret, digest, &err);
	assert_int_equal(rc, err.code == SAR_OK ? 0 : -1);
	sar_package_close(reader);
	sar_secret_free(secret);
	zip_free(&zip);
	return err;
}

static const struct content three[] = {
	{ "call-01.wav", "first", 5, false },
	{ "call-02.wav", "other", 5, false },
	{ "letter.txt", "Dear requester", 14, false },
};

static void
the_second_writer_makes_packages(void **state)
{
	struct sar_buf text = manifest_of(three, 3);
	struct sar_err err = check(three, 3, text.data);

	(void)state;
	assert_string_equal(err.msg, "");
	assert_int_equal(err.code, SAR_OK);
	sar_buf_free(&text);
}

static void
swapped_names_are_noticed(void **state)
{
	struct content swapped[3] = { three[1], three[0], three[2] };
	struct sar_buf text = manifest_of(three, 3);
	struct sar_err err;

	(void)state;
	err = check(swapped, 3, text.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_non_null(strstr(err.msg, "call-02.wav: "));
	swapped[0].name = three[0].name;
	swapped[1].name = three[1].name;
	err = check(swapped, 3, text.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_non_null(strstr(err.msg, "call-01.wav: not the sha256"));
	sar_buf_free(&text);
}

static void
a_missing_or_added_entry_is_noticed(void **state)
{
	struct sar_buf all = manifest_of(three, 3);
	struct sar_buf fewer = manifest_of(three, 2);
	struct sar_err err;

	(void)state;
	err = check(three, 2, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three + 1, 2, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three, 0, all.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	err = check(three, 3, fewer.data);
	assert_int_equal(err.code, SAR_ECORRUPT);
	sar_buf_free(&all);
	sar_buf_free(&fewer);
}

#define ABC                                                                 \
	"\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410" \
	"ff61f20015ad\""
#define TAIL ",\"schema\":\"sar-package.manifest/1\"}"

static void
a_manifest_is_written_in_one_way_only(void **state)
{
	static const struct content abc = { "a", "abc", 3, false };
	static const char *const wrong[] = {
		"",
		"{}",
		"[]",
		"null",
		"{\"entries\":[" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3}]}",
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3}],"
		"\"schema\":\"sar-package.manifest/2\"}",
		"{\"entries\":{\"name\":\"a\"," ABC ",\"size\":3}" TAIL,
		"{\"entries\":[]" TAIL,
		"{\"entries\":[{\"name\":\"b\"," ABC ",\"size\":3}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":4}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":-3}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3.0}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":\"3\"}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC "}]" TAIL,
		"{\"entries\":[{\"name\":\"a\",\"size\":3}]" TAIL,
		"{\"entries\":[{" ABC ",\"size\":3}]" TAIL,
		"{\"entries\":[null]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3},"
		"{\"name\":\"a\"," ABC ",\"size\":3}]" TAIL,
		"{\"entries\":[{\"name\":\"a\",\"name\":\"a\"," ABC
		",\"size\":3}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC
		",\"size\":3,\"more\":1}]" TAIL,
		"{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3}]" TAIL "\n",
		"{\"entries\":[{\"name\":\"a\"," ABC ", \"size\":3}]" TAIL,
		"{\"entries\":[{" ABC ",\"name\":\"a\",\"size\":3}]" TAIL,
		"{\"entries\":[{\"name\":\"\\u0061\"," ABC ",\"size\":3}]" TAIL,
	};
	struct sar_err err;
	size_t i;

	(void)state;
	err = check(&abc, 1,
	    "{\"entries\":[{\"name\":\"a\"," ABC ",\"size\":3}]" TAIL);
	assert_int_equal(err.code, SAR_OK);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		err = check(&abc, 1, wrong[i]);
		assert_int_equal(err.code, SAR_ECORRUPT);
	}
}

/* Its size is not authenticated when memory is asked for. */
static void
a_manifest_far_too_large_is_refused_unread(void **state)
{
	struct zip_made zip = { .n = 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(PASSPHRASE);
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_package_reader *reader;
	struct sar_source source;

	(void)state;
	zip_sparse(&zip, "a", 5, false);
	zip_sparse(&zip, "manifest.json", 3 * GIB, false);
	zip_end(&zip, false);
	source = zip_source_of(&zip);
	reader = sar_package_open(&source, &err);
	assert_non_null(reader);
	assert_int_equal(sar_package_check(reader, secret, digest, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	sar_package_close(reader);
	sar_secret_free(secret);
	zip_free(&zip);
}

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
names_are_plain_and_the_last_is_the_manifest(void **state)
{
	static const char *const bad[] = { "../a", "/a", "a/b", ".a", "A",
		"a b", "a\xC3\xA9", "manifest.json", "a." };
	const char *names[] = { "a", "b", "manifest.json" };
	size_t i;

	(void)state;
	assert_true(names_pass(names, 3));
	assert_true(names_pass(names + 2, 1));
	assert_false(names_pass(names, 2));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		names[0] = bad[i];
		assert_false(names_pass(names, 3));
	}
	names[0] = "b";
	assert_false(names_pass(names, 3));
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
	assert_int_equal(sar_package_count(reader), 5);
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
		for (bit = 0; bit < 8; bit++) {
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
		cmocka_unit_test(the_second_writer_makes_packages),
		cmocka_unit_test(swapped_names_are_noticed),
		cmocka_unit_test(a_missing_or_added_entry_is_noticed),
		cmocka_unit_test(a_manifest_is_written_in_one_way_only),
		cmocka_unit_test(a_manifest_far_too_large_is_refused_unread),
		cmocka_unit_test(names_are_plain_and_the_last_is_the_manifest),
		cmocka_unit_test(a_name_is_not_read_past_its_end),
		cmocka_unit_test(sizes_and_offsets_past_4_gib_are_read),
		cmocka_unit_test(many_small_entries_can_reach_past_4_gib),
		cmocka_unit_test(zip64_is_there_when_needed_and_only_then),
		cmocka_unit_test(one_flipped_bit_of_zip64_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
