/* The strict reader of the zip that is in a hidden package. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "package/inner_record.h"
#include "package/layout.h"
#include "package_inner.h"
#include "package_zip.h"

#define GIB (UINT64_C(1) << 30)

static const struct content four[] = {
	{ "a.txt", "Dear requester", 14, false },
	{ "b", "", 0, true },
	{ "manifest.json", "{}", 2, false },
	{ "manifest.json.minisig", "signed", 6, true },
};

/* Does ${source} have the structure? */
static bool
passes(const struct sar_source *source)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_layout layout;
	int rc = sar_layout_inner_read(source, &layout, &err);

	assert_int_equal(err.code, rc == 0 ? SAR_OK : SAR_ECORRUPT);
	if (rc == 0)
		sar_layout_free(&layout);
	return rc == 0;
}

static bool
bytes_pass(const char *data, size_t len)
{
	struct sar_source source;

	sar_source_text(&data, len, "inner", &source);
	return passes(&source);
}

/* --- what the writer makes, and all that is near it -----------------------*/

static void
the_writers_zip_is_read(void **state)
{
	struct sar_content_entry listed[4];
	struct sar_buf bytes = make_inner(four, 4, 99, listed);
	const char *data = bytes.data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_layout layout;
	struct sar_source source;
	size_t i;

	(void)state;
	sar_source_text(&data, bytes.len, "inner", &source);
	assert_int_equal(sar_layout_inner_read(&source, &layout, &err), 0);
	assert_int_equal(layout.n, 4);
	assert_false(layout.hidden);
	assert_false(layout.padded);
	for (i = 0; i < 4; i++) {
		assert_string_equal(layout.entries[i].name, four[i].name);
		assert_int_equal(layout.entries[i].size, four[i].len);
		assert_memory_equal(bytes.data + layout.entries[i].data,
		    four[i].data, four[i].len);
	}
	assert_int_equal(layout.entries[1].crc, 0);
	sar_layout_free(&layout);
	sar_buf_free(&bytes);
}

/* All that is not somebody's text can have one value only. */
static void
one_flipped_bit_outside_the_texts_is_refused(void **state)
{
	struct sar_content_entry listed[4];
	struct sar_buf bytes = make_inner(four, 4, 99, listed);
	size_t passed = 0;
	unsigned bit;
	size_t at;

	(void)state;
	for (at = 0; at < bytes.len; at++)
		for (bit = 0; bit < 8; bit++) {
			bytes.data[at] = (char)(bytes.data[at] ^ (1 << bit));
			passed += bytes_pass(bytes.data, bytes.len);
			bytes.data[at] = (char)(bytes.data[at] ^ (1 << bit));
		}
	assert_int_equal(passed, 8 * (14 + 2 + 6));
	sar_buf_free(&bytes);
}

static void
bytes_too_few_or_too_many_are_refused(void **state)
{
	struct sar_content_entry listed[4];
	struct sar_buf bytes = make_inner(four, 4, 99, listed);
	char *copy;
	size_t len;

	(void)state;
	for (len = 0; len < bytes.len; len++) {
		/* Its own memory, so that a byte too far is noticed. */
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, bytes.data, len);
		assert_false(bytes_pass(copy, len));
		free(copy);
	}
	for (len = 1; len < 100; len++) {
		copy = calloc(1, bytes.len + len);
		assert_non_null(copy);
		memcpy(copy, bytes.data, bytes.len);
		assert_false(bytes_pass(copy, bytes.len + len));
		memset(copy, 0, len);
		memcpy(copy + len, bytes.data, bytes.len);
		assert_false(bytes_pass(copy, bytes.len + len));
		free(copy);
	}
	sar_buf_free(&bytes);
}

/* --- names ----------------------------------------------------------------*/

static bool
names_pass(const char *const *names, size_t n)
{
	struct content contents[INNER_MAX];
	struct sar_content_entry listed[INNER_MAX];
	struct sar_buf bytes;
	size_t i;
	bool result;

	for (i = 0; i < n; i++)
		contents[i] = (struct content){ names[i], "x", 1, false };
	bytes = make_inner(contents, n, 99, listed);
	result = bytes_pass(bytes.data, bytes.len);
	sar_buf_free(&bytes);
	return result;
}

/* 101 characters. */
static const char too_long[] =
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw";

static void
names_are_plain_and_once_there(void **state)
{
	static const char *const bad[] = { "../a", "/a", "a/b", "a\\b", "..",
		".a", "A", "a b", "a\xC3\xA9", "a.", "-a", "", "b",
		"manifest.json", "manifest.json.minisig", "manifest-2.json",
		"package.zip", "package-2.zip", "padding.bin", "padding-2.bin",
		too_long };
	const char *names[] = { "a", "b", "manifest.json",
		"manifest.json.minisig" };
	size_t i;

	(void)state;
	assert_true(names_pass(names, 4));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		names[0] = bad[i];
		assert_false(names_pass(names, 4));
	}
}

static void
the_last_are_padding_manifest_and_signature(void **state)
{
	static const char *const one[] = { "a", "padding.bin", "manifest.json",
		"manifest.json.minisig" };
	static const char *const good[] = { "a", "padding-7.bin",
		"manifest-7.json", "manifest-7.json.minisig" };
	static const char *const wrong[][4] = {
		{ "a", "b", "manifest.json.minisig", "manifest.json" },
		{ "a", "b", "manifest-2.json", "manifest-3.json.minisig" },
		{ "a", "b", "manifest-0.json", "manifest-0.json.minisig" },
		{ "a", "b", "manifest-07.json", "manifest-07.json.minisig" },
		{ "a", "b", "manifest-1000.json",
		    "manifest-1000.json.minisig" },
		{ "a", "b", "manifest-x.json", "manifest-x.json.minisig" },
		{ "manifest.json", "manifest.json.minisig", "a", "b" },
		{ "a", "manifest.json", "manifest.json.minisig",
		    "padding.bin" },
		{ "a", "manifest.json", "padding.bin",
		    "manifest.json.minisig" },
		{ "a", "padding-0.bin", "manifest.json",
		    "manifest.json.minisig" },
		{ "a", "padding-07.bin", "manifest-7.json",
		    "manifest-7.json.minisig" },
		{ "a", "padding-1000.bin", "manifest-7.json",
		    "manifest-7.json.minisig" },
		{ "a", "padding.txt", "manifest.json",
		    "manifest.json.minisig" },
		{ "padding-1.bin", "padding-2.bin", "manifest-2.json",
		    "manifest-2.json.minisig" },
	};
	size_t i;

	(void)state;
	assert_true(names_pass(one, 4));
	assert_true(names_pass(good, 4));
	assert_true(names_pass(good + 1, 3));
	assert_true(names_pass(good + 2, 2));
	assert_false(names_pass(good + 3, 1));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(names_pass(wrong[i], 4));
}

/* --- another writer, who lies, or has more than 4 GiB ----------------------*/

struct forged {
	struct zip_made zip;
	struct sar_inner_place places[8];
	size_t n;
};

static void
record(struct forged *f, struct sar_buf *bytes)
{
	zip_record(&f->zip, bytes->data, bytes->len);
	sar_buf_free(bytes);
}

/* An entry with ${size} zeros, after ${gap} bytes that are nobody's. */
static struct sar_inner_place *
put_entry(struct forged *f, const char *name, uint64_t size, uint64_t gap)
{
	struct sar_inner_place *place = &f->places[f->n++];
	struct sar_buf bytes = SAR_BUF_INIT;

	f->zip.end += gap;
	place->name = name;
	place->offset = f->zip.end;
	place->size = size;
	place->large = size >= SAR_INNER_FULL;
	sar_inner_local(place, &bytes);
	record(f, &bytes);
	f->zip.end += size;
	sar_inner_descriptor(place, &bytes);
	record(f, &bytes);
	return place;
}

static void
put_own(struct forged *f)
{
	(void)put_entry(f, "manifest.json", 300, 0);
	(void)put_entry(f, "manifest.json.minisig", 288, 0);
}

/* The directory; ${zip64} is 0, 1, or -1 for what is right. */
static struct sar_source
put_end(struct forged *f, int zip64)
{
	uint64_t directory = f->zip.end;
	struct sar_buf bytes = SAR_BUF_INIT;
	bool needed = directory >= SAR_INNER_FULL;
	size_t i;

	for (i = 0; i < f->n; i++) {
		sar_inner_central(&f->places[i], &bytes);
		needed = needed || sar_inner_needs64(&f->places[i]);
	}
	sar_inner_end(f->n, directory, bytes.len,
	    zip64 == -1 ? needed : zip64 == 1, &bytes);
	record(f, &bytes);
	return zip_source_of(&f->zip);
}

static void
a_gap_or_an_overlap_is_refused(void **state)
{
	struct forged f = { .n = 0 };
	struct sar_source source;
	uint64_t gap;

	(void)state;
	for (gap = 0; gap < 20; gap++) {
		(void)put_entry(&f, "a", 50, 0);
		(void)put_entry(&f, "b", 50, gap);
		put_own(&f);
		source = put_end(&f, -1);
		assert_int_equal(passes(&source), gap == 0);
		zip_free(&f.zip);
		memset(&f, 0, sizeof(f));
	}
	/* Bytes before the first; one entry within another. */
	(void)put_entry(&f, "a", 50, 1);
	put_own(&f);
	source = put_end(&f, -1);
	assert_false(passes(&source));
	zip_free(&f.zip);
	memset(&f, 0, sizeof(f));
	(void)put_entry(&f, "a", 50, 0);
	put_own(&f);
	f.places[0].size += 30 + 13 + 300 + 16;
	source = put_end(&f, -1);
	assert_false(passes(&source));
	zip_free(&f.zip);
}

static void
two_entries_at_one_place_are_refused(void **state)
{
	struct forged f = { .n = 0 };
	struct sar_source source;

	(void)state;
	(void)put_entry(&f, "a", 50, 0);
	(void)put_entry(&f, "b", 50, 0);
	put_own(&f);
	f.places[1] = f.places[0];
	source = put_end(&f, -1);
	assert_false(passes(&source));
	zip_free(&f.zip);
}

/* A descriptor that says what the directory does not. */
static void
a_descriptor_that_differs_is_refused(void **state)
{
	unsigned what;

	(void)state;
	for (what = 0; what < 3; what++) {
		struct forged f = { .n = 0 };
		struct sar_inner_place *place = put_entry(&f, "a", 50, 0);
		struct sar_source source;

		put_own(&f);
		place->crc += what == 1;
		place->size -= what == 2;
		source = put_end(&f, -1);
		assert_int_equal(passes(&source), what == 0);
		zip_free(&f.zip);
	}
}

static void
sizes_and_offsets_past_4_gib_are_read(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	static const uint64_t sizes[] = { 7, 0xFFFFFFFE, 5 * GIB, 9,
		UINT64_C(1) << 42 };
	struct sar_content_entry listed[7] = { { 0 } };
	struct forged f = { .n = 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_layout layout;
	struct sar_source source;
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++)
		(void)put_entry(&f, names[i], sizes[i], 0);
	put_own(&f);
	source = put_end(&f, -1);
	assert_int_equal(sar_layout_inner_read(&source, &layout, &err), 0);
	assert_int_equal(layout.n, 7);
	for (i = 0; i < 7; i++) {
		if (i < 5)
			assert_true(layout.entries[i].size == sizes[i]);
		listed[i].name = layout.entries[i].name;
		listed[i].size = layout.entries[i].size;
	}
	/* So are they counted. */
	assert_true(sar_inner_size(listed, 7) == source.size);
	sar_layout_free(&layout);
	zip_free(&f.zip);
}

static void
zip64_is_there_when_needed_and_only_then(void **state)
{
	static const struct {
		uint64_t size;
		bool large; /* the other way of saying it */
		int end;
	} wrong[] = { { 50, true, -1 }, { 50, false, 1 },
		{ 0xFFFFFFFE, true, -1 }, { 5 * GIB, true, 0 },
		{ 5 * GIB, false, -1 }, { 0xFFFFFFFF, false, -1 } };
	struct sar_source source;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct forged f = { .n = 0 };
		struct sar_inner_place *place = &f.places[0];
		struct sar_buf bytes = SAR_BUF_INIT;

		f.n = 1;
		*place = (struct sar_inner_place){ .name = "a",
			.size = wrong[i].size,
			.large = wrong[i].large };
		sar_inner_local(place, &bytes);
		record(&f, &bytes);
		f.zip.end += place->size;
		sar_inner_descriptor(place, &bytes);
		record(&f, &bytes);
		put_own(&f);
		source = put_end(&f, wrong[i].end);
		assert_false(passes(&source));
		zip_free(&f.zip);
	}
}

static void
one_flipped_bit_of_zip64_is_refused(void **state)
{
	struct forged f = { .n = 0 };
	struct sar_source source;
	unsigned bit;
	size_t at;

	(void)state;
	(void)put_entry(&f, "a", 5 * GIB, 0);
	(void)put_entry(&f, "b", 7, 0);
	put_own(&f);
	source = put_end(&f, -1);
	assert_true(passes(&source));
	for (at = 0; at < f.zip.bytes.len; at++)
		for (bit = 0; bit < 8; bit++) {
			f.zip.bytes.data[at] = (char)(f.zip.bytes.data[at] ^
						      (1 << bit));
			assert_false(passes(&source));
			f.zip.bytes.data[at] = (char)(f.zip.bytes.data[at] ^
						      (1 << bit));
		}
	zip_free(&f.zip);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_writers_zip_is_read),
		cmocka_unit_test(one_flipped_bit_outside_the_texts_is_refused),
		cmocka_unit_test(bytes_too_few_or_too_many_are_refused),
		cmocka_unit_test(names_are_plain_and_once_there),
		cmocka_unit_test(the_last_are_padding_manifest_and_signature),
		cmocka_unit_test(a_gap_or_an_overlap_is_refused),
		cmocka_unit_test(two_entries_at_one_place_are_refused),
		cmocka_unit_test(a_descriptor_that_differs_is_refused),
		cmocka_unit_test(sizes_and_offsets_past_4_gib_are_read),
		cmocka_unit_test(zip64_is_there_when_needed_and_only_then),
		cmocka_unit_test(one_flipped_bit_of_zip64_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
